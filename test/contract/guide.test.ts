import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { root } from "../../scripts/root.ts";
import { evaluate } from "../support/expressions.ts";
import { readExampleStep } from "../support/example-step.ts";
import { type GuideEnvironment, type GuideSetup, setupOf } from "../support/quick-start/guide-setup.ts";
import { guideBlocks, runGuide } from "../support/quick-start/run-guide.ts";

// What the guide's commands create, and what the examples need of it. test/e2e/quick-start.test.ts runs the examples on it.

const values = { REPO: "acme/site", NAME: "acme-site", REGION: "eu-west-1" };
const examples = (await readdir(join(root, "workflows-examples"))).sort();
const texts = new Map(
  await Promise.all(
    examples.map(async (file) => [file, await readFile(join(root, "workflows-examples", file), "utf8")] as const),
  ),
);

const blocks = await guideBlocks();

let setup: GuideSetup;
beforeAll(async () => {
  setup = setupOf(await runGuide({ shell: "sh", values, passphrase: "a passphrase" }));
});

describe("docs/quick-start.md", () => {
  test("has the same effect in another shell", async () => {
    expect(setupOf(await runGuide({ shell: "bash", values, passphrase: "a passphrase" }))).toEqual(setup);
  });

  test.each(blocks)("can be pasted into zsh, too: %#", (block) => {
    // At its prompt zsh knows no comments, and takes `$NAME:e` for a modifier; an empty line ends nothing that was continued.
    expect(block).not.toMatch(/(?:^|\s)#/mu);
    expect(block).not.toMatch(/\$\w+:/u);
    expect(block).not.toMatch(/\\\n\n/u);
  });

  test("makes private buckets that keep what is overwritten", () => {
    expect([...setup.buckets.keys()]).toEqual(["acme-site-preview-state", "acme-site-production-state"]);
    for (const bucket of setup.buckets.values()) {
      expect(bucket).toEqual({ hasVersions: true, isPrivate: true });
    }
  });

  test("gives each environment a role that trusts its jobs alone, in both forms of their names", () => {
    expect([...setup.environments.keys()]).toEqual(["preview", "production", "drift"]);
    for (const [name, { variables }] of setup.environments) {
      const role = setup.roles.get((variables["AWS_ROLE_ARN"] ?? "").replace("arn:aws:iam::123456789012:role/", ""));
      expect(role?.subjects).toEqual([
        `repo:acme/site:environment:${name}`,
        `repo:acme@583231/site@1296269:environment:${name}`,
      ]);
    }
  });

  test("lets previews reach nothing of production's", () => {
    const policies = JSON.stringify(setup.roles.get("acme-site-preview")?.policies);
    expect(policies).toContain("acme-site-preview-state");
    expect(policies).not.toContain("production");
    expect(setup.environments.get("production")?.branches).toEqual(["production"]);
    expect(setup.environments.get("drift")?.branches).toEqual(["main"]);
    expect(JSON.stringify(setup.roles.get("acme-site-drift")?.policies)).not.toMatch(/Put|Delete/u);
  });
});

test("docs/homes.md explains each permission that the guide gives, and no other", async () => {
  const page = await readFile(join(root, "docs/homes.md"), "utf8");
  const explained = [...page.matchAll(/^\| `(?<action>s3:\w+)` \|/gmu)].map(({ groups }) => groups?.["action"] ?? "");
  const policies = setup.roles.get("acme-site-preview")?.policies ?? [];
  const given = policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));

  expect(explained.toSorted()).toEqual(given.toSorted());
});

describe.each([...texts])("%s", (file, text) => {
  test("uses only environments, variables and secrets that the guide creates", async () => {
    const { environmentName } = await readExampleStep(file);
    const places = environmentName === null ? [setup.repository] : namesIn(environmentName, text).map(environmentOf);
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) {
      expect(Object.keys(place.variables)).toEqual(expect.arrayContaining(namesOf("vars", text)));
      expect(Object.keys(place.secrets)).toEqual(expect.arrayContaining(namesOf("secrets", text)));
    }
  });
});

test("pages show no variable and no secret that the guide does not create", async () => {
  const pages = ["README.md", ...(await readdir(join(root, "docs"))).map((name) => `docs/${name}`)];
  const all = await Promise.all(
    pages.filter((page) => page.endsWith(".md")).map((page) => readFile(join(root, page), "utf8")),
  );
  const { variables, secrets } = environmentOf("preview");
  expect(Object.keys(variables)).toEqual(expect.arrayContaining(namesOf("vars", all.join("\n"))));
  expect(Object.keys(secrets)).toEqual(expect.arrayContaining(namesOf("secrets", all.join("\n"))));
});

describe("the environment of a run", () => {
  const push = (branch: string) => ({ event_name: "push", ref_name: branch });
  const pull = { event_name: "pull_request", ref_name: "12/merge" };
  const byHand = (branch: string) => ({ event_name: "workflow_dispatch", ref_name: branch });

  test.each([
    { file: "deploy.yml", github: push("production"), inputs: {}, name: "production" },
    { file: "deploy.yml", github: push("main"), inputs: {}, name: "preview" },
    { file: "deploy.yml", github: push("feature/production"), inputs: {}, name: "preview" },
    { file: "deploy.yml", github: pull, inputs: {}, name: "preview" },
    { file: "deploy.yml", github: byHand("production"), inputs: {}, name: "production" },
    { file: "deploy.yml", github: byHand("main"), inputs: { stage: "production" }, name: "production" },
    { file: "deploy.yml", github: byHand("production"), inputs: { stage: "mona" }, name: "preview" },
    { file: "deploy.yml", github: byHand("production"), inputs: { "pull-request": "12" }, name: "preview" },
    { file: "monorepo.yml", github: push("production"), inputs: {}, name: "production" },
    { file: "monorepo.yml", github: push("main"), inputs: {}, name: "preview" },
    { file: "monorepo.yml", github: pull, inputs: {}, name: "preview" },
    { file: "backend.yml", github: push("production"), inputs: {}, name: "production" },
    { file: "backend.yml", github: pull, inputs: {}, name: "preview" },
    { file: "backend.yml", github: byHand("main"), inputs: { stage: "production" }, name: "production" },
    { file: "backend.yml", github: { event_name: "delete", ref_name: "production" }, inputs: {}, name: "preview" },
    {
      file: "cleanup.yml",
      github: { event_name: "pull_request_target", ref_name: "production" },
      inputs: {},
      name: "preview",
    },
    { file: "cleanup.yml", github: { event_name: "delete", ref_name: "main" }, inputs: {}, name: "preview" },
    { file: "cleanup.yml", github: byHand("production"), inputs: { "pull-request": "12" }, name: "preview" },
    { file: "cleanup.yml", github: byHand("production"), inputs: { stage: "production" }, name: "production" },
  ])("$file: $github with $inputs is $name", async ({ file, github, inputs, name }) => {
    const { environmentName } = await readExampleStep(file);

    expect(evaluate(environmentName ?? "", { github, inputs })).toBe(name);
  });
});

test("a repository whose production branch is main chooses the environment by that", async () => {
  const page = await readFile(join(root, "docs/quick-start.md"), "utf8");
  const [expression = ""] = /(?<=^ {2}name: ).+$/mu.exec(page) ?? [];
  const name = (ref: string, inputs = {}) => evaluate(expression, { github: { ref_name: ref }, inputs });

  expect(["main", "12/merge", "feature/main"].map((ref) => name(ref))).toEqual(["production", "preview", "preview"]);
  expect(name("main", { stage: "production" })).toBe("production");
  expect(name("main", { "pull-request": "12" })).toBe("preview");
  expect(name("main", { stage: "mona" })).toBe("preview");
});

function environmentOf(name: string): GuideEnvironment {
  const found = setup.environments.get(name);
  if (found === undefined) {
    throw new Error(`The guide creates no environment ${name}.`);
  }
  return found;
}

const formSchema = z.looseObject({
  on: z.looseObject({
    workflow_dispatch: z.looseObject({
      inputs: z.looseObject({ environment: z.looseObject({ options: z.array(z.string()) }) }),
    }),
  }),
});

/** All names that a job's environment can have: a form's options, the texts that an expression comes to, or the one name itself. */
function namesIn(name: string, workflow: string): string[] {
  if (name === "${{ inputs.environment }}") {
    return formSchema.parse(parse(workflow)).on.workflow_dispatch.inputs.environment.options;
  }
  const results = [...name.matchAll(/(?:&&|\|\|)\s*'(?<result>[^']+)'/gu)].map(
    ({ groups }) => groups?.["result"] ?? "",
  );
  return name.includes("${{") ? results : [name];
}

/** The variables or secrets that a text's expressions name. */
function namesOf(context: "vars" | "secrets", text: string): string[] {
  const found = [...text.matchAll(new RegExp(`(?<=\\$\\{\\{[^}]*\\b)${context}\\.(?<name>\\w+)`, "gu"))];
  return [...new Set(found.map(({ groups }) => groups?.["name"] ?? ""))];
}
