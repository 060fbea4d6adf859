import { z } from "zod";

/** What a stage was made for. Kept in the home; safety rests on it, so it is never read from anywhere else. */
export const stageRecordSchema = z.strictObject({
  version: z.literal(1),
  app: z.string(),
  stage: z.string(),
  /** The project's folder, relative to the repository's root, with `/`; `.` for the root. */
  path: z.string(),
  /** `id` 0: none, it was made at a terminal. */
  repository: z.strictObject({ id: z.number(), name: z.string() }),
  origin: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("pull_request"), number: z.number() }),
    z.strictObject({ kind: z.literal("branch"), branch: z.string() }),
    z.strictObject({ kind: z.literal("tag"), tag: z.string() }),
    z.strictObject({ kind: z.literal("manual") }),
  ]),
  /** Made for a pull request, or for a branch that no `branches` rule names; only such stages are ever removed by an event. */
  ephemeral: z.boolean(),
  /** The commit that was deployed last (a pull request's head, not its merge commit); null before the first. */
  commit: z.string().nullable(),
  /** How the last command on the stage ended. */
  status: z.enum(["deploying", "deployed", "deploy failed", "removing", "removal failed"]),
  /** Where the last good deploy answers; absent where that is not known, or its address holds a secret. */
  url: z.string().optional(),
  /** How many resources it had after the last command; absent where that is not known. */
  resources: z.number().optional(),
  /** What the last deploy had of its project beside the state: where its program lies, and its own providers. Absent: nothing special. */
  program: z
    .strictObject({
      main: z.string().nullable(),
      providers: z.array(z.strictObject({ name: z.string(), path: z.string() })),
    })
    .optional(),
  /** ISO 8601, UTC. */
  updatedAt: z.string(),
});

export type StageRecord = z.infer<typeof stageRecordSchema>;
export type StageProgram = NonNullable<StageRecord["program"]>;
export type StageOrigin = StageRecord["origin"];
