import { describe, expect, it } from "vitest";

import { createChangeSetBuilder } from "../../../../src/engine/pulumi/change-set.ts";
import {
  changeSetOf,
  eventOf,
  failed,
  outputs,
  pre,
  said,
  secret,
  stackUrn,
  unknownText,
  urnOf,
  whole,
} from "./events.ts";

const succeeded = eventOf({ summaryEvent: { result: "succeeded" } });

describe("one change a resource", () => {
  it("creates, with the time that it took", () => {
    const { changes, counts, lines } = changeSetOf(
      whole({ op: "create", new: { inputs: { size: 1 }, protect: true } }),
    );
    expect(changes).toEqual([
      {
        op: "create",
        type: "mech:index:Thing",
        name: "thing",
        urn: urnOf("thing"),
        parent: null,
        status: "done",
        properties: [],
        replaceKeys: [],
        protect: true,
        holdsData: false,
        seconds: 0.5,
      },
    ]);
    expect(counts).toMatchObject({ create: 1, update: 0, same: 0 });
    expect(lines).toEqual(["+ created mech:index:Thing thing (0.5 s)"]);
  });

  it("joins the three steps of a replacement, whichever comes first", () => {
    const keys = {
      keys: ["forceName"],
      diffs: ["forceName"],
      detailedDiff: { forceName: { diffKind: "update-replace", inputDiff: true } },
    };
    const sides = { old: { inputs: { forceName: "a" } }, new: { inputs: { forceName: "b" } } };
    const make = whole({ op: "create-replacement", ...keys, ...sides });
    const mark = whole({ op: "replace", ...keys, ...sides, logical: true });
    const end = whole({ op: "delete-replaced", old: sides.old });
    for (const events of [
      [...make, ...mark, ...end],
      [...end, ...mark, ...make],
    ]) {
      const { changes, counts, lines } = changeSetOf([...events, succeeded]);
      expect(changes).toHaveLength(1);
      expect(changes[0]).toMatchObject({ op: "replace", status: "done", seconds: 2.5, replaceKeys: ["forceName"] });
      expect(changes[0]?.properties).toEqual([
        { path: "forceName", kind: "update", old: "a", new: "b", forcesReplace: true },
      ]);
      expect(counts.replace).toBe(1);
      expect(lines).toHaveLength(1);
    }
  });

  it("does not call a replacement done whose old half was never deleted, unless the run succeeded", () => {
    const events = whole({ op: "create-replacement", old: {}, new: {} });
    expect(changeSetOf(events).changes[0]).toMatchObject({ op: "replace", status: "planned", seconds: null });
    expect(changeSetOf([...events, succeeded]).changes[0]).toMatchObject({ op: "replace", status: "done" });
  });

  it("takes what an earlier replacement left behind for a deletion", () => {
    const { changes, counts } = changeSetOf(whole({ op: "delete-replaced", old: {} }));
    expect(changes[0]).toMatchObject({ op: "delete", status: "done" });
    expect(counts).toMatchObject({ replace: 0, delete: 1 });
  });

  it("knows imports, reads, and reads that end", () => {
    const { changes, counts } = changeSetOf([
      pre({ op: "import", name: "imported", new: { inputs: { size: 2 } } }),
      outputs({ op: "import", name: "imported", old: { inputs: { size: 1 } }, new: { inputs: { size: 2 } } }),
      ...whole({ op: "read", name: "seen", new: {} }),
      ...whole({ op: "discard", name: "unseen", old: {} }),
    ]);
    expect(changes.map(({ op, name, status }) => [op, name, status])).toEqual([
      ["import", "imported", "done"],
      ["read", "seen", "done"],
      ["discard", "unseen", "done"],
    ]);
    expect(changes[0]?.properties).toMatchObject([{ path: "size", old: 1, new: 2 }]);
    expect(counts).toMatchObject({ import: 1, read: 0, discard: 1, delete: 0 });
  });

  it("plans everything in a preview, and counts it", () => {
    const { changes, counts, lines } = changeSetOf(whole({ op: "delete", old: {} }), true);
    expect(changes[0]).toMatchObject({ status: "planned", seconds: null });
    expect(counts.delete).toBe(1);
    expect(lines).toEqual(["- would delete mech:index:Thing thing"]);
  });

  it("marks what holds data, by the known types and by the user's", () => {
    const { changes } = changeSetOf([
      ...whole({ op: "delete", type: "aws:rds/instance:Instance", name: "db", old: {} }),
      ...whole({ op: "delete", type: "mech:index:Vault", name: "vault", old: {} }),
      ...whole({ op: "delete", old: {} }),
    ]);
    expect(changes.map(({ name, holdsData }) => [name, holdsData])).toEqual([
      ["db", true],
      ["vault", true],
      ["thing", false],
    ]);
  });

  it("leaves out the stack itself and providers that nobody wrote down", () => {
    const { changes, counts } = changeSetOf([
      ...whole({ op: "create", type: "pulumi:pulumi:Stack", name: "shop-pr-7", new: {} }),
      ...whole({ op: "create", type: "pulumi:providers:aws", name: "default_6_1_0", new: {} }),
      ...whole({ op: "create", type: "pulumi:providers:aws", name: "frankfurt", new: {} }),
    ]);
    expect(changes.map(({ name }) => name)).toEqual(["frankfurt"]);
    expect(counts.create).toBe(1);
  });

  it("names parents, and resources whose names hold the separator", () => {
    const parent = urnOf("group", "acme:index:Group");
    const { changes } = changeSetOf(whole({ op: "create", name: "a::b", new: { parent } }));
    expect(changes[0]).toMatchObject({ parent, name: "a::b" });
  });

  it("counts only what was done in a run that ended early", () => {
    const { changes, counts } = changeSetOf([
      ...whole({ op: "create", name: "made", new: {} }),
      pre({ op: "create", name: "refused", new: {} }),
      failed({ op: "create", name: "refused", new: {} }),
      said("error", "AccessDenied", urnOf("refused")),
      pre({ op: "create", name: "under way", new: {} }),
    ]);
    expect(changes.map(({ name, status }) => [name, status])).toEqual([
      ["made", "done"],
      ["refused", "failed"],
      ["under way", "planned"],
    ]);
    expect(counts.create).toBe(1);
  });
});

describe("what is said of a failure", () => {
  it("joins a failed step with its message", () => {
    const { diagnostics } = changeSetOf([
      failed({ op: "create", name: "bad", new: {} }),
      said("error", "boom: AccessDenied for thing bad\n", urnOf("bad")),
      said("error", "update failed", stackUrn),
    ]);
    expect(diagnostics).toEqual([
      {
        severity: "error",
        message: "boom: AccessDenied for thing bad",
        urn: urnOf("bad"),
        resource: "bad",
        source: null,
      },
    ]);
  });

  it("says so when nobody said why", () => {
    const { diagnostics } = changeSetOf([failed({ op: "create", name: "bad", new: {} })]);
    expect(diagnostics).toMatchObject([{ severity: "error", resource: "bad" }]);
  });

  it("tells the engine's own errors", () => {
    const { diagnostics } = changeSetOf([eventOf({ errorEvent: { error: "the engine gave up" } })]);
    expect(diagnostics).toMatchObject([{ severity: "error", message: "the engine gave up", resource: null }]);
  });
});

describe("the stage's outputs", () => {
  it("come from the stack's own event, secret ones without their value", () => {
    const stack = { type: "pulumi:pulumi:Stack", name: "shop-pr-7", op: "update" };
    const values = { url: "https://pr-7", password: secret, nested: { key: secret, port: 1 }, later: unknownText };
    const { outputs: found } = changeSetOf([
      outputs({ ...stack, old: { outputs: { url: "old" } }, new: { outputs: values } }),
    ]);
    expect(found).toEqual({
      url: { value: "https://pr-7", secret: false },
      password: { value: "[secret]", secret: true },
      nested: { value: { key: "[secret]", port: 1 }, secret: false },
      later: { value: "[unknown]", secret: false },
    });
  });
});

it("knows when a step is under way", () => {
  const builder = createChangeSetBuilder({ preview: false, now: () => 0, dataTypes: [] });
  expect(builder.isBusy()).toBe(false);
  builder.add(pre({ op: "create", new: {} }));
  expect(builder.isBusy()).toBe(true);
  builder.add(outputs({ op: "create", new: {} }));
  for (const event of whole({ op: "replace", old: {}, new: {}, logical: true })) {
    builder.add(event);
  }
  expect(builder.isBusy()).toBe(false);
});

describe("what flags and a whole run make of an op", () => {
  const old = { retainOnDelete: true, id: "vol-17" };

  it.each([
    ["delete", "retain"],
    ["delete-replaced", "retain"],
    ["discard", "discard"],
  ])("%s of what is to be retained is %s", (op, told) => {
    const { changes, counts } = changeSetOf([...whole({ op, old, type: "mech:index:Vault" }), succeeded]);
    expect(changes).toMatchObject([
      { op: told, status: "done", ...(told === "retain" ? { retained: { id: "vol-17" } } : {}) },
    ]);
    expect(counts).toMatchObject({ [told]: 1, delete: 0 });
  });

  it("is a replacement still where the old one is retained", () => {
    const steps = ["create-replacement", "replace", "delete-replaced"].flatMap((op) =>
      whole({ op, old, new: op === "delete-replaced" ? null : {} }),
    );
    expect(changeSetOf([...steps, succeeded]).changes).toMatchObject([{ op: "replace", retained: { id: "vol-17" } }]);
  });

  it("has done with a component when it began it, and counts it once", () => {
    const component = { custom: false, id: "" };
    const made = changeSetOf([
      pre({ op: "create", name: "new", new: component }),
      pre({ op: "same", name: "old", old: component, new: component }),
    ]);
    expect(made.changes).toMatchObject([{ op: "create", status: "done" }]);
    expect(made.counts).toMatchObject({ create: 1, same: 1 });
    const same = { op: "same", name: "old", old: component, new: component };
    expect(changeSetOf([...whole(same), outputs(same)], true).counts.same).toBe(1);
  });

  it("counts a read as the engine does: only where it read something else", () => {
    const before = { outputs: { a: 1 } };
    const read = (after: object) => [
      pre({ op: "read", old: before, new: { outputs: {} } }),
      outputs({ op: "read", old: before, new: { outputs: after } }),
    ];
    expect(changeSetOf(read({ a: 1 })).counts.read).toBe(0);
    expect(changeSetOf(read({ a: 2 })).counts.read).toBe(1);
  });

  it("takes what a failed program printed as its error where there is no other", () => {
    const events = [
      said("info#err", 'Error: value "x" not found\n'),
      said("info#err", "  on Pulumi.yaml line 7:\n"),
      said("info#err", "   7: ${x}\n"),
    ];
    const ended = eventOf({ summaryEvent: { result: "failed" } });
    expect(changeSetOf([...events, ended]).diagnostics).toEqual([
      expect.objectContaining({
        severity: "error",
        message: 'value "x" not found\non Pulumi.yaml line 7:\n7: ${x}',
        source: { file: "Pulumi.yaml", line: 7, column: null },
      }),
    ]);
    expect(changeSetOf(events).diagnostics.every(({ severity }) => severity === "info")).toBe(true);
  });
});
