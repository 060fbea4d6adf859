import { expect, it } from "vitest";

import { parseEvent } from "../../../src/events/parse-event.ts";
import { resolveTarget, type TargetRules } from "../../../src/events/resolve-target.ts";

const event = parseEvent("schedule", {
  schedule: "0 3 * * *",
  repository: { id: 1, full_name: "acme/shop", default_branch: "main" },
});
const rules: TargetRules = { branches: [], command: "auto", stage: null, pullRequest: null, commit: "c0ffee" };

it("has no stage of its own", () => {
  expect(resolveTarget(event, rules)).toMatchObject({ kind: "skip", code: "schedule" });
});

it("does to the stage that is named what is asked for, but removes none", () => {
  expect(resolveTarget(event, { ...rules, command: "refresh", stage: "production" })).toMatchObject({
    kind: "stage",
    command: "refresh",
    stage: "production",
    ephemeral: false,
    commit: "c0ffee",
  });
  expect(resolveTarget(event, { ...rules, command: "diff", stage: "pr-12" })).toMatchObject({
    origin: { kind: "pull_request", number: 12 },
    commit: null,
  });
  expect(resolveTarget(event, { ...rules, command: "remove", stage: "pr-12" })).toMatchObject({ code: "schedule" });
});

it("asks for the stage that is missing", () => {
  expect(() => resolveTarget(event, { ...rules, command: "refresh" })).toThrow(
    expect.objectContaining({ code: "stage-missing" }),
  );
});
