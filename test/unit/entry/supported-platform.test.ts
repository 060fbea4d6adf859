import { expect, test } from "vitest";

import { requireSupportedPlatform } from "../../../src/entry/supported-platform.ts";

test.each(["linux", "darwin"])("the engine runs on %s", (platform) => {
  expect(() => requireSupportedPlatform(platform)).not.toThrow();
});

test.each([
  ["win32", /on Windows yet.*Nothing was changed/u],
  ["freebsd", /on freebsd yet/u],
])("it does not run on %s: one clear error, before anything is changed", (platform, message) => {
  expect(() => requireSupportedPlatform(platform)).toThrow(message);
});
