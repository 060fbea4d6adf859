import type { z } from "zod";

import { Failure } from "../failure.ts";

/** What is never repeated: nothing of it is masked before it could be read. */
const holdSecrets = new Set(["config-map"]);

/**
 * Reads inputs by `getInput` (a name in, its text out; empty for one that is not given). One `Failure` names every input that is malformed, and
 * how; `described` says where inputs are described.
 */
export function parseInputs<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  getInput: (name: string) => string,
  described: string,
): z.infer<z.ZodObject<Shape, z.core.$strict>> {
  const raw = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, getInput(name)]));
  const parsed = schema.safeParse(raw);
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.map(String).join(".");
    const value = holdSecrets.has(name) ? "" : `is ${JSON.stringify(raw[name])}: `;
    return `input \`${name}\` ${value}${issue.message}`;
  });
  throw new Failure({
    code: "bad-input",
    message: problems.join("\n"),
    next: `Correct the step's \`with:\`; ${described} describes every input.`,
  });
}
