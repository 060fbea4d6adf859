/** A parsed property path: names and list positions. */
export type PropertyPath = readonly (string | number)[];

const element = /^(?:\.?([^.[\]"]+)|\[(\d+)\]|\.?\["((?:[^"\\]|\\.)*)"\])/u;

/** Parses Pulumi's property paths: `nested.list[0].port`, `tags["a.b"]`. What is no such path is taken as one name. */
export function parsePropertyPath(text: string): PropertyPath {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== "") {
    const match = element.exec(rest);
    if (match === null) {
      return [text];
    }
    const [whole, name, index, quoted] = match;
    if (index !== undefined) {
      path.push(Number(index));
    } else {
      path.push(name ?? (quoted ?? "").replaceAll(/\\(.)/gu, "$1"));
    }
    rest = rest.slice(whole.length);
  }
  return path;
}

/** The same path as text. */
export function formatPropertyPath(path: PropertyPath): string {
  return path
    .map((part, position) => {
      if (typeof part === "number") {
        return `[${part}]`;
      }
      if (part === "" || /[.[\]"]/u.test(part)) {
        return `["${part.replaceAll(/["\\]/gu, String.raw`\$&`)}"]`;
      }
      return position === 0 ? part : `.${part}`;
    })
    .join("");
}

/** The value at a path; undefined when there is none. */
export function valueAt(value: unknown, path: PropertyPath): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, part)) {
      return undefined;
    }
    current = Reflect.get(current, part);
  }
  return current;
}
