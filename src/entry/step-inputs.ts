import { z } from "zod";

import { parseInputs } from "./parse-inputs.ts";

const optional = z
  .string()
  .trim()
  .transform((text) => (text === "" ? null : text));

/** Every input of the toolkit's steps (actions/unlock, actions/stages, actions/state); each step has those that it needs. */
export const stepInputsSchema = z.strictObject({
  command: z
    .string()
    .trim()
    .pipe(z.enum(["unlock", "stages", "list", "history", "export", "restore", "verify"])),
  stage: optional,
  app: optional,
  home: z.string().trim().min(1, "must name the home"),
  "working-directory": optional,
  reason: optional,
  snapshot: optional,
  "job-id": z
    .string()
    .trim()
    .transform((text) => (/^\d+$/u.test(text) ? Number(text) : null)),
});

export type StepInputs = z.infer<typeof stepInputsSchema>;

/** Reads a step's inputs by `getInput` (a name in, its text out; empty where the step has none of that name). */
export function readStepInputs(getInput: (name: string) => string): StepInputs {
  return parseInputs(stepInputsSchema, getInput, "its action.yml");
}
