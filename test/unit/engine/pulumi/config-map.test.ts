import { expect, test } from "vitest";
import { parse } from "yaml";

import { withEntries } from "../../../../src/engine/pulumi/config-text.ts";

const set = (text: string) =>
  withEntries(
    text,
    ["config"],
    [
      ["app:size", 3],
      ["app:new", "a: b"],
    ],
  );

test.each([
  ["an empty file", ""],
  ["a comment alone", "# nothing yet\n"],
  ["no configuration", "encryptionsalt: v1:x\n"],
  ["an empty configuration", "encryptionsalt: v1:x\nconfig:\n"],
  ["a configuration of nothing", "config: {}\nencryptionsalt: v1:x\n"],
  ["a block", "config:\n  # why\n  app:size: 1 # small\n  app:mode: 0644\nencryptionsalt: v1:x\n"],
  ["a block that is not indented as ours", "config:\n    app:mode: 0644\n    app:size:\n        deep: 1\n"],
  ["a flow map", "config: {app:mode: 0644, 'app:size': 1}\n"],
  ["an alias", "base: &base\n  app:mode: 0644\n  app:size: 1\nconfig: *base\n"],
  ["JSON", '{"config": {"app:size": {"deep": [1]}}, "encryptionsalt": "v1:x"}'],
  ["JSON without configuration", '{"encryptionsalt": "v1:x"}'],
])("adds entries to %s", (_, text) => {
  const before = parse(text) ?? {};
  const after = parse(set(text), { merge: true });
  expect(after).toEqual({ ...before, config: { ...before.config, "app:size": 3, "app:new": "a: b" } });
});

test("leaves every other byte as it is", () => {
  const text =
    "config:\n  app:id: 1234567890123456789\n  app:mode: 0644\n  app:size: 1\n  app:note: |\n    two\n    lines\n";
  const added = set(text);
  for (const line of text.split("\n").filter((one) => !one.includes("size"))) {
    expect(added).toContain(line);
  }
});
