import { spawn } from "node:child_process";
import { once } from "node:events";

import { expect, test } from "vitest";

import { markedInPs, markedProcesses } from "../../../src/engine/marked-processes.ts";

test("a listing of macOS shows which processes have a setting in their environment", () => {
  const listing = `    1 /sbin/launchd
  612 /opt/pulumi/pulumi up --yes --stack pr-12 PATH=/usr/bin:/bin STAGEWRIGHT_RUN_MARK=7f3a HOME=/Users/mona
  640 pulumi-language-nodejs 127.0.0.1:50112 STAGEWRIGHT_RUN_MARK=7f3a
  641 node other.js STAGEWRIGHT_RUN_MARK=7f3ab
  ${process.pid} node this STAGEWRIGHT_RUN_MARK=7f3a
`;
  expect(markedInPs(listing, "STAGEWRIGHT_RUN_MARK=7f3a")).toEqual([612, 640]);
  expect(markedInPs("", "STAGEWRIGHT_RUN_MARK=7f3a")).toEqual([]);
});

test.runIf(process.platform !== "win32")("a running process shows the setting that it was started with", async () => {
  const mark = `test-${process.pid}`;
  const child = spawn(process.execPath, ["-e", "console.log(); setInterval(() => {}, 1000)"], {
    env: { STAGEWRIGHT_RUN_MARK: mark },
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    await once(child.stdout, "data");
    expect(await markedProcesses(`STAGEWRIGHT_RUN_MARK=${mark}`)).toEqual([child.pid]);
    expect(await markedProcesses(`STAGEWRIGHT_RUN_MARK=${mark}x`)).toEqual([]);
  } finally {
    child.kill("SIGKILL");
  }
});
