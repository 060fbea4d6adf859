import { z } from "zod";

const values = z.record(z.string(), z.unknown()).nullish();

const stateSchema = z.object({
  id: z.string().optional(),
  parent: z.string().optional(),
  protect: z.boolean().optional(),
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

/** What reports are made of in the engine's event log; everything else in it is passed over. */
const engineEventSchema = z.union([
  z.object({ resourcePreEvent: stepSchema }),
  z.object({ resOutputsEvent: stepSchema }),
  z.object({ resOpFailedEvent: stepSchema }),
  z.object({ diagnosticEvent: diagnosticSchema }),
  z.object({ policyEvent: policySchema }),
  z.object({ errorEvent: z.object({ error: z.string() }) }),
  z.object({ summaryEvent: z.object({ result: z.string().optional() }) }),
]);

export type EngineEvent = z.infer<typeof engineEventSchema>;
export type StepMetadata = z.infer<typeof metadataSchema>;
export type StepState = z.infer<typeof stateSchema>;
export type DiagnosticEvent = z.infer<typeof diagnosticSchema>;
export type PolicyEvent = z.infer<typeof policySchema>;

/** One line of the event log as an event; null for kinds that no report needs, debug messages above all, and for what is no event. */
export function parseEngineEvent(line: string): EngineEvent | null {
  try {
    return engineEventSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
