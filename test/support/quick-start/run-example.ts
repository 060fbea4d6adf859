import { z } from "zod";

import { type Contexts, evaluate } from "../expressions.ts";
import { readExampleStep } from "../example-step.ts";
import { githubActions } from "../github/state.ts";
import { s3Environment } from "../s3-servers.ts";
import type { RunResult, SiteWorld } from "../site-world.ts";
import type { GuideEnvironment, GuideSetup } from "./guide-setup.ts";

export type ExampleRun = {
  readonly file: string;
  /** Which of Stagewright's actions, where a file has several. */
  readonly action?: string;
  readonly event: { readonly name: string; readonly payload: unknown };
};

/** Where the jobs of the examples run: a repository that was set up by the guide. */
export type ExamplePlace = {
  readonly world: SiteWorld;
  readonly setup: GuideSetup;
  /** What the values of variables become, such as a bucket's name on a test server; `role` is the one that the job has assumed. */
  readonly localValue: (variable: {
    readonly name: string;
    readonly value: string;
    readonly role: string | null;
  }) => string;
  /** What the machine has in its environment besides. */
  readonly environment?: Readonly<Record<string, string>>;
};

/**
 * Runs an example's step as GitHub would: in the environment that its job names, which must admit the run's branch, with the variables and
 * secrets of that environment, a role that trusts that job, and a token that may do what the job says.
 */
export async function runExample(place: ExamplePlace, run: ExampleRun): Promise<RunResult> {
  const { world, setup } = place;
  const step = await readExampleStep(run.file, run.action);
  const github = githubContext(run.event);
  const inputs = inputsSchema.parse(run.event.payload).inputs;
  const name = step.environmentName === null ? null : evaluate(step.environmentName, { github, inputs });
  const environment = name === null ? setup.repository : admitted(setup, name, github.ref_name);
  const contexts: Contexts = { github, inputs, vars: environment.variables, secrets: environment.secrets };

  const role = step.credentials === null ? null : assumed(setup, { step: step.credentials, name, contexts });
  const vars = Object.fromEntries(
    Object.entries(environment.variables).map(([key, value]) => [key, place.localValue({ name: key, value, role })]),
  );
  const filledIn = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, evaluate(value, { ...contexts, vars })]));

  const { state, token } = world.github;
  const permissions = Object.entries(step.permissions).map(
    ([key, level]) => [key.replaceAll("-", "_"), level] as const,
  );
  state.tokens.set(token, { user: githubActions, kind: "app", permissions: Object.fromEntries(permissions) });
  return world.run({
    action: step.action,
    event: run.event,
    inputs: filledIn(step.inputs),
    environment: {
      ...(step.credentials === null ? {} : s3Environment),
      RUNNER_ENVIRONMENT: step.credentials === null ? "self-hosted" : "github-hosted",
      GITHUB_REPOSITORY: `${state.repository.owner}/${state.repository.name}`,
      GITHUB_REPOSITORY_ID: String(state.repository.id),
      ...place.environment,
      ...filledIn(step.environment),
    },
  });
}

const inputsSchema = z.object({ inputs: z.record(z.string(), z.string()).default({}) });
const refSchema = z.object({ ref: z.string() });
const pullSchema = z.object({ pull_request: z.object({ number: z.number(), base: z.object({ ref: z.string() }) }) });

/** What GitHub says of a run: https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows */
function githubContext({ name, payload }: ExampleRun["event"]) {
  const ref = refOf(name, payload);
  return { event_name: name, event: payload, ref, ref_name: ref.replace(/^refs\/(?:heads|tags|pull)\//u, "") };
}

function refOf(name: string, payload: unknown): string {
  if (name === "pull_request") {
    return `refs/pull/${pullSchema.parse(payload).pull_request.number}/merge`;
  }
  if (name === "pull_request_target") {
    return `refs/heads/${pullSchema.parse(payload).pull_request.base.ref}`;
  }
  return name === "push" || name === "workflow_dispatch" ? refSchema.parse(payload).ref : "refs/heads/main";
}

function admitted(setup: GuideSetup, name: string, branch: string): GuideEnvironment {
  const environment = setup.environments.get(name);
  if (environment === undefined) {
    throw new Error(`The guide creates no environment ${name}.`);
  }
  if (environment.branches !== null && !environment.branches.includes(branch)) {
    throw new Error(`Branch "${branch}" is not allowed to deploy to ${name} due to environment protection rules.`);
  }
  return environment;
}

/** The name of the role that AWS gives the job; one that does not trust it is an error. */
function assumed(
  { roles }: GuideSetup,
  asked: {
    readonly step: { readonly role: string; readonly region: string };
    readonly name: string | null;
    readonly contexts: Contexts;
  },
): string {
  evaluate(asked.step.region, asked.contexts);
  const arn = evaluate(asked.step.role, asked.contexts);
  const role = /^arn:aws:iam::123456789012:role\/(?<name>.+)$/u.exec(arn)?.groups?.["name"] ?? "";
  const subjects = roles.get(role)?.subjects ?? [];
  for (const repository of ["acme/site", "acme@583231/site@1296269"]) {
    if (!subjects.includes(`repo:${repository}:environment:${asked.name}`)) {
      throw new Error(`Not authorized to perform sts:AssumeRoleWithWebIdentity: ${arn}`);
    }
  }
  return role;
}
