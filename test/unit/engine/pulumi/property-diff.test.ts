import { describe, expect, it } from "vitest";

import type { StepMetadata } from "../../../../src/engine/pulumi/engine-event.ts";
import { propertiesOf } from "../../../../src/engine/pulumi/property-diff.ts";
import { secret, unknownText } from "./events.ts";

const step = (given: Partial<StepMetadata>): StepMetadata => ({ op: "update", urn: "u", type: "t", ...given });
const update = { diffKind: "update", inputDiff: true };

describe("as the provider tells", () => {
  it("finds old and new value by exact path", () => {
    const found = propertiesOf(
      step({
        old: { inputs: { size: 1, nested: { list: [{ port: 443 }] }, tags: { "a.b": "x" }, gone: true } },
        new: { inputs: { size: 2, nested: { list: [{ port: 8443 }] }, tags: { "a.b": "y" }, added: [1] } },
        detailedDiff: {
          "nested.list[0].port": update,
          'tags["a.b"]': { diffKind: "update-replace", inputDiff: true },
          added: { diffKind: "add", inputDiff: true },
          gone: { diffKind: "delete", inputDiff: true },
        },
      }),
      false,
    );
    expect(found).toEqual([
      { path: "nested.list[0].port", kind: "update", forcesReplace: false, old: 443, new: 8443 },
      { path: 'tags["a.b"]', kind: "update", forcesReplace: true, old: "x", new: "y" },
      { path: "added", kind: "add", forcesReplace: false, new: [1] },
      { path: "gone", kind: "delete", forcesReplace: false, old: true },
    ]);
  });

  it("takes the old value from the outputs where the engine does", () => {
    const found = propertiesOf(
      step({
        old: { inputs: { size: 1 }, outputs: { size: 5 } },
        new: { inputs: { size: 2 } },
        detailedDiff: { size: { diffKind: "update", inputDiff: false } },
      }),
      false,
    );
    expect(found).toMatchObject([{ path: "size", old: 5, new: 2 }]);
  });

  it("shows that a secret changed and nothing of it, also where it was none before", () => {
    const found = propertiesOf(
      step({
        old: { inputs: { pw: secret, token: "plain-before" } },
        new: { inputs: { pw: secret, token: secret } },
        detailedDiff: { pw: update, token: update },
      }),
      false,
    );
    expect(found).toMatchObject([
      { path: "pw", old: "[secret]", new: "[secret]" },
      { path: "token", old: "[secret]", new: "[secret]" },
    ]);
    expect(JSON.stringify(found)).not.toContain("plain-before");
  });

  it("hides what the program wants hidden", () => {
    const found = propertiesOf(
      step({
        old: { inputs: { data: { blob: "long" } } },
        new: { inputs: { data: { blob: "longer" } }, hideDiffs: [["data"]] },
        detailedDiff: { "data.blob": update },
      }),
      false,
    );
    expect(found).toEqual([{ path: "data.blob", kind: "update", forcesReplace: false }]);
  });
});

describe("where the provider does not tell (dynamic resources)", () => {
  it("compares the inputs, into objects and lists", () => {
    const found = propertiesOf(
      step({
        old: { inputs: { a: 1, list: [1, 2, 3], deep: { x: { y: "old" } }, same: { z: 1 } } },
        new: { inputs: { a: 1, list: [1, 4], deep: { x: { y: "new", added: true } }, same: { z: 1 } } },
        detailedDiff: null,
        diffs: ["list", "deep"],
        keys: ["deep"],
      }),
      false,
    );
    expect(found).toEqual([
      { path: "list[1]", kind: "update", forcesReplace: false, old: 2, new: 4 },
      { path: "list[2]", kind: "delete", forcesReplace: false, old: 3 },
      { path: "deep.x.y", kind: "update", forcesReplace: true, old: "old", new: "new" },
      { path: "deep.x.added", kind: "add", forcesReplace: true, new: true },
    ]);
  });

  it("names a secret that changed, of which both sides look the same", () => {
    const sides = { old: { inputs: { pw: secret, other: 1 } }, new: { inputs: { pw: secret, other: 1 } } };
    expect(propertiesOf(step({ ...sides, diffs: ["pw"] }), false)).toEqual([
      { path: "pw", kind: "update", forcesReplace: false, old: "[secret]", new: "[secret]" },
    ]);
  });

  it("never shows a provider's code, which may have captured a secret", () => {
    const found = propertiesOf(
      step({
        old: { inputs: { __provider: "exports.h = () => 'captured-one'", nested: { __provider: "captured-two" } } },
        new: { inputs: { __provider: "exports.h = () => 'captured-new'", nested: { __provider: "captured-four" } } },
        diffs: ["__provider"],
      }),
      false,
    );
    expect(found).toEqual([
      { path: "__provider", kind: "update", forcesReplace: false },
      { path: "nested.__provider", kind: "update", forcesReplace: false },
    ]);
  });
});

describe("values", () => {
  const valueOf = (value: unknown): unknown =>
    propertiesOf(step({ old: { inputs: {} }, new: { inputs: { it: value } } }), false)[0]?.new;

  it.each([
    ["an unknown", unknownText, "[unknown]"],
    ["a nested secret", { list: [{ pw: secret }], n: null }, { list: [{ pw: "[secret]" }], n: null }],
    ["a secret within JSON text", JSON.stringify({ user: "me", pw: secret }), '{"user":"me","pw":"[secret]"}'],
    ["text that holds a mark and is no JSON", `x ${JSON.stringify(secret)}`, "[secret]"],
    ["what providers keep for themselves", { __defaults: [], a: 1 }, { a: 1 }],
    [
      "a file",
      {
        "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
        hash: "0123456789abcdef",
        path: "./a.html",
      },
      "asset ./a.html (sha256 0123456789ab)",
    ],
    ["other text, whole", "x".repeat(100_000), "x".repeat(100_000)],
  ])("shows %s", (_, value, shown) => {
    expect(valueOf(value)).toEqual(shown);
  });
});
