import { z } from "zod";

import { jsonOrNull } from "../../json.ts";

const values = z.record(z.string(), z.unknown()).nullish();

const stateSchema = z.object({
  /** The old state's is another one where the resource was renamed. */
  urn: z.string().optional(),
  id: z.string().optional(),
  parent: z.string().optional(),
  /** A resource of a provider; absent for components. */
  custom: z.boolean().optional(),
  protect: z.boolean().optional(),
  /** Stays in the world when the stage forgets it. */
  retainOnDelete: z.boolean().optional(),
  /** Read by the program, never made by the engine. */
  external: z.boolean().optional(),
  inputs: values,
  outputs: values,
  /** Paths (lists of keys) of properties whose values the program wants hidden. */
  hideDiffs: z.array(z.unknown()).nullish(),
});

const metadataSchema = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: stateSchema.nullish(),
  new: stateSchema.nullish(),
  /** Properties that force a replacement; top level names. */
  keys: z.array(z.string()).nullish(),
  /** Properties that differ; top level names. */
  diffs: z.array(z.string()).nullish(),
  /** What differs by exact path; null where the provider does not tell (dynamic resources). */
  detailedDiff: z.record(z.string(), z.object({ diffKind: z.string(), inputDiff: z.boolean().optional() })).nullish(),
});

const stepSchema = z.object({ metadata: metadataSchema });

const diagnosticSchema = z.object({
  urn: z.string().optional(),
  message: z.string(),
  severity: z.enum(["info", "info#err", "warning", "error"]),
  /** Progress of a moment, not meant to stay. */
  ephemeral: z.boolean().optional(),
});

/** What a policy objects to. What one corrects by itself is an event of another kind, which nobody needs to act on. */
const policySchema = z.object({
  resourceUrn: z.string().optional(),
  message: z.string(),
  policyName: z.string(),
  policyPackName: z.string(),
  enforcementLevel: z.string(),
});

/** What reports are made of in the engine's event log, by the field that an event of the kind has; everything else in it is passed over. */
const kinds = {
  resourcePreEvent: z.object({ resourcePreEvent: stepSchema }),
  resOutputsEvent: z.object({ resOutputsEvent: stepSchema }),
  resOpFailedEvent: z.object({ resOpFailedEvent: stepSchema }),
  diagnosticEvent: z.object({ diagnosticEvent: diagnosticSchema }),
  policyEvent: z.object({ policyEvent: policySchema }),
  errorEvent: z.object({ errorEvent: z.object({ error: z.string() }) }),
  summaryEvent: z.object({ summaryEvent: z.object({ result: z.string().optional() }) }),
};
const entries = Object.entries(kinds);

export type EngineEvent = z.infer<(typeof kinds)[keyof typeof kinds]>;
export type StepMetadata = z.infer<typeof metadataSchema>;
export type StepState = z.infer<typeof stateSchema>;
export type DiagnosticEvent = z.infer<typeof diagnosticSchema>;
export type PolicyEvent = z.infer<typeof policySchema>;

/** One line of the event log as an event; null for kinds that no report needs, debug messages above all, and for what is no event. */
export function parseEngineEvent(line: string): EngineEvent | null {
  const event = jsonOrNull(line);
  if (typeof event !== "object" || event === null) {
    return null;
  }
  const schema = entries.find(([field]) => field in event)?.[1];
  return schema?.safeParse(event).data ?? null;
}
