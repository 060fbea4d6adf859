import { expect, it } from "vitest";

import type { Event } from "../../../src/events/event.ts";
import { trustedStages } from "../../../src/events/trusted-stages.ts";
import { branchEvent, manualEvent, pullRequestEvent, repository, rulesOf } from "./given.ts";

const rules = rulesOf({ branches: "main=production, release/*=staging" });
const preview = { stage: "pr-12", ephemeral: true };

it.each<[string, { stage: string; ephemeral: boolean; event: Exclude<Event, { kind: "ignored" }> }, string[]]>([
  ["a pull request", { ...preview, event: pullRequestEvent("opened") }, ["pr-12", "production"]],
  [
    "one to another branch",
    { ...preview, event: pullRequestEvent("opened", { base: { branch: "release/2" } }) },
    ["pr-12", "staging"],
  ],
  [
    "a stacked one",
    { ...preview, event: pullRequestEvent("opened", { base: { branch: "basket" } }) },
    ["pr-12", "basket"],
  ],
  ["a branch", { stage: "basket", ephemeral: true, event: branchEvent("basket") }, ["basket", "production"]],
  ["a preview by hand", { ...preview, event: manualEvent("refs/heads/basket") }, ["pr-12", "production"]],
  ["a long-lived stage", { stage: "production", ephemeral: false, event: branchEvent("main") }, ["production"]],
  ["a long-lived stage by hand", { stage: "staging", ephemeral: false, event: manualEvent() }, ["staging"]],
  [
    "a branch where the default branch is not known",
    {
      stage: "basket",
      ephemeral: true,
      event: branchEvent("basket", { repository: { ...repository, defaultBranch: null } }),
    },
    ["basket"],
  ],
])("%s believes its own stage, and a preview that of its base", (_what, { event, ...target }, stages) => {
  expect(trustedStages(target, event, rules)).toEqual(stages);
});
