export type Json = { [key: string]: unknown };

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object; throws where it is none. */
export function objectOf(value: unknown): Json {
  if (!isJson(value)) {
    throw new TypeError(`Not an object: ${JSON.stringify(value)}`);
  }
  return value;
}

/** The field's text, if it has one. */
export function textOf(value: Json, field: string): string | undefined {
  const text = value[field];
  return typeof text === "string" ? text : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
