import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { root } from "../../scripts/root.ts";
import { pushEvent } from "../support/github/events.ts";

const workflowSchema = z.looseObject({
  jobs: z.looseObject({ macos: z.looseObject({ steps: z.array(z.looseObject({ run: z.string().optional() })) }) }),
});

test("what ci.yml runs of the compiled command line on macOS succeeds", async () => {
  const { jobs } = workflowSchema.parse(parse(await readFile(join(root, ".github/workflows/ci.yml"), "utf8")));
  const script = jobs.macos.steps.flatMap(({ run }) => (run?.includes("dist/cli.js") === true ? [run] : [])).join("\n");
  const folder = await mkdtemp(join(tmpdir(), "stagewright-ci-"));
  try {
    const event = join(folder, "event.json");
    await writeFile(event, JSON.stringify(pushEvent({ ref: "refs/heads/main", after: "1".repeat(40) })));
    const { stdout } = await promisify(execFile)("bash", ["-e", "-c", script], {
      cwd: root,
      env: {
        PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
        HOME: folder,
        GITHUB_EVENT_NAME: "push",
        GITHUB_EVENT_PATH: event,
        RUNNER_TEMP: folder,
      },
    });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n/u);
    expect(stdout).toContain("stagewright deploy");
    expect(stdout).toMatch(/stage +main \(long-lived\)/u);
    expect(stdout).toContain("There are no stages");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
