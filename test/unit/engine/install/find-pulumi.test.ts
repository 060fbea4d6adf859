import { readFile, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { findPulumi } from "../../../../src/engine/install/find-pulumi.ts";
import { fakeProgram, inEngineFolder, makeMachine, putProgram } from "./install-order.ts";

const here = `${process.platform}-${process.arch}`;
/** As large as a program is, so that it is not taken for a version manager's shim. */
const padding = `exit 0\n${"#".repeat(1024 * 1024)}\n`;

describe("an explicit path", () => {
  test("is taken whatever else there is, with a warning when it is out of range", async () => {
    await using machine = await makeMachine();
    const path = await putProgram(join(machine.folder, "mine", "pulumi"), fakeProgram("2.25.2"));
    const onPath = await putProgram(join(machine.folder, "bin", "pulumi"), fakeProgram("3.259.0"));
    const environment = { PATH: `${join(onPath, "..")}:/usr/bin:/bin` };
    const found = await findPulumi({ ...machine.order, path, environment });
    expect(found).toEqual({
      command: path,
      version: "2.25.2",
      binDirectory: join(machine.folder, "mine"),
      origin: "path",
    });
    expect(machine.told.join()).toContain("2.25.2");
  });

  test("without a program there is a failure that names it", async () => {
    await using machine = await makeMachine({ path: "/nowhere/pulumi" });
    await expect(findPulumi(machine.order)).rejects.toMatchObject({
      code: "bad-pulumi-path",
      message: expect.stringContaining("/nowhere/pulumi"),
    });
  });

  test("of something that is not Pulumi is a failure", async () => {
    await using machine = await makeMachine({ path: "/bin/true" });
    await expect(findPulumi(machine.order)).rejects.toMatchObject({ code: "bad-pulumi-path" });
  });
});

describe("PATH", () => {
  test("serves when its version is in the default range", async () => {
    await using machine = await makeMachine();
    const command = await putProgram(join(machine.folder, "bin", "pulumi"), fakeProgram("3.200.0"));
    const found = await findPulumi({
      ...machine.order,
      environment: { PATH: `${join(machine.folder, "bin")}:/usr/bin:/bin` },
    });
    expect(found).toEqual({ command, version: "3.200.0", binDirectory: join(machine.folder, "bin"), origin: "PATH" });
  });

  test("is passed over, and said to be, when the project wants another version; the next folder is looked at", async () => {
    await using machine = await makeMachine({ requiredVersion: ">=3.250.0" });
    await putProgram(join(machine.folder, "old", "pulumi"), fakeProgram("3.240.0"));
    const newer = await putProgram(join(machine.folder, "new", "pulumi"), fakeProgram("3.251.0"));
    const PATH = `${join(machine.folder, "old")}:${join(machine.folder, "new")}:/usr/bin:/bin`;
    const found = await findPulumi({ ...machine.order, environment: { PATH } });
    expect(found.command).toBe(newer);
    expect(machine.told.join()).toMatch(/3\.240\.0.*requiredPulumiVersion/u);
  });

  test("the input goes before the project", async () => {
    await using machine = await makeMachine({ version: "3.240.0", requiredVersion: ">=3.250.0" });
    await putProgram(join(machine.folder, "bin", "pulumi"), fakeProgram("3.240.0"));
    const found = await findPulumi({
      ...machine.order,
      environment: { PATH: `${join(machine.folder, "bin")}:/usr/bin:/bin` },
    });
    expect(found.version).toBe("3.240.0");
  });

  test("a program that answers nothing is passed over with a warning", async () => {
    await using machine = await makeMachine();
    await putProgram(join(machine.folder, "broken", "pulumi"), "#!/bin/sh\nexit 3\n");
    await putProgram(join(machine.folder, "good", "pulumi"), fakeProgram("3.259.0"));
    const PATH = `${join(machine.folder, "broken")}:${join(machine.folder, "good")}:/usr/bin:/bin`;
    const found = await findPulumi({ ...machine.order, environment: { PATH } });
    expect(found.binDirectory).toBe(join(machine.folder, "good"));
    expect(machine.told.join()).toContain(join(machine.folder, "broken"));
  });

  test("a second run needs no process, until the program changes", async () => {
    await using machine = await makeMachine();
    const calls = join(machine.folder, "calls");
    const command = await putProgram(join(machine.folder, "bin", "pulumi"), fakeProgram("3.259.0", calls) + padding);
    const order = { ...machine.order, environment: { PATH: `${join(machine.folder, "bin")}:/usr/bin:/bin` } };
    expect([(await findPulumi(order)).version, (await findPulumi(order)).version]).toEqual(["3.259.0", "3.259.0"]);
    expect(await readFile(calls, "utf8")).toBe("ran\n");
    await putProgram(command, fakeProgram("3.300.0", calls) + padding);
    await utimes(command, new Date(), new Date(Date.now() + 10_000));
    expect((await findPulumi(order)).version).toBe("3.300.0");
  });

  test("a version manager's shim is asked every time", async () => {
    await using machine = await makeMachine();
    const calls = join(machine.folder, "calls");
    const manager = await putProgram(join(machine.folder, "manager", "mise"), fakeProgram("3.259.0", calls) + padding);
    await putProgram(join(machine.folder, "bin", "other"), "");
    await symlink(manager, join(machine.folder, "bin", "pulumi"));
    const order = { ...machine.order, environment: { PATH: `${join(machine.folder, "bin")}:/usr/bin:/bin` } };
    const found = [await findPulumi(order), await findPulumi(order)];
    expect(found[0]?.command).toBe(join(machine.folder, "bin", "pulumi"));
    expect(await readFile(calls, "utf8")).toBe("ran\nran\n");
  });
});

describe("the cache folder", () => {
  test("serves without a process and without the network", async () => {
    await using machine = await makeMachine();
    const bin = join(machine.order.cacheDirectory, "engine", `3.259.0-${here}`, "bin");
    const command = await putProgram(join(bin, "pulumi"), "#!/bin/sh\nexit 1\n");
    expect(await findPulumi(machine.order)).toEqual({
      command,
      version: "3.259.0",
      binDirectory: bin,
      origin: "cache",
    });
  });

  test("a range without the pinned version is served by the newest that is there", async () => {
    await using machine = await makeMachine({ version: "<3.259.0" });
    for (const version of ["3.201.0", "3.250.0", "3.99.0"]) {
      const folder = join(machine.order.cacheDirectory, "engine", `${version}-${here}`);
      await putProgram(join(folder, "bin", "pulumi"), fakeProgram(version));
    }
    expect(await findPulumi(machine.order)).toMatchObject({ version: "3.250.0", origin: "cache" });
  });

  test("a range that nothing satisfies is one clear failure, and nothing is downloaded", async () => {
    await using machine = await makeMachine({ requiredVersion: "^4.0.0" });
    await expect(findPulumi(machine.order)).rejects.toMatchObject({
      code: "no-pulumi-in-range",
      message: expect.stringMatching(/requiredPulumiVersion.*\^4\.0\.0.*3\.259\.0/u),
    });
    expect(await inEngineFolder(machine)).toEqual([]);
  });

  test("a range that is none is one clear failure", async () => {
    await using machine = await makeMachine({ version: "newest please" });
    await expect(findPulumi(machine.order)).rejects.toMatchObject({
      code: "bad-version-range",
      message: expect.stringContaining("pulumi-version"),
    });
  });
});
