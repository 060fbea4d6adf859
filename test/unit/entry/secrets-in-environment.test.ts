import { describe, expect, it } from "vitest";

import { secretsInEnvironment } from "../../../src/entry/secrets-in-environment.ts";

describe("variables", () => {
  it("with a secret's name are secrets", () => {
    expect(secretsInEnvironment({ NPM_TOKEN: "one", db_password: "two", TOKENS_USED: "12", TOKEN: undefined })).toEqual(
      ["one", "two"],
    );
  });

  it.each<[string, string, readonly string[]]>([
    ["a header", "Authorization: Bearer abc.def-123", ["abc.def-123"]],
    [
      "basic auth",
      `basic ${Buffer.from("octocat:hunter2hunter2").toString("base64")}`,
      ["b2N0b2NhdDpodW50ZXIyaHVudGVyMg==", "hunter2hunter2"],
    ],
    ["an address", "postgres://shop:p%40ss%2Fword@db.example:5432/shop", ["p%40ss%2Fword", "p@ss/word"]],
    ["an address with nothing but a token", "https://ghs_abcdef@github.com/acme/shop", ["ghs_abcdef", "ghs_abcdef"]],
    ["nothing of the kind", "https://example.com/a:b@c mailto:someone@example.com", []],
  ])("of any name that hold %s hold secrets", (_, value, secrets) => {
    expect(secretsInEnvironment({ SETTING: value })).toEqual(secrets);
  });
});
