import { describe, expect, it } from "vitest";

import type { EngineEvent } from "../../../../src/engine/pulumi/engine-event.ts";
import { changeSetOf, outputs, pre, type Step, whole } from "./events.ts";

describe("what a refresh found", () => {
  it("takes drift that a refresh finds for a change, and nothing else of a refresh", () => {
    const refresh = (name: string) => pre({ op: "refresh", name, old: {}, new: {} });
    const { changes, counts } = changeSetOf([
      refresh("same"),
      outputs({ op: "same", name: "same", old: {}, new: {} }),
      refresh("drifted"),
      outputs({ op: "update", name: "drifted", old: { outputs: { size: 1 } }, new: { outputs: { size: 7 } } }),
      refresh("gone"),
      outputs({ op: "delete", name: "gone", old: { outputs: { size: 1 } } }),
      ...whole({ op: "same", name: "same", old: {}, new: {} }),
    ]);
    expect(changes.map(({ op, name, properties }) => [op, name, properties])).toEqual([
      ["refresh", "drifted", [{ path: "size", kind: "update", old: 1, new: 7, forcesReplace: false }]],
      ["refresh", "gone", [{ path: "id", kind: "delete", old: "id-1", forcesReplace: false }]],
    ]);
    expect(counts).toMatchObject({ refresh: 2, same: 1 });
  });

  it("takes a refresh before a deploy for what it found", () => {
    const refresh = (name: string, sides: Partial<Step>) =>
      whole({ op: "refresh", name, old: { outputs: { a: 1 } }, ...sides });
    const { changes, counts } = changeSetOf([
      ...refresh("same", { new: { outputs: { a: 1 } } }),
      ...refresh("drifted", { new: { outputs: { a: 2 } } }),
      ...refresh("gone", { new: null }),
    ]);
    expect(changes.map(({ op, name }) => [op, name])).toEqual([
      ["refresh", "drifted"],
      ["refresh", "gone"],
    ]);
    expect(counts).toMatchObject({ refresh: 2, same: 0, delete: 0 });
  });

  it("leaves it to the next step whether an output that differs is drift, where the provider does not say", () => {
    const inputs = { size: 1 };
    const refreshed = whole({
      op: "refresh",
      old: { inputs, outputs: { seen: 1 } },
      new: { inputs, outputs: { seen: 2 } },
    });
    const next = (op: string, size: number) =>
      whole({ op, old: { inputs, outputs: { seen: 2 } }, new: { inputs: { size }, outputs: { seen: 2 } } });
    const opsOf = (...steps: EngineEvent[]) => changeSetOf([...refreshed, ...steps]).changes.map(({ op }) => op);
    expect(opsOf(...next("same", 1))).toEqual([]);
    expect(opsOf(...next("update", 1))).toEqual(["refresh", "update"]);
    expect(opsOf(...next("update", 2))).toEqual(["update"]);
    expect(opsOf(...whole({ op: "delete", old: { inputs } }))).toEqual(["delete"]);
    expect(opsOf()).toEqual(["refresh"]);
    expect(changeSetOf(refreshed).lines).toEqual([]);
  });

  it("counts as unchanged what a refresh found to be so", () => {
    const found = outputs({ op: "same", old: {}, new: {} });
    expect(changeSetOf([pre({ op: "refresh", old: {}, new: {} }), found]).counts).toMatchObject({
      refresh: 0,
      same: 1,
    });
  });
});
