import { describe, expect, it } from "vitest";

import {
  checkOwner,
  emptyCheckpoint,
  parseCheckpoint,
  refuseWhileResourcesRemain,
} from "../../../src/home/checkpoint-text.ts";

const key = { app: "shop", stage: "pr-12" };
const whole = JSON.stringify(emptyCheckpoint(key));
const stateOf = (...types: string[]) => {
  const resources = types.map((type) => ({ urn: `urn:pulumi:pr-12::shop::${type}::it`, type }));
  return { version: 3, checkpoint: { stack: "organization/shop/pr-12", latest: { resources } } };
};

describe("parseCheckpoint", () => {
  it("reads what an empty stage is made of", () => {
    expect(parseCheckpoint(whole, key, "x.json")).toEqual(emptyCheckpoint(key));
  });

  it.each(["", "{}", "null", "[]", '{"version":3}', whole.slice(0, -1), whole.slice(0, 20), "not json", `${whole}x`])(
    "names the file of a broken state: %j",
    (text) => {
      expect(() => parseCheckpoint(text, key, "/home/x.json")).toThrow(
        expect.objectContaining({ code: "broken-state", message: expect.stringContaining("/home/x.json") }),
      );
    },
  );

  it("never takes a prefix of a state for a state", () => {
    const text = JSON.stringify(stateOf("a:b:C"));
    for (let length = 0; length < text.length; length += 1) {
      expect(() => parseCheckpoint(text.slice(0, length), key, "x.json")).toThrow(
        expect.objectContaining({ code: "broken-state" }),
      );
    }
  });

  it.each<[string | undefined, string]>([
    ["organization/shop/pr-13", "another stage"],
    ["organization/Shop/pr-12", "another app, by case alone"],
    ["pr-12", "no app"],
    [undefined, "no name"],
  ])("refuses the state of %s (%s)", (stack) => {
    const text = JSON.stringify({ version: 3, checkpoint: { stack, latest: null } });
    expect(() => parseCheckpoint(text, key, "x.json")).toThrow(expect.objectContaining({ code: "foreign-state" }));
  });

  it("keeps fields that it does not know", () => {
    const text = JSON.stringify({ ...stateOf("a:b:C"), extra: { a: 1 } });
    expect(parseCheckpoint(text, key, "x.json")).toMatchObject({ extra: { a: 1 } });
  });
});

it("checkOwner accepts the stage's own state", () => {
  expect(() => checkOwner(stateOf(), key, "x")).not.toThrow();
});

describe("refuseWhileResourcesRemain", () => {
  it.each([[[]], [["pulumi:pulumi:Stack"]], [["pulumi:pulumi:Stack", "pulumi:providers:aws"]]])(
    "takes %j for empty",
    (types) => {
      expect(() => refuseWhileResourcesRemain(stateOf(...types), key)).not.toThrow();
    },
  );

  it("names what is left, and how many more", () => {
    const types = ["pulumi:pulumi:Stack", ..."abcdefg".split("").map((letter) => `x:y:${letter}`)];
    expect(() => refuseWhileResourcesRemain(stateOf(...types), key)).toThrow(
      expect.objectContaining({
        code: "stage-not-empty",
        message: expect.stringMatching(/7 resources:\n(?:urn:\S+\n){5}and 2 more$/u),
      }),
    );
  });
});
