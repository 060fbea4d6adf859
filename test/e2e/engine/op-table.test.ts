import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { createChangeSetBuilder } from "../../../src/engine/pulumi/change-set.ts";
import { parseEngineEvent } from "../../../src/engine/pulumi/engine-event.ts";
import { makeTestStage, type TestStage } from "../../support/pulumi-stage.ts";

type Entry = { readonly name: string } & Readonly<Record<string, unknown>>;

let stage: TestStage;
beforeAll(async () => {
  stage = await makeTestStage({ program: "flags" });
  await mkdir(join(stage.folder, "state"));
});
afterAll(() => stage[Symbol.asyncDispose]());

const summary = z.object({ summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()) }) });

/** Runs plain `pulumi` and resolves to its own counts, and to the change set that we make of its events. */
async function plain(stack: string, args: readonly string[], plan: readonly Entry[] | null = null) {
  if (plan !== null) {
    await writeFile(join(stage.project, "plan.json"), JSON.stringify(plan));
  }
  const log = join(stage.folder, "plain.ndjson");
  await writeFile(log, "");
  const environment = { ...stage.tools.environment, PULUMI_BACKEND_URL: `file://${join(stage.folder, "state")}` };
  const run = (all: readonly string[]) =>
    promisify(execFile)(stage.tools.command, [...all, "--non-interactive"], { cwd: stage.project, env: environment });
  await run(["stack", "select", "--create", stack]);
  await run([...args, "--stack", stack, "--event-log", log]);
  const lines = (await readFile(log, "utf8")).split("\n").filter((line) => line !== "");
  const preview = args[0] === "preview";
  const builder = createChangeSetBuilder({ preview, now: () => 0, dataTypes: [] });
  for (const event of lines.map(parseEngineEvent)) {
    if (event !== null) {
      builder.add(event);
    }
  }
  const told = lines.map((line) => summary.safeParse(JSON.parse(line)).data).find((one) => one !== undefined);
  return { counts: told?.summaryEvent.resourceChanges ?? {}, changeSet: builder.finish() };
}

/** Our counts in Pulumi's words: it calls a retained one deleted, and counts the stack itself, whose own step is `ofStack`. */
function inPulumisWords({ changeSet }: Awaited<ReturnType<typeof plain>>, ofStack: string): Record<string, number> {
  const { retain, refresh: _, ...counts } = changeSet.counts;
  const all: Record<string, number> = { ...counts, delete: counts.delete + retain };
  all[ofStack] = (all[ofStack] ?? 0) + 1;
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
}

const up = ["up", "--yes", "--skip-preview"];
const kept: Entry = { name: "kept", force: "a", options: { retainOnDelete: true } };

describe("counts of plain pulumi are ours", () => {
  it.each<{ what: string; before: Entry[]; after: Entry[] }>([
    { what: "retainOnDelete, deleted", before: [kept, { name: "other" }], after: [{ name: "other" }] },
  ])("$what", async ({ what, before, after }) => {
    const stack = what.replaceAll(/\W+/gu, "-");
    const made = await plain(stack, up, before);
    expect(inPulumisWords(made, "create")).toEqual(made.counts);
    const planned = await plain(stack, ["preview"], after);
    expect(inPulumisWords(planned, "same")).toEqual(planned.counts);
    const changed = await plain(stack, up);
    expect(inPulumisWords(changed, "same")).toEqual(changed.counts);
    expect(changed.changeSet.changes.every(({ status }) => status === "done")).toBe(true);
    const refreshed = await plain(stack, [...up, "--refresh"]);
    expect(inPulumisWords(refreshed, "same")).toEqual(refreshed.counts);
    expect(refreshed.changeSet.counts.refresh).toBe(0);
  });

  it("tells what was retained by its id", async () => {
    await plain("told", up, [kept]);
    const { changeSet } = await plain("told", ["destroy", "--yes", "--skip-preview"]);
    expect(changeSet.changes).toMatchObject([{ op: "retain", name: "kept", status: "done", retained: { id: "id-a" } }]);
    expect(changeSet.counts).toMatchObject({ retain: 1, delete: 0 });
  });
});
