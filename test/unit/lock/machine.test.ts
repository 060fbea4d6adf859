import { spawn } from "node:child_process";
import { once } from "node:events";

import { describe, expect, it } from "vitest";

import { machineIdentity, processStart, startFromProcStat, startFromPs } from "../../../src/lock/machine.ts";
import { describeOwnProcess, ownerProcessIsGone } from "../../../src/lock/owner-process.ts";

/** Linux shows them below /proc, macOS by ps. */
const showsProcesses = process.platform !== "win32";

const fields = (state: string) =>
  `4711 (node (x) y) ${state} 1 4711 10527 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 67926 3133440 418`;

describe("the start of a process", () => {
  it("is read from /proc, whatever the process is called", () => {
    expect(startFromProcStat(fields("S"))).toBe(679_260);
    expect(startFromProcStat(fields("Z"))).toBe("ended");
    expect(startFromProcStat("")).toBeNull();
  });

  it("is read from ps", () => {
    expect(startFromPs("Ss   Wed Nov 25 01:47:45 2026\n")).toBe(Date.UTC(2026, 10, 25, 1, 47, 45));
    expect(startFromPs("Z+   Wed Nov 25 01:47:45 2026\n")).toBe("ended");
    expect(startFromPs("S    Mi 25. Nov\n")).toBeNull();
    expect(startFromPs("\n")).toBeNull();
  });

  it.runIf(showsProcesses)("stays the same while the process lives, and ends with it", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const pid = child.pid ?? 0;
    const start = await processStart(pid);
    expect(start).toEqual(expect.any(Number));
    expect(await processStart(pid)).toBe(start);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await processStart(pid)).toBe("ended");
  });
});

describe.runIf(showsProcesses)("an owner", () => {
  it("is not gone while its process lives", async () => {
    expect(await ownerProcessIsGone(await describeOwnProcess())).toBe(false);
  });

  it("is gone when its process has ended, or another has its number", async () => {
    const self = await describeOwnProcess();
    expect(await ownerProcessIsGone({ ...self, pid: 2 ** 30 })).toBe(true);
    expect(await ownerProcessIsGone({ ...self, processStartedAt: (self.processStartedAt ?? 0) - 10 })).toBe(true);
  });

  it("is in doubt on another machine, boot or container, or without a start", async () => {
    const self = await describeOwnProcess();
    const identity = await machineIdentity();
    expect(self.host).toContain(identity);
    const container = process.platform === "linux" ? [self.host.replace("pid:[", "pid:[1")] : [];
    for (const host of ["elsewhere", self.host.replace("boot ", "boot 0"), ...container]) {
      expect(await ownerProcessIsGone({ ...self, pid: 2 ** 30, host })).toBe(false);
    }
    expect(await ownerProcessIsGone({ ...self, processStartedAt: null })).toBe(false);
  });
});
