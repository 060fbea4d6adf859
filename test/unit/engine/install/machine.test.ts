import { expect, test } from "vitest";

import { machineOf } from "../../../../src/engine/install/machine.ts";

test.each([
  ["linux", "x64"],
  ["linux", "arm64"],
  ["darwin", "x64"],
  ["darwin", "arm64"],
])("%s %s has an archive", (os, arch) => {
  expect(machineOf(os, arch)).toEqual({ os, arch });
});

test.each([
  ["win32", "x64"],
  ["linux", "riscv64"],
  ["freebsd", "x64"],
])("on %s %s a failure says to install Pulumi beforehand", (os, arch) => {
  expect(() => machineOf(os, arch)).toThrow(
    expect.objectContaining({ code: "unsupported-machine", next: expect.stringContaining("PATH") }),
  );
});
