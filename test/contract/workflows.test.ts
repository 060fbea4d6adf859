import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { checkWorkflows } from "../../scripts/check-workflows.ts";
import { root } from "../../scripts/root.ts";
import { stepInputsSchema } from "../../src/entry/step-inputs.ts";
import { inputsSchema } from "../../src/entry/inputs.ts";
import { withFormFields } from "../../src/entry/form-fields.ts";
import { evaluate } from "../support/expressions.ts";

const stepSchema = z.looseObject({
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const workflowSchema = z.looseObject({
  on: z.record(
    z.string(),
    z
      .looseObject({
        types: z.array(z.string()).optional(),
        branches: z.array(z.string()).optional(),
        inputs: z.record(z.string(), z.unknown()).optional(),
      })
      .nullable()
      // A schedule is a list.
      .or(z.array(z.unknown()).transform(() => null)),
  ),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.strictObject({ group: z.string(), "cancel-in-progress": z.union([z.boolean(), z.string()]) }),
  jobs: z.record(
    z.string(),
    z.looseObject({ permissions: z.record(z.string(), z.string()), steps: z.array(stepSchema) }),
  ),
});

type Workflow = z.infer<typeof workflowSchema>;

const everyExample = await load("workflows-examples");
const own = await load(".github/workflows");
const all = [...everyExample, ...own];
/** Those that deploy or remove; the others only look after stages. */
const examples = everyExample.filter(({ workflow }) => stepsOf(workflow, "stagewright/stagewright@").length > 0);

describe("every workflow", () => {
  test("is right by actionlint, and has no hole that zizmor knows", { timeout: 120_000 }, async () => {
    expect(await checkWorkflows()).toBe("");
  });

  test.each(all)("$file takes other people's actions by commit, and says which version that is", ({ text }) => {
    const uses = [...text.matchAll(/uses: (?<action>.+)/gu)].map((match) => match.groups?.["action"] ?? "");
    const foreign = uses.filter((action) => !action.startsWith("stagewright/"));

    expect(uses.length).toBeGreaterThan(0);
    for (const action of foreign) {
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u);
    }
  });

  test.each(all)("$file grants nothing but what a comment gives a reason for", ({ text, workflow }) => {
    expect(workflow.permissions).toEqual({});
    for (const [name, level] of Object.values(workflow.jobs).flatMap((job) => Object.entries(job.permissions))) {
      expect(text).toMatch(new RegExp(`^ +${name}: ${level} # [A-Z].+\\.$`, "mu"));
    }
  });

  test.each(all)("$file leaves no token behind a checkout", ({ workflow }) => {
    const checkouts = stepsOf(workflow, "actions/checkout");

    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });
});

describe.each(examples)("$file", ({ workflow }) => {
  test("gives the action inputs that it has", () => {
    const steps = stepsOf(workflow, "stagewright/stagewright");

    expect(steps.map((step) => step.uses)).toEqual(["stagewright/stagewright@v1"]);
    for (const name of Object.keys(steps[0]?.with ?? {})) {
      expect(Object.keys(inputsSchema.shape)).toContain(name);
    }
  });

  test("has no form field that the action does not read", () => {
    const fields = Object.keys(workflow.on["workflow_dispatch"]?.inputs ?? {});
    const read = fields.map((field) => [field, fromForm(field)]);

    expect(read).toEqual(fields.map((field) => [field, "filled in"]));
  });

  test("lets a deploy that was begun end", () => {
    expect(workflow.concurrency["cancel-in-progress"]).toBe(false);
  });
});

describe("toolkit.yml", () => {
  const workflow = workflowOf("toolkit.yml");
  const steps = stepsOf(workflow, "stagewright/stagewright/actions/");

  test("has a step for each command of the form, with inputs that it has", async () => {
    const form = z
      .object({ options: z.array(z.string()) })
      .parse(workflow.on["workflow_dispatch"]?.inputs?.["command"]);
    expect(stepInputsSchema.shape.command.safeParse("deploy").success).toBe(false);
    for (const command of form.options) {
      expect(stepInputsSchema.shape.command.safeParse(command).success).toBe(true);
    }
    for (const step of steps) {
      const folder = /actions\/\w+/u.exec(step.uses ?? "")?.[0] ?? "";
      const { inputs } = z
        .object({ inputs: z.record(z.string(), z.unknown()) })
        .parse(parse(await readFile(join(root, folder, "action.yml"), "utf8")));
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    }
    expect(steps).toHaveLength(3);
  });

  test("waits for no deploy, which may be what hangs", () => {
    expect(workflow.concurrency.group).toContain("github.run_id");
    expect(stepsOf(workflow, "actions/checkout")).toEqual([]);
  });
});

test("drift.yml only looks, with inputs that the action has", () => {
  const [look, ...others] = stepsOf(workflowOf("drift.yml"), "stagewright/");
  expect(others).toEqual([]);
  expect(look).toMatchObject({ uses: "stagewright/stagewright/actions/refresh@v1", with: { "dry-run": true } });
  expect(Object.keys(inputsSchema.shape)).toEqual(expect.arrayContaining(Object.keys(look?.with ?? {})));
});

describe("the quick start's two files", () => {
  const deploy = workflowOf("deploy.yml");
  const cleanup = workflowOf("cleanup.yml");

  test("deploy on a push to a listed branch and on a pull request", () => {
    expect(Object.keys(deploy.on)).toEqual(["push", "pull_request", "workflow_dispatch"]);
    expect(deploy.on["push"]?.branches?.length).toBeGreaterThan(0);
    expect(deploy.on["pull_request"]?.types).toEqual(["opened", "reopened", "synchronize"]);
  });

  test("remove from the default branch's file, without a checkout", () => {
    expect(Object.keys(cleanup.on)).toEqual(["pull_request_target", "delete", "workflow_dispatch"]);
    expect(cleanup.on["pull_request_target"]?.types).toEqual(["closed"]);
    expect(stepsOf(cleanup, "actions/checkout")).toEqual([]);
    expect(stepsOf(cleanup, "stagewright/stagewright")[0]?.with?.["command"]).toBe("remove");
  });

  test("name the same long-lived branches", () => {
    const branches = [deploy, cleanup].map((workflow) => stepsOf(workflow, "stagewright/")[0]?.with?.["branches"]);

    expect(branches).toEqual(["production", "production"]);
  });
});

describe("the concurrency group", () => {
  const pull = { event_name: "pull_request", ref: "refs/pull/12/merge", event: { pull_request: { number: 12 } } };
  const closed = { event_name: "pull_request_target", ref: "refs/heads/main", event: { pull_request: { number: 12 } } };
  const push = { event_name: "push", ref: "refs/heads/feature/x", event: {} };
  const removed = { event_name: "delete", ref: "refs/heads/main", event: { ref: "feature/x" } };
  const byHand = { event_name: "workflow_dispatch", ref: "refs/heads/main", event: {} };

  test.each(examples)("$file: is a pull request's or a branch's own", ({ workflow }) => {
    const group = (github: Readonly<Record<string, unknown>>) =>
      evaluate(workflow.concurrency.group, { github, inputs: {} });

    expect(group(pull)).toBe("stagewright-pr-12");
    expect(group(push)).toBe("stagewright-refs/heads/feature/x");
  });

  test.each(examples.filter(({ workflow }) => "delete" in workflow.on))(
    "$file: a removal waits for the deploy of the same stage",
    ({ workflow }) => {
      const group = (github: Readonly<Record<string, unknown>>) =>
        evaluate(workflow.concurrency.group, { github, inputs: {} });

      expect(group(closed)).toBe(group(pull));
      expect(group(removed)).toBe(group(push));
    },
  );

  test.each(examples.filter(({ workflow }) => "workflow_dispatch" in workflow.on))(
    "$file: a manual run for a stage or pull request takes no waiting deploy's place",
    ({ workflow }) => {
      const group = (inputs: Readonly<Record<string, string>>) =>
        evaluate(workflow.concurrency.group, { github: byHand, inputs });

      expect(group({ "pull-request": "12" })).toBe("stagewright-pr-12");
      expect(group({ stage: "production" })).toBe("stagewright-stage-production");
      expect(group({})).toBe("stagewright-refs/heads/main");
    },
  );
});

async function load(folder: string): Promise<{ file: string; text: string; workflow: Workflow }[]> {
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith(".yml")).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(root, folder, name), "utf8");
      return { file: `${folder}/${name}`, text, workflow: workflowSchema.parse(parse(text)) };
    }),
  );
}

function workflowOf(name: string): Workflow {
  const found = everyExample.find(({ file }) => file.endsWith(`/${name}`));
  if (found === undefined) {
    throw new Error(`there is no workflows-examples/${name}`);
  }
  return found.workflow;
}

function stepsOf(workflow: Workflow, action: string) {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  return steps.filter((step) => step.uses?.startsWith(action));
}

/** What the action reads for an input that only a manual run's form gives. */
function fromForm(field: string): string {
  const repository = { id: 1, owner: "acme", name: "shop", defaultBranch: "main" };
  const event = {
    kind: "manual" as const,
    by: "workflow_dispatch",
    ref: "refs/heads/main",
    inputs: { [field]: "filled in" },
    repository,
    sender: "ann",
  };
  return withFormFields((name) => (name === "command" ? "auto" : ""), event)(field);
}
