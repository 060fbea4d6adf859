import { z } from "zod";

// Only what is needed is asked for, and everything else may be there: payloads grow, and older GitHub Enterprise servers send less.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads

export const repositorySchema = z.looseObject({
  id: z.number(),
  full_name: z.string().regex(/^[^/]+\/[^/]+$/),
  default_branch: z.string().nullish(),
});

const common = {
  repository: repositorySchema,
  sender: z.looseObject({ login: z.string() }).nullish(),
};

/** What of any payload may be looked at, also of a kind that is not known. */
export const anySchema = z.looseObject({ repository: repositorySchema.nullish(), sender: common.sender });

export const pushSchema = z.looseObject({
  ...common,
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  deleted: z.boolean().nullish(),
});

export const deleteSchema = z.looseObject({ ...common, ref: z.string(), ref_type: z.enum(["branch", "tag"]) });

export const pullRequestSchema = z.looseObject({
  ...common,
  action: z.string(),
  before: z.string().nullish(),
  pull_request: z.looseObject({
    number: z.number().int().positive(),
    title: z.string(),
    merged: z.boolean().nullish(),
    user: z.looseObject({ login: z.string() }).nullish(),
    head: z.looseObject({
      ref: z.string(),
      sha: z.string(),
      /** null: the fork is gone. Absent is taken for the same, which is the careful reading. */
      repo: z.looseObject({ id: z.number() }).nullish(),
    }),
    base: z.looseObject({ ref: z.string() }),
  }),
});

export const workflowDispatchSchema = z.looseObject({
  ...common,
  ref: z.string(),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullish()).nullish(),
});

export const scheduleSchema = z.looseObject(common);
