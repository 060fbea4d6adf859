import { describe, expect, it } from "vitest";

import { unusedFields } from "../../../src/entry/form-fields.ts";
import { inputUses } from "../../../src/entry/input-uses.ts";
import { readInputs } from "../../../src/entry/inputs.ts";
import { rulesOf } from "../../../src/entry/request.ts";
import { sayUnused, unusedInputs } from "../../../src/entry/unused-inputs.ts";
import type { Event } from "../../../src/events/event.ts";
import { resolveTarget } from "../../../src/events/resolve-target.ts";
import { branchEvent, deletedBranch, manualEvent, pullRequestEvent, tagEvent } from "../events/given.ts";

const repository = { id: 7, owner: "acme", name: "shop", defaultBranch: "main" };
const schedule: Event = { kind: "schedule", repository, sender: "octocat" };

function unused(
  event: Event,
  given: Readonly<Record<string, string>>,
  kind: "self-hosted" | "github-hosted" | null = null,
) {
  const usual = new Map(Object.entries(inputUses).map(([name, use]) => [name, use.default]));
  const getInput = (name: string) => given[name] ?? usual.get(name) ?? "";
  const inputs = readInputs(getInput);
  const target = resolveTarget(event, rulesOf(inputs, null));
  return unusedInputs({ inputs, getInput, event, target, runner: { kind } });
}

/** The names of what is not used: those that only this event has no use for in brackets. */
const names = (...run: Parameters<typeof unused>) =>
  unused(...run).map(({ what, byEvent }) => {
    const name = what.replaceAll(/^Input `|`$/gu, "");
    return byEvent ? `(${name})` : name;
  });

describe("an input that is given and not used", () => {
  it.each([
    ["nothing is given", branchEvent("main"), {}, []],
    ["a default is given", branchEvent("main"), { comment: "on", "lock-timeout": "30", adopt: " " }, []],
    [
      "all that a push's deploy uses",
      branchEvent("main"),
      { "config-map": "a: b", target: "**::a", branches: "main=x", "keep-snapshots": "3", home: "local" },
      [],
    ],
    ["pull-request and a push", branchEvent("main"), { "pull-request": "12" }, ["pull-request"]],
    ["pull-request and that pull request", pullRequestEvent("opened"), { "pull-request": "12" }, []],
    ["pull-request and another one", pullRequestEvent("opened"), { "pull-request": "13" }, ["pull-request"]],
    ["pull-request by hand", manualEvent(), { "pull-request": "12" }, []],
    ["impact and a push", branchEvent("main"), { impact: "true" }, ["(impact)"]],
    ["impact and a pull request", pullRequestEvent("opened"), { impact: "true" }, []],
    ["impact and a closed one", pullRequestEvent("closed"), { impact: "true" }, ["(impact)"]],
    ["impact and a dry run", pullRequestEvent("opened"), { impact: "true", "dry-run": "true" }, ["impact"]],
    ["comment and a push", branchEvent("main"), { comment: "changes" }, ["(comment)"]],
    ["no comment and a push", branchEvent("main"), { comment: "off" }, []],
    ["comment by hand for a pull request", manualEvent(), { comment: "changes", "pull-request": "12" }, []],
    ["adopt and a deploy", branchEvent("main"), { command: "deploy", adopt: "urn:pulumi:a=b" }, ["adopt"]],
    ["adopt and a deploy that the event chose", branchEvent("main"), { adopt: "urn:pulumi:a=b" }, ["(adopt)"]],
    [
      "adopt and a dry refresh",
      manualEvent(),
      { command: "refresh", "dry-run": "true", adopt: "urn:pulumi:a=b" },
      ["adopt"],
    ],
    [
      "a refresh",
      manualEvent(),
      { command: "refresh", "config-map": "a: b", "config-from": "x", replace: "**::a", plan: "p" },
      ["config-from", "config-map", "replace", "plan"],
    ],
    [
      "a removal",
      deletedBranch("x"),
      { "config-map": "a: b", "check-run": "true", "commit-status": "true", deployments: "true" },
      ["(config-map)", "(commit-status)", "(check-run)"],
    ],
    [
      "exclude-protected and a deploy",
      manualEvent(),
      { command: "deploy", "exclude-protected": "true" },
      ["exclude-protected"],
    ],
    ["target-dependents alone", manualEvent(), { "target-dependents": "true" }, ["target-dependents"]],
    ["environment alone", branchEvent("main"), { environment: "x" }, ["environment"]],
    ["environment with deployments", branchEvent("main"), { environment: "x", deployments: "true" }, []],
    [
      "settings of homes",
      branchEvent("main"),
      { home: "local", "store-timeout": "3", "keep-snapshots": "4", throwaway: "true" },
      ["throwaway", "store-timeout"],
    ],
    [
      "settings of other homes",
      branchEvent("main"),
      { "store-timeout": "3", "keep-snapshots": "4", throwaway: "true" },
      ["throwaway", "store-timeout", "keep-snapshots"],
    ],
    [
      "locks of a home without",
      branchEvent("main"),
      { "lock-timeout": "3", "engine-grace": "4" },
      ["lock-timeout", "engine-grace"],
    ],
    ["locks in the cache", branchEvent("main"), { "lock-timeout": "3", "engine-grace": "4", lock: "cache" }, []],
    [
      "locks and a dry run",
      branchEvent("main"),
      { home: "s3://shop-state", "lock-timeout": "3", "dry-run": "true" },
      ["lock-timeout"],
    ],
    [
      "locks and a preview",
      branchEvent("main"),
      { home: "s3://shop-state", "lock-timeout": "3", command: "diff" },
      ["lock-timeout"],
    ],
    [
      "a mirror beside a path",
      branchEvent("main"),
      { "pulumi-path": "/p", "pulumi-mirror": "http://m" },
      ["pulumi-mirror"],
    ],
    [
      "outputs",
      manualEvent(),
      {
        home: "s3://shop-state",
        command: "outputs",
        target: "**::a",
        "pass-env": "A",
        comment: "changes",
        "pulumi-path": "/p",
      },
      ["target", "pass-env", "comment", "pulumi-path"],
    ],
    ["outputs of a backend", manualEvent(), { command: "outputs", "pass-env": "A", "pulumi-path": "/p" }, []],
    ["branches by schedule", schedule, { branches: "main=x", command: "refresh", stage: "x" }, ["(branches)"]],
    [
      "nothing is done by schedule",
      schedule,
      { stage: "x", target: "**::a", comment: "changes", home: "s3://shop-state" },
      ["(stage)", "(target)"],
    ],
    ["nothing is done for a tag", tagEvent("v1"), { "config-map": "a: b" }, ["(config-map)"]],
  ] as const)("%s", (...[, event, given, expected]) => {
    expect(names(event, given)).toEqual(expected);
  });

  it("is told from what the runner's machine makes useless", () => {
    const given = { home: "local", throwaway: "true" };
    expect(names(branchEvent("main"), given, "github-hosted")).toEqual([]);
    expect(names(branchEvent("main"), given, "self-hosted")).toEqual(["throwaway"]);
  });

  it("is said once, with the reason: as a warning unless it is the event's doing", () => {
    const said: string[] = [];
    const log = {
      info: (text: string) => void said.push(`info ${text}`),
      warning: (text: string) => void said.push(`warning ${text}`),
      error: () => undefined,
      debug: () => undefined,
    };
    sayUnused(
      unused(branchEvent("main"), { "pull-request": "12", environment: "x", impact: "true", comment: "changes" }),
      log,
    );
    expect(said).toEqual([
      "warning Input `pull-request` is not used: only runs by hand use it.\nInput `environment` is not used: it means nothing without `deployments`.",
      "info Input `comment` is not used: this stage is not a pull request's.\nInput `impact` is not used: only runs of pull requests use it.",
    ]);
    sayUnused([], log);
    expect(said).toHaveLength(2);
  });
});

it("names the form's fields that do not count", () => {
  const fields = (inputs: Readonly<Record<string, string>>, step: Readonly<Record<string, string>>) =>
    unusedFields((name) => step[name] ?? (name === "command" ? "auto" : ""), { ...manualEvent(), inputs }).map(
      ({ what }) => what,
    );
  expect(fields({ stage: "a", command: "remove", other: "x" }, {})).toEqual([]);
  expect(fields({ stage: "a", app: "" }, { stage: "a" })).toEqual([]);
  expect(fields({ stage: "a", command: "remove", app: "b" }, { stage: "c", command: "diff" })).toEqual([
    "The form's field `command`",
    "The form's field `stage`",
  ]);
  expect(fields({ stage: "a" }, { "pull-request": "3" })).toEqual(["The form's field `stage`"]);
});
