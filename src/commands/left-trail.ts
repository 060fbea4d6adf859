import { z } from "zod";

import type { StageReport } from "../report/stage-report.ts";

export const keySchema = z.strictObject({ app: z.string(), stage: z.string() });

export const engineProcessSchema = z.strictObject({
  pid: z.number(),
  startedAt: z.number(),
  mark: z.string(),
  folder: z.string(),
});

/** What a main step left for `post:` (see `Trail`); what it did not come to is null. It comes back to us from the runner as we wrote it. */
export const leftTrailSchema = z.strictObject({
  lock: z.strictObject({ key: keySchema, token: z.string(), held: z.boolean() }).nullable(),
  state: z.string().nullable(),
  engine: engineProcessSchema.nullable(),
  impact: engineProcessSchema.nullable(),
  comment: z.strictObject({ id: z.number(), url: z.string() }).nullable(),
  deployment: z.number().nullable(),
  checkRun: z.number().nullable(),
  report: z.custom<StageReport>((value) => typeof value === "object").nullable(),
  cancelled: z.literal(true).nullable(),
  finished: z.literal(true).nullable(),
});

export type LeftTrail = z.infer<typeof leftTrailSchema>;
