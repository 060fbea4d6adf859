import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { root } from "../../scripts/root.ts";
import { readInputs } from "../../src/entry/inputs.ts";
import { withFormFields } from "../../src/entry/form-fields.ts";
import { requestOf } from "../../src/entry/request.ts";
import { readRunner } from "../../src/entry/runner.ts";
import { parseEvent } from "../../src/events/parse-event.ts";
import { resolveTarget } from "../../src/events/resolve-target.ts";
import { readExampleStep } from "../support/example-step.ts";

const actionSchema = z.looseObject({ inputs: z.record(z.string(), z.looseObject({ default: z.string() })) });
const { inputs: defaults } = actionSchema.parse(parse(await readFile(join(root, "action.yml"), "utf8")));

const commit = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
const common = { repository: { id: 1, full_name: "acme/shop", default_branch: "main" }, sender: { login: "octocat" } };

describe("with the quick start's deploy.yml", () => {
  test.each([
    ["main", "main", false],
    ["production", "production", false],
    ["feature/Login_2", "feature-Login-2", true],
  ])("a push to %s deploys stage %s", async (branch, stage, ephemeral) => {
    const target = await targetOf("deploy.yml", "push", push(branch));

    expect(target).toMatchObject({ kind: "stage", command: "deploy", stage, ephemeral });
  });

  test.each(["opened", "reopened", "synchronize"])("pull request 12, when %s, deploys pr-12", async (action) => {
    const target = await targetOf("deploy.yml", "pull_request", pullRequest(action));

    expect(target).toMatchObject({ kind: "stage", command: "deploy", stage: "pr-12", ephemeral: true });
  });

  test("the form is what a run by hand goes by", async () => {
    const form = { command: "diff", stage: "", "pull-request": "12" };
    const target = await targetOf("deploy.yml", "workflow_dispatch", dispatch(form));

    expect(target).toMatchObject({ kind: "stage", command: "diff", stage: "pr-12" });
  });

  test("an empty form deploys the branch's stage", async () => {
    const form = { command: "deploy", stage: "", "pull-request": "" };
    const target = await targetOf("deploy.yml", "workflow_dispatch", dispatch(form));

    expect(target).toMatchObject({ kind: "stage", command: "deploy", stage: "main" });
  });
});

describe("with the quick start's cleanup.yml", () => {
  test("closing pull request 12 removes pr-12", async () => {
    const target = await targetOf("cleanup.yml", "pull_request_target", pullRequest("closed"));

    expect(target).toMatchObject({ kind: "stage", command: "remove", stage: "pr-12", asked: false });
  });

  test("deleting a branch removes its stage", async () => {
    const target = await targetOf("cleanup.yml", "delete", deletion("feature/Login_2"));

    expect(target).toMatchObject({ kind: "stage", command: "remove", stage: "feature-Login-2", asked: false });
  });

  test("deleting a long-lived branch removes nothing", async () => {
    const target = await targetOf("cleanup.yml", "delete", deletion("production"));

    expect(target).toMatchObject({ kind: "skip", code: "not-ephemeral" });
  });

  test.each([
    [{ "pull-request": "12", stage: "" }, "pr-12"],
    [{ "pull-request": "", stage: "production" }, "production"],
  ])("a run by hand with %o removes %s", async (form, stage) => {
    const target = await targetOf("cleanup.yml", "workflow_dispatch", dispatch(form));

    expect(target).toMatchObject({ kind: "stage", command: "remove", stage, asked: true });
  });

  test("a run by hand with an empty form removes nothing", async () => {
    const target = targetOf("cleanup.yml", "workflow_dispatch", dispatch({ "pull-request": "", stage: "" }));

    await expect(target).rejects.toMatchObject({ code: "stage-missing" });
  });
});

/** What an example's own step makes of an event: its `with:`, and action.yml's defaults for the rest. */
async function targetOf(file: string, name: string, payload: object) {
  const step = await readExampleStep(file);
  const getInput = (input: string) => step.inputs[input] ?? defaults[input]?.default ?? "";
  const event = parseEvent(name, payload);
  const inputs = readInputs(withFormFields(getInput, event));
  const runner = readRunner({
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: "event.json",
    GITHUB_SHA: commit,
  });
  return resolveTarget(event, requestOf({ inputs, runner, event }).rules);
}

function push(branch: string): object {
  return { ...common, ref: `refs/heads/${branch}`, before: "0".repeat(40), after: commit, deleted: false };
}

function deletion(branch: string): object {
  return { ...common, ref: branch, ref_type: "branch" };
}

function dispatch(inputs: object): object {
  return { ...common, ref: "refs/heads/main", inputs };
}

function pullRequest(action: string): object {
  const head = { ref: "greeting", sha: commit, repo: { id: 1 } };
  return { ...common, action, pull_request: { number: 12, title: "Add a greeting", head, base: { ref: "main" } } };
}
