import { z } from "zod";

import { jobId, oneOf, optional } from "./input-fields.ts";
import { parseInputs } from "./parse-inputs.ts";
import type { Unused } from "./unused-inputs.ts";
import { commandsInWords } from "./use-words.ts";

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

/** The commands that use an input; all use the others. What else is given is said not to be used. */
const usedBy: Partial<Record<keyof StepInputs, readonly StepInputs["command"][]>> = {
  stage: ["unlock", "list", "history", "export", "restore", "verify"],
  reason: ["unlock", "restore"],
  snapshot: ["export", "restore"],
};

/** The inputs that were given and that the command does not use. */
export function unusedByStep(inputs: StepInputs): readonly Unused[] {
  return Object.entries(usedBy)
    .filter(([name, commands]) => isGiven(inputs, name) && !commands.includes(inputs.command))
    .map(([name, commands]) => ({
      what: `Input \`${name}\``,
      why: `only ${commandsInWords(commands)} use it, and this is \`${inputs.command}\``,
      byEvent: false,
    }));
}

function isGiven(inputs: Readonly<Record<string, unknown>>, name: string): boolean {
  return (inputs[name] ?? null) !== null;
}

export type StepInputs = z.infer<typeof stepInputsSchema>;

/** Reads a step's inputs by `getInput` (a name in, its text out; empty where the step has none of that name). */
export function readStepInputs(getInput: (name: string) => string): StepInputs {
  return parseInputs(stepInputsSchema, getInput, "its action.yml");
}
