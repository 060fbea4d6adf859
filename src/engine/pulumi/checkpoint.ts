import { z } from "zod";

const resourceSchema = z.looseObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().optional(),
  delete: z.boolean().optional(),
  protect: z.boolean().optional(),
  external: z.boolean().optional(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  parent: z.string().optional(),
  provider: z.string().optional(),
  /** Names of the resource hooks that only the program can run. */
  resourceHooks: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
});

const deploymentSchema = z.looseObject({
  secrets_providers: z.looseObject({ type: z.string(), state: z.unknown() }).nullish(),
  resources: z.array(resourceSchema).nullish(),
  pending_operations: z.array(z.looseObject({ resource: resourceSchema, type: z.string() })).nullish(),
});

/** A stage's state as Pulumi writes it (`.pulumi/stacks/<project>/<stack>.json`, also the shape of `pulumi stack export` inside). */
export const checkpointSchema = z.looseObject({
  version: z.number(),
  checkpoint: z.looseObject({ stack: z.string().optional(), latest: deploymentSchema.nullish() }),
});

export type Checkpoint = z.infer<typeof checkpointSchema>;
export type Deployment = z.infer<typeof deploymentSchema>;
export type StateResource = z.infer<typeof resourceSchema>;
