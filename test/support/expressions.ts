import { runInNewContext } from "node:vm";

/** The contexts that expressions name. Of `vars` and `secrets` a property that is absent is an error; of the others it is null, as on GitHub. */
export type Contexts = Readonly<
  Partial<Record<"github" | "inputs" | "matrix" | "secrets" | "steps" | "vars", Readonly<Record<string, unknown>>>>
>;

/**
 * What a text with `${{ … }}` in it comes to. Of GitHub's expressions only what the examples use: properties, `&&`, `||`, `==`, `!=` and
 * some functions, which all mean the same in JavaScript.
 */
export function evaluate(text: string, contexts: Contexts): string {
  const at = (path: string) => valueAt(path, contexts);
  const functions = {
    contains: (list: readonly unknown[], value: unknown) => list.includes(value),
    format: (template: string, value: unknown) => template.replace("{0}", String(value)),
    fromJSON: (json: string): unknown => JSON.parse(json),
  };
  return text.replaceAll(/\$\{\{(?<expression>[\s\S]*?)\}\}/gu, (_, expression: string) => {
    const script = expression.replaceAll(
      /\b(?:github|inputs|matrix|secrets|steps|vars)(?:\.[\w-]+)+/gu,
      (path) => `at(${JSON.stringify(path)})`,
    );
    return String(runInNewContext(script, { at, ...functions }) ?? "");
  });
}

function valueAt(path: string, contexts: Contexts): unknown {
  const value = path.split(".").reduce<unknown>(property, contexts) ?? null;
  if (value === null && /^(?:vars|secrets)\./u.test(path)) {
    throw new Error(`no value is given for ${path}`);
  }
  return value;
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : null;
}
