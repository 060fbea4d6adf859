import { expect, it } from "vitest";

import type { Checkpoint } from "../../../../src/engine/pulumi/checkpoint.ts";
import { pendingOf, settlePending } from "../../../../src/engine/pulumi/pending.ts";

const pending = (name: string, type: string) => ({ type, resource: { urn: name, type: "t" } });
const stateWith = (operations: ReturnType<typeof pending>[]): Checkpoint => ({
  version: 3,
  checkpoint: { stack: "s", latest: { resources: [], pending_operations: operations, manifest: { time: "now" } } },
});

it("tells what was under way", () => {
  expect(pendingOf(stateWith([pending("a", "creating"), pending("b", "deleting")]))).toEqual([
    { urn: "a", type: "creating" },
    { urn: "b", type: "deleting" },
  ]);
  expect(pendingOf(null)).toEqual([]);
  expect(pendingOf({ version: 3, checkpoint: { latest: null } })).toEqual([]);
});

it("takes out the creations that were there before the run, and nothing else", () => {
  const state = stateWith([pending("a", "creating"), pending("new", "creating"), pending("b", "updating")]);
  const before = [
    { urn: "a", type: "creating" },
    { urn: "b", type: "updating" },
  ];
  expect(settlePending(state, before)).toEqual(stateWith([pending("new", "creating"), pending("b", "updating")]));
  expect(settlePending(state, [])).toBeNull();
  expect(settlePending({ version: 3, checkpoint: { latest: null } }, before)).toBeNull();
});
