import { SECRET_TEXT, UNKNOWN_TEXT } from "../change.ts";
import { describeSpecial, isOutput, isSecret, isUnknown, SIGNATURE } from "./signature.ts";

/** A value as reports may show it: secrets and unknowns replaced wherever they are nested, also within JSON text; the rest is whole. */
export function shownValue(value: unknown): unknown {
  if (isUnknown(value)) {
    return UNKNOWN_TEXT;
  }
  if (typeof value === "string") {
    return value.includes(SIGNATURE) ? shownJson(value) : value;
  }
  if (Array.isArray(value)) {
    return value.map(shownValue);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (isSecret(value)) {
    return SECRET_TEXT;
  }
  if (isOutput(value)) {
    return shownValue(Reflect.get(value, "value"));
  }
  return describeSpecial(value) ?? shownObject(value);
}

/** Without the keys that providers keep for themselves: `__defaults`, and a dynamic provider's code, which may have captured a secret. */
function shownObject(value: object): Record<string, unknown> {
  const entries = Object.entries(value).filter(([key]) => !isInternal(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, shownValue(inner)]));
}

/** Whether a property is a provider's own business, never to be shown. */
export function isInternal(key: string): boolean {
  return key === "__provider" || key === "__defaults";
}

/** Text that holds a marked value: shown as JSON without what is secret in it, or else not at all. */
function shownJson(text: string): string {
  try {
    return JSON.stringify(shownValue(JSON.parse(text)));
  } catch {
    return SECRET_TEXT;
  }
}
