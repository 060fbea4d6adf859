import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { z } from "zod";

import type { ChangeSet } from "../../src/engine/change.ts";
import { createChangeSetBuilder } from "../../src/engine/pulumi/change-set.ts";
import { parseEngineEvent } from "../../src/engine/pulumi/engine-event.ts";
import type { TestStage } from "./pulumi-stage.ts";

/** What plain `pulumi` said of a run. */
export type PlainRun = {
  /** Its summary's counts, as the event log has them, without the stack itself. */
  readonly counts: Readonly<Record<string, number>>;
  /** By the resource's name, what its display says becomes of it, as `update`; ` failed` and ` retained` are added. */
  readonly words: Readonly<Record<string, string>>;
  /** What we make of its event log. */
  readonly changeSet: ChangeSet;
};

const stackType = "pulumi:pulumi:Stack";
const stepSchema = z.object({ metadata: z.object({ type: z.string(), op: z.string() }) });
const eventSchema = z.object({
  resourcePreEvent: stepSchema.optional(),
  resOutputsEvent: stepSchema.optional(),
  summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()) }).optional(),
});

/** Plain `pulumi` in the stage's project, on the stack `plain` and a state of its own beside the stage's home. A run that fails is a result. */
export async function createPlain(stage: TestStage): Promise<(args: readonly string[]) => Promise<PlainRun>> {
  const { app } = stage.key;
  const state = join(stage.folder, "plain", ".pulumi", "stacks", app);
  await mkdir(state, { recursive: true });
  const checkpoint = { stack: `organization/${app}/plain`, latest: null };
  await writeFile(join(state, "plain.json"), JSON.stringify({ version: 3, checkpoint }));
  return (args) => runPlain(stage, args);
}

async function runPlain(stage: TestStage, args: readonly string[]): Promise<PlainRun> {
  const log = join(stage.folder, "plain.ndjson");
  await writeFile(log, "");
  const [command = ""] = args;
  const shown = command === "up" || command === "preview" ? ["--show-reads"] : [];
  const quiet = ["--non-interactive", "--suppress-progress", "--color", "never"];
  const all = [...args, "--stack", "plain", "--event-log", log, ...shown, ...quiet];
  const ended: unknown = await promisify(execFile)(stage.tools.command, all, {
    cwd: stage.project,
    env: { ...stage.tools.environment, PULUMI_BACKEND_URL: `file://${join(stage.folder, "plain")}` },
  }).catch((error: unknown) => error);
  const { stdout } = z.object({ stdout: z.string() }).parse(ended);
  const lines = (await readFile(log, "utf8")).split("\n").filter((line) => line !== "");
  const preview = command === "preview" || args.includes("--preview-only");
  const builder = createChangeSetBuilder({ preview, now: () => 0, dataTypes: [] });
  for (const event of lines.map(parseEngineEvent).filter((one) => one !== null)) {
    builder.add(event);
  }
  return { counts: countsIn(lines), words: wordsIn(stdout), changeSet: builder.finish() };
}

function countsIn(lines: readonly string[]): PlainRun["counts"] {
  const events = lines.map((line) => eventSchema.parse(JSON.parse(line)));
  const steps = events.flatMap(({ resourcePreEvent, resOutputsEvent }) => resourcePreEvent ?? resOutputsEvent ?? []);
  const ofStack = steps.filter(({ metadata: { type, op } }) => type === stackType && op !== "refresh").at(-1);
  const all = { ...events.find((event) => event.summaryEvent !== undefined)?.summaryEvent?.resourceChanges };
  if (ofStack !== undefined) {
    all[ofStack.metadata.op] = (all[ofStack.metadata.op] ?? 0) - 1;
  }
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count !== 0));
}

const row = /^ [-+~=<> ]{2} +(?<type>\S+:\S+) (?<name>\S+) +(?<failed>\*\*)?(?<status>[a-z][a-z ]*[a-z])/u;

/** What each step is called while it is planned, under way and done. */
const steps: readonly (readonly [RegExp, string])[] = [
  [/^replac|^(?:creat|import|read)\w*(?: for)? replacement/u, "replace"],
  [/^creat/u, "create"],
  [/^updat/u, "update"],
  [/^delet/u, "delete"],
  [/^discard/u, "discard"],
  [/^import/u, "import"],
  [/^read/u, "read"],
];

function wordsIn(text: string): PlainRun["words"] {
  const words: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const { type, name = "", failed, status = "" } = row.exec(line)?.groups ?? {};
    const word = steps.find(([pattern]) => pattern.test(status))?.[1];
    const isOldHalf = words[name]?.startsWith("replace") === true && failed === undefined;
    if (word !== undefined && type !== stackType && !isOldHalf) {
      words[name] = [word, failed && "failed", line.includes("[retain]") && "retained"].filter(Boolean).join(" ");
    }
  }
  return words;
}
