import { z } from "zod";

import { configMap } from "./config-map-input.ts";
import { flag, jobId, oneOf, optional } from "./input-fields.ts";
import { parseInputs } from "./parse-inputs.ts";

const minutes = z
  .string()
  .trim()
  .regex(/^\d+(?:\.\d+)?$/u, "must be a number of minutes")
  .transform(Number)
  .refine((value) => value > 0, "must be more than 0")
  // Timers hold no more than 24 days.
  .refine((value) => value <= 30_000, "must be at most 30000 minutes");
const count = z
  .string()
  .trim()
  .regex(/^[1-9]\d*$/u, "must be a whole number of at least 1")
  .transform(Number);
const names = z.string().transform((text) => text.split(/[\s,]+/u).filter((name) => name !== ""));
const types = names.refine(
  (all) => all.every((type) => /^[^:]+(?::[^:]*)+$/u.test(type)),
  "must hold resource types like `aws:rds:Instance`",
);
const home = z
  .string()
  .trim()
  .regex(
    /^(?:backend|local|local:.+|s3:\/\/.*)$/u,
    "must be `s3://bucket/prefix`, `backend`, `local` or `local:/some/folder`",
  );
const pullRequest = z
  .string()
  .trim()
  .regex(/^(?:[1-9]\d{0,14})?$/u, "must be a pull request's number")
  .transform((text) => (text === "" ? null : Number(text)));

const lines = z.string().transform((text) => text.split("\n").flatMap((line) => line.trim() || []));

/** `URN=ID`, one a line. */
const adopt = z.string().transform((text, context) => {
  const pairs = text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  return new Map(
    pairs.map((pair): [string, string] => {
      const parts = /^(?<urn>urn:pulumi:[^=]+)=(?<id>.+)$/u.exec(pair)?.groups;
      if (parts === undefined) {
        context.addIssue({ code: "custom", message: "must hold `URN=ID` on each line" });
      }
      return [parts?.["urn"] ?? "", parts?.["id"] ?? ""];
    }),
  );
});

/** Every input of action.yml, by its name there. A contract test holds the two together. */
export const inputsSchema = z.strictObject({
  command: oneOf(["auto", "deploy", "remove", "diff", "refresh", "outputs"]),
  stage: optional,
  "pull-request": pullRequest,
  branches: z.string(),
  "working-directory": z.string().trim(),
  app: optional,
  home,
  lock: oneOf(["home", "cache"]),
  throwaway: flag,
  "dry-run": flag,
  adopt,
  "config-from": optional,
  "config-map": configMap,
  target: lines,
  "target-dependents": flag,
  replace: lines,
  "exclude-protected": flag,
  "expect-no-changes": flag,
  plan: optional,
  "pass-env": names,
  comment: oneOf(["on", "changes", "off"]),
  "data-types": types,
  impact: flag,
  deployments: flag,
  environment: optional,
  "commit-status": flag,
  "check-run": flag,
  cache: flag,
  "pulumi-version": optional,
  "pulumi-path": optional,
  "pulumi-mirror": optional,
  "lock-timeout": minutes,
  "engine-grace": minutes,
  "store-timeout": minutes,
  "keep-snapshots": count,
  "inactivity-limit": minutes,
  token: optional,
  "job-id": jobId,
});

export type Inputs = z.infer<typeof inputsSchema>;

/** Reads the inputs by `getInput` (a name in, its text out). One `Failure` names every input that is malformed, and how. */
export function readInputs(getInput: (name: string) => string): Inputs {
  return parseInputs(inputsSchema, getInput, "action.yml");
}
