import { z } from "zod";

const json = z.json().describe("Any JSON value; what is secret is `[secret]`, what is not known yet `[unknown]`.");

const failureSchema = z.strictObject({ code: z.string(), message: z.string(), next: z.string() });

const changeSchema = z.strictObject({
  op: z.enum(["create", "update", "replace", "delete", "retain", "import", "read", "discard", "refresh", "same"]),
  type: z.string().describe("The resource's type, as the engine names it."),
  name: z.string(),
  urn: z.string(),
  parent: z.string().nullable().describe("The URN of the component that it lies in."),
  status: z.enum(["planned", "done", "failed"]),
  holdsData: z.boolean().describe("Whether its deletion or replacement loses data."),
  properties: z.array(
    z.strictObject({
      path: z.string(),
      kind: z.enum(["add", "delete", "update"]),
      old: json.optional(),
      new: json.optional(),
      forcesReplace: z.boolean(),
    }),
  ),
  replaceKeys: z.array(z.string()).describe("Properties that force the replacement."),
  protect: z.boolean(),
  retained: z
    .strictObject({ id: z.string() })
    .optional()
    .describe("What still exists though the stage does not know of it any more."),
  seconds: z.number().nullable(),
});

const diagnosticSchema = z.strictObject({
  severity: z.enum(["info", "warning", "error"]),
  message: z.string(),
  urn: z.string().nullable(),
  resource: z.string().nullable(),
  source: z.strictObject({ file: z.string(), line: z.number(), column: z.number().nullable() }).nullable(),
});

const policiesSchema = z.strictObject({
  counts: z.strictObject({ mandatory: z.number(), remediate: z.number(), advisory: z.number() }),
  violations: z
    .array(
      z.strictObject({
        pack: z.string(),
        policy: z.string(),
        enforcement: z.enum(["mandatory", "remediate", "advisory"]),
        message: z.string(),
        urn: z.string().nullable(),
        resource: z.string().nullable().describe("The resource's name; null when the policy is about the whole stage."),
      }),
    )
    .describe("At most 1,000 of each enforcement; the counts are whole."),
});

const changeSetSchema = z.strictObject({
  preview: z.boolean(),
  changes: z.array(changeSchema),
  counts: z.strictObject({
    create: z.number(),
    update: z.number(),
    replace: z.number(),
    delete: z.number(),
    retain: z.number(),
    import: z.number(),
    read: z.number(),
    discard: z.number(),
    refresh: z.number(),
    same: z.number(),
  }),
  diagnostics: z.array(diagnosticSchema),
  policies: policiesSchema.describe("What policies objected to."),
  outputs: z.record(z.string(), z.strictObject({ value: json, secret: z.boolean() })),
  seconds: z.number(),
});

/** What is told of one command on one stage. */
export const stageSchema = z.strictObject({
  app: z.string(),
  path: z.string().nullable().describe("The project's folder relative to the repository's root; null when unknown."),
  stage: z.string(),
  command: z.enum(["deploy", "remove", "diff", "refresh"]),
  dryRun: z.boolean().default(false).describe("Whether the run could change nothing: a diff, or a dry run."),
  state: z.enum([
    "queued",
    "deploying",
    "removing",
    "previewing",
    "refreshing",
    "deployed",
    "removed",
    "unchanged",
    "previewed",
    "refreshed",
    "skipped",
    "superseded",
    "cancelled",
    "failed",
  ]),
  reason: z.string().nullable().describe("Why it was skipped or superseded, or that there was nothing to remove."),
  failure: failureSchema.nullable(),
  changeSet: changeSetSchema.nullable(),
  url: z.string().nullable(),
  lastUrl: z.string().nullable().describe("Where the last good deploy answers, as far as known."),
  impact: z
    .strictObject({
      stage: z.string(),
      basis: z.enum(["merge", "head", "unknown"]).describe("Which program was previewed."),
      changeSet: changeSetSchema.nullable(),
      reason: z.string().nullable().describe("Why it is not known."),
    })
    .nullable()
    .describe("What merging the pull request will change in the stage of its base branch; null where nobody asked."),
  pending: z
    .array(z.strictObject({ urn: z.string(), type: z.string() }))
    .describe("Operations that were under way when an engine died."),
  pullRequest: z.number().nullable(),
  branch: z.string().nullable(),
  commit: z.string().nullable().describe("The head commit that is deployed."),
  mergedInto: z.string().nullable().describe("The base branch that the head commit was merged into for this."),
  repositoryUrl: z.string().nullable(),
  actor: z.string(),
  run: z.strictObject({ url: z.string(), attempt: z.number() }).nullable(),
  startedAt: z.string().describe("ISO 8601, UTC."),
  endedAt: z.string().nullable().describe("ISO 8601, UTC."),
});

/** `report.json`: what a run did, for machines. A change that old readers could not read gets another `version`. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    skip: z
      .strictObject({ code: z.string(), reason: z.string() })
      .nullable()
      .describe("Why there was nothing to do for any stage."),
    failure: failureSchema.nullable().describe("What ended the run before it was known which stage it was for."),
    stages: z.array(stageSchema),
  })
  .meta({ title: "Stagewright report" });

/** The text of the published JSON Schema, `docs/report.schema.json`. */
export function reportJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(reportSchema), null, 2)}\n`;
}
