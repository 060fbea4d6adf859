import { z } from "zod";

import { jobId, oneOf, optional } from "./input-fields.ts";
import { parseInputs } from "./parse-inputs.ts";

/** Every input of the toolkit's steps (actions/unlock, actions/stages, actions/state); each step has those that it needs. */
export const stepInputsSchema = z.strictObject({
  command: oneOf(["unlock", "stages", "list", "history", "export", "restore", "verify"]),
  stage: optional,
  app: optional,
  home: z.string().trim().min(1, "must name the home"),
  "working-directory": optional,
  reason: optional,
  snapshot: optional,
  "job-id": jobId,
});

export type StepInputs = z.infer<typeof stepInputsSchema>;

/** Reads a step's inputs by `getInput` (a name in, its text out; empty where the step has none of that name). */
export function readStepInputs(getInput: (name: string) => string): StepInputs {
  return parseInputs(stepInputsSchema, getInput, "its action.yml");
}
