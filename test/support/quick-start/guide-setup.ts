import { z } from "zod";

import type { GuideCall } from "./run-guide.ts";

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const policySchema = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.array(z.strictObject({ Effect: z.literal("Allow"), Action: texts, Resource: texts })),
});
const trustSchema = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.tuple([
    z.strictObject({
      Effect: z.literal("Allow"),
      Principal: z.strictObject({ Federated: z.string() }),
      Action: z.literal("sts:AssumeRoleWithWebIdentity"),
      Condition: z.strictObject({
        StringEquals: z.strictObject({
          "token.actions.githubusercontent.com:aud": z.literal("sts.amazonaws.com"),
          "token.actions.githubusercontent.com:sub": z.array(z.string()),
        }),
      }),
    }),
  ]),
});

export type Policy = z.infer<typeof policySchema>;
export type GuideBucket = { hasVersions: boolean; isPrivate: boolean };
export type GuideRole = { readonly subjects: readonly string[]; readonly policies: Policy[] };
/** `branches` are those that alone may use it; null for all. */
export type GuideEnvironment = {
  readonly variables: Record<string, string>;
  readonly secrets: Record<string, string>;
  branches: string[] | null;
};

/** What there is in AWS and on GitHub after the guide's commands. */
export type GuideSetup = {
  readonly buckets: Map<string, GuideBucket>;
  /** By name. */
  readonly roles: Map<string, GuideRole>;
  readonly environments: Map<string, GuideEnvironment>;
  readonly repository: GuideEnvironment;
};

/** Follows the calls of `aws` and `gh`; one that changes something which it does not know is an error, as is one about what is not there. */
export function setupOf(calls: readonly GuideCall[]): GuideSetup {
  const repository: GuideEnvironment = { variables: {}, secrets: {}, branches: null };
  const setup: GuideSetup = { buckets: new Map(), roles: new Map(), environments: new Map(), repository };
  for (const call of calls) {
    const line = [call.program, ...call.args].join(" ");
    const follow = Object.entries(rules).find(([begin]) => line.startsWith(begin))?.[1];
    if (follow === undefined) {
      throw new Error(`The guide calls what its test does not know: ${line}`);
    }
    follow(setup, call);
  }
  return setup;
}

const rules: Readonly<Record<string, (setup: GuideSetup, call: GuideCall) => void>> = {
  "aws s3 mb ": ({ buckets }, { args }) => {
    buckets.set((args[2] ?? "").replace("s3://", ""), { hasVersions: false, isPrivate: false });
  },
  "aws s3api put-public-access-block ": ({ buckets }, { args }) => {
    const all = "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true";
    one(buckets, option(args, "--bucket")).isPrivate = option(args, "--public-access-block-configuration") === all;
  },
  "aws s3api put-bucket-versioning ": ({ buckets }, { args }) => {
    one(buckets, option(args, "--bucket")).hasVersions =
      option(args, "--versioning-configuration") === "Status=Enabled";
  },
  "aws s3api put-bucket-lifecycle-configuration ": ({ buckets }, { args }) => {
    one(buckets, option(args, "--bucket"));
    JSON.parse(option(args, "--lifecycle-configuration"));
  },
  "aws iam create-open-id-connect-provider ": () => undefined,
  "aws iam create-role ": ({ roles }, { args }) => {
    const { Statement } = trustSchema.parse(JSON.parse(option(args, "--assume-role-policy-document")));
    const subjects = Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"];
    roles.set(option(args, "--role-name"), { subjects, policies: [] });
  },
  "aws iam put-role-policy ": ({ roles }, { args }) => {
    one(roles, option(args, "--role-name")).policies.push(
      policySchema.parse(JSON.parse(option(args, "--policy-document"))),
    );
  },
  "aws iam attach-role-policy ": ({ roles }, { args }) => {
    one(roles, option(args, "--role-name"));
  },
  "aws sts get-caller-identity ": () => undefined,
  "gh api --method PUT ": ({ environments }, { args }) => {
    const name = environmentIn(args[3]);
    const environment = environments.get(name) ?? { variables: {}, secrets: {}, branches: null };
    environment.branches = args.includes("deployment_branch_policy[custom_branch_policies]=true") ? [] : null;
    environments.set(name, environment);
  },
  "gh api --method POST ": ({ environments }, { args }) => {
    const { branches } = one(environments, environmentIn(args[3]?.replace("/deployment-branch-policies", "")));
    branches?.push(option(args, "-f").replace("name=", ""));
  },
  "gh api repos/": () => undefined,
  "gh variable set ": (setup, { args }) => {
    placeOf(setup, args).variables[args[2] ?? ""] = option(args, "--body");
  },
  "gh secret set ": (setup, { args, stdin }) => {
    placeOf(setup, args).secrets[args[2] ?? ""] = stdin;
  },
  "git push ": () => undefined,
};

function placeOf(setup: GuideSetup, args: readonly string[]): GuideEnvironment {
  return args.includes("--env") ? one(setup.environments, option(args, "--env")) : setup.repository;
}

function environmentIn(path = ""): string {
  return /^repos\/[^/]+\/[^/]+\/environments\/(?<name>[\w-]+)$/u.exec(path)?.groups?.["name"] ?? "";
}

function option(args: readonly string[], name: string): string {
  const value = args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
  if (value === undefined || value === "") {
    throw new Error(`The guide gives no ${name} in ${args.join(" ")}`);
  }
  return value;
}

function one<Value>(all: ReadonlyMap<string, Value>, name: string): Value {
  const found = all.get(name);
  if (found === undefined) {
    throw new Error(`The guide uses ${name} before it creates it.`);
  }
  return found;
}
