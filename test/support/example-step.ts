import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { root } from "../../scripts/root.ts";

const text = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const stepSchema = z.looseObject({
  id: z.string().optional(),
  uses: z.string().optional(),
  if: z.string().optional(),
  with: z.record(z.string(), text).default({}),
  env: z.record(z.string(), text).default({}),
});
const jobSchema = z.looseObject({
  environment: z.looseObject({ name: z.string() }).optional(),
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  steps: z.array(stepSchema),
});
const workflowSchema = z.looseObject({ jobs: z.record(z.string(), jobSchema) });

/** A step of an example with Stagewright's action, and what its job has. Expressions are left as they are. */
export type ExampleStep = {
  /** The action's folder in this repository. */
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** What the job lets its token do. */
  readonly permissions: Readonly<Record<string, "read" | "write">>;
  /** The name of the job's GitHub environment; null for a job without one. */
  readonly environmentName: string | null;
  /** What the step before it asks AWS for; null where there is none. */
  readonly credentials: { readonly role: string; readonly region: string } | null;
};

/** Reads the first step with one of Stagewright's actions (`action`: which) from a workflow of workflows-examples/. */
export async function readExampleStep(file: string, action?: string): Promise<ExampleStep> {
  const { jobs } = workflowSchema.parse(parse(await readFile(join(root, "workflows-examples", file), "utf8")));
  for (const { steps, permissions, environment } of Object.values(jobs)) {
    for (const step of steps) {
      const folder = /^stagewright\/stagewright(?:\/(?<folder>[^@]+))?@/u.exec(step.uses ?? "")?.groups;
      if (folder !== undefined && (action === undefined || folder["folder"] === action)) {
        return {
          action: folder["folder"] ?? ".",
          inputs: step.with,
          environment: step.env,
          permissions,
          environmentName: environment?.name ?? null,
          credentials: credentialsOf(steps),
        };
      }
    }
  }
  throw new Error(`${file} has no step with the action`);
}

function credentialsOf(steps: readonly z.infer<typeof stepSchema>[]): ExampleStep["credentials"] {
  const step = steps.find(({ uses }) => uses?.startsWith("aws-actions/configure-aws-credentials@"));
  return step === undefined ? null : { role: step.with["role-to-assume"] ?? "", region: step.with["aws-region"] ?? "" };
}
