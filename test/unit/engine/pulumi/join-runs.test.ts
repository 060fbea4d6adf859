import { expect, it } from "vitest";

import { type Change, type ChangeOp, type Diagnostic, noCounts } from "../../../../src/engine/change.ts";
import { joinRuns } from "../../../../src/engine/pulumi/join-runs.ts";
import type { PulumiRun } from "../../../../src/engine/pulumi/run.ts";
import { urnOf } from "./events.ts";

const change = (op: ChangeOp, name: string, status: Change["status"] = "done"): Change => ({
  op,
  type: "mech:index:Thing",
  name,
  urn: urnOf(name),
  parent: null,
  status,
  properties: [],
  replaceKeys: [],
  protect: false,
  holdsData: false,
  seconds: 1,
});

const said = (severity: Diagnostic["severity"], message: string): Diagnostic => ({
  severity,
  message,
  urn: null,
  resource: null,
  source: null,
});

const run = (given: {
  readonly outcome?: PulumiRun["outcome"];
  readonly preview?: boolean;
  readonly changes?: readonly Change[];
  readonly same?: number;
  readonly diagnostics?: readonly Diagnostic[];
  readonly references?: readonly string[];
}): PulumiRun => {
  const changes = given.changes ?? [];
  const counts = { ...noCounts(), same: given.same ?? 0 };
  for (const { op, status } of changes) {
    counts[op] += status === "failed" ? 0 : 1;
  }
  return {
    outcome: given.outcome ?? "succeeded",
    changeSet: {
      preview: given.preview ?? false,
      changes,
      counts,
      diagnostics: given.diagnostics ?? [],
      policies: { counts: { mandatory: 0, remediate: 0, advisory: 0 }, violations: [] },
      outputs: {},
      seconds: 2,
    },
    end: { code: 0, reason: "ended", stdout: "", stderr: "" },
    references: given.references ?? [],
    begun: true,
  };
};

it("has what the first run made, and counts it once: not as unchanged because the second found it", () => {
  const first = run({ outcome: "failed", changes: [change("create", "a"), change("update", "b")] });
  const second = run({ changes: [change("create", "c")], same: 3 });
  const { outcome, changeSet } = joinRuns(first, second);
  expect(outcome).toBe("succeeded");
  expect(changeSet.changes.map(({ op, name }) => `${op} ${name}`)).toEqual(["create a", "update b", "create c"]);
  expect(changeSet.counts).toMatchObject({ create: 2, update: 1, same: 1 });
  expect(changeSet.seconds).toBe(4);
});

it("leaves out what the first run failed at, and what the second did again", () => {
  const first = run({
    outcome: "failed",
    changes: [change("read", "reference", "failed"), change("create", "a"), change("delete", "gone")],
  });
  const second = run({ changes: [change("create", "a"), change("read", "reference")], same: 1 });
  const { changeSet } = joinRuns(first, second);
  expect(changeSet.changes.map(({ op, name, status }) => `${op} ${name} ${status}`)).toEqual([
    "delete gone done",
    "create a done",
    "read reference done",
  ]);
  expect(changeSet.counts).toMatchObject({ create: 1, delete: 1, read: 1, same: 1 });
});

it("counts what the first run made and the second changed again as both, and nothing below none", () => {
  const first = run({ outcome: "failed", changes: [change("create", "a"), change("create", "b")] });
  const second = run({ changes: [change("update", "a")], same: 0 });
  expect(joinRuns(first, second).changeSet.counts).toMatchObject({ create: 2, update: 1, same: 0 });
});

it("keeps what was said, each once, but for the errors of the first", () => {
  const first = run({
    outcome: "failed",
    diagnostics: [said("info", "hello"), said("warning", "old"), said("error", "x")],
  });
  const second = run({ diagnostics: [said("info", "hello"), said("error", "y")] });
  expect(joinRuns(first, second).changeSet.diagnostics.map(({ message }) => message)).toEqual(["old", "hello", "y"]);
});

it("is the second alone in a preview, which does nothing, but for the time", () => {
  const first = run({ outcome: "failed", preview: true, changes: [change("create", "a", "planned")] });
  const second = run({
    preview: true,
    changes: [change("create", "a", "planned")],
    diagnostics: [said("info", "hello")],
  });
  expect(joinRuns(first, second)).toEqual({ ...second, changeSet: { ...second.changeSet, seconds: 4 } });
});
