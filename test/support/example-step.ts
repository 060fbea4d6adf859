import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { root } from "../../scripts/root.ts";

const text = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const stepSchema = z.looseObject({
  uses: z.string().optional(),
  with: z.record(z.string(), text).default({}),
  env: z.record(z.string(), text).default({}),
});
const jobSchema = z.looseObject({
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  steps: z.array(stepSchema),
});
const workflowSchema = z.looseObject({ jobs: z.record(z.string(), jobSchema) });

/** What a workflow of workflows-examples/ gives to the action's step, and its job to the token. Expressions are left as they stand. */
export async function readExampleStep(file: string): Promise<{
  readonly inputs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: Readonly<Record<string, "read" | "write">>;
}> {
  const { jobs } = workflowSchema.parse(parse(await readFile(join(root, "workflows-examples", file), "utf8")));
  const steps = Object.values(jobs).flatMap(({ steps: all, permissions }) =>
    all.map((step) => ({ ...step, permissions })),
  );
  const step = steps.find(({ uses }) => uses?.startsWith("stagewright/stagewright@"));
  if (step === undefined) {
    throw new Error(`${file} has no step with the action`);
  }
  return { inputs: step.with, environment: step.env, permissions: step.permissions };
}

/** Fills in `${{ vars.NAME }}`, `${{ secrets.NAME }}` and the like; an expression that no value is given for is an error. */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\$\{\{\s*(?<name>[\w.-]+)\s*\}\}/gu, (_, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(`no value is given for ${name}`);
    }
    return value;
  });
}
