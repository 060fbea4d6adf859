import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

const repositoryRoot = resolve(import.meta.dirname, "../..");

/** One step as a runner would run it: the compiled action in a process of its own, with nothing but what a runner gives it. */
export type StepOrder = {
  /** The action's folder, relative to the repository's root; `.` for the action itself. */
  readonly action?: string;
  /** A folder of the test's own, where the runner's files go. */
  readonly folder: string;
  readonly event: { readonly name: string; readonly payload: unknown; readonly sha?: string };
  readonly workspace: string;
  /** The step's `with:`; action.yml's defaults stand for the rest. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The step's `env:` and what else the job has; undefined takes a variable away that every step would have. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly github: { readonly url: string; readonly token: string };
  readonly attempt?: number;
  readonly actor?: string;
  /** Called with the running process, so that a test can signal or kill it. */
  readonly running?: (child: ChildProcess) => void;
};

export type StepResult = {
  readonly code: number | null;
  /** When the process was started, in milliseconds since the epoch, and how long it ran: without what the runner does before and after. */
  readonly startedAt: number;
  readonly seconds: number;
  /** What the log shows: both streams as they came. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The runner's folder, to search every file that the step left. */
  readonly runnerFolder: string;
};

/** Runs the main step. */
export async function runMain(order: StepOrder): Promise<StepResult> {
  return runStep(order, { entry: "main", state: {} });
}

/** Runs the post step on what the main step saved. */
export async function runPost(order: StepOrder, main: Pick<StepResult, "state">): Promise<StepResult> {
  return runStep(order, { entry: "post", state: main.state });
}

async function runStep(
  order: StepOrder,
  phase: { readonly entry: "main" | "post"; readonly state: Readonly<Record<string, string>> },
): Promise<StepResult> {
  await mkdir(order.folder, { recursive: true });
  const runnerFolder = await mkdtemp(join(order.folder, `${phase.entry}-`));
  const file = (name: string) => join(runnerFolder, name);
  for (const name of ["output", "state", "summary", "env", "path"]) {
    await writeFile(file(name), "");
  }
  await mkdir(file("temp"));
  await writeFile(file("event.json"), JSON.stringify(order.event.payload));
  const { entry, defaults } = await readAction(order.action ?? ".");
  const environment: Record<string, string | undefined> = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: order.event.name,
    GITHUB_EVENT_PATH: file("event.json"),
    GITHUB_REPOSITORY: repositoryOf(order.event.payload),
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_API_URL: order.github.url,
    GITHUB_GRAPHQL_URL: `${order.github.url}/graphql`,
    GITHUB_RUN_ID: "4242",
    GITHUB_RUN_NUMBER: "7",
    GITHUB_RUN_ATTEMPT: String(order.attempt ?? 1),
    GITHUB_ACTOR: order.actor ?? "octocat",
    GITHUB_WORKSPACE: order.workspace,
    GITHUB_SHA: order.event.sha ?? "0".repeat(40),
    GITHUB_JOB: "stage",
    GITHUB_OUTPUT: file("output"),
    GITHUB_STATE: file("state"),
    GITHUB_STEP_SUMMARY: file("summary"),
    GITHUB_ENV: file("env"),
    GITHUB_PATH: file("path"),
    RUNNER_TEMP: file("temp"),
    RUNNER_OS: "Linux",
    RUNNER_ARCH: "X64",
    RUNNER_ENVIRONMENT: "self-hosted",
    RUNNER_NAME: "test-runner",
    RUNNER_TRACKING_ID: "github_test",
    ...inputVariables({ ...defaults, ...order.inputs }, order.github.token),
    ...Object.fromEntries(Object.entries(phase.state).map(([name, value]) => [`STATE_${name}`, value])),
    ...order.environment,
  };
  const ran = await runNode({
    script: entry[phase.entry],
    cwd: order.workspace,
    environment,
    ...(order.running === undefined ? {} : { running: order.running }),
  });
  return {
    ...ran,
    outputs: parseCommandFile(await readFile(file("output"), "utf8")),
    state: parseCommandFile(await readFile(file("state"), "utf8")),
    summary: await readFile(file("summary"), "utf8"),
    runnerFolder,
  };
}

const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ default: z.union([z.string(), z.number(), z.boolean()]).optional() })),
  runs: z.object({ main: z.string(), post: z.string().optional() }),
});

async function readAction(folder: string): Promise<{
  entry: { main: string; post: string };
  defaults: Record<string, string>;
}> {
  const path = join(repositoryRoot, folder, "action.yml");
  const { inputs, runs } = actionSchema.parse(parse(await readFile(path, "utf8")));
  const defaults = Object.entries(inputs).map(([name, input]): [string, string] => [name, String(input.default ?? "")]);
  return {
    entry: {
      main: join(repositoryRoot, folder, runs.main),
      post: join(repositoryRoot, folder, runs.post ?? "no-post.js"),
    },
    defaults: Object.fromEntries(defaults),
  };
}

/** As the runner names them, with the expressions that action.yml's defaults use filled in. */
function inputVariables(inputs: Readonly<Record<string, string>>, token: string): Record<string, string> {
  const filled = Object.entries(inputs).map(([name, value]): [string, string] => [
    `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
    value.replaceAll("${{ github.token }}", token).replaceAll(/\$\{\{.*?\}\}/gu, ""),
  ]);
  return Object.fromEntries(filled);
}

const ofRepositorySchema = z.object({ repository: z.object({ full_name: z.string() }) });

function repositoryOf(payload: unknown): string {
  return ofRepositorySchema.safeParse(payload).data?.repository.full_name ?? "acme/site";
}

/** Runs the command line, in a terminal's place, to its end. */
export function runCli(run: {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly running?: (child: ChildProcess) => void;
}): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolveRun, reject) => {
    const child = spawn(process.execPath, [join(repositoryRoot, "dist/cli.js"), ...run.args], {
      cwd: run.cwd,
      env: run.environment,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 120_000,
      killSignal: "SIGKILL",
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code) => resolveRun({ code, stdout, stderr }));
    run.running?.(child);
  });
}

function runNode(run: {
  readonly script: string;
  readonly cwd: string;
  readonly environment: Record<string, string | undefined>;
  readonly running?: (child: ChildProcess) => void;
}): Promise<Pick<StepResult, "code" | "log" | "startedAt" | "seconds">> {
  return new Promise((resolveRun, reject) => {
    const [startedAt, before] = [Date.now(), performance.now()];
    const child = spawn(process.execPath, [run.script], {
      cwd: run.cwd,
      env: run.environment,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 300_000,
      killSignal: "SIGKILL",
    });
    let log = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (log += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
    child.once("error", reject);
    child.once("close", (code) => {
      resolveRun({ code, log, startedAt, seconds: (performance.now() - before) / 1000 });
    });
    run.running?.(child);
  });
}

/** Reads the runner's command files: `name=value` lines and `name<<delimiter` blocks. */
export function parseCommandFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const block = /^(?<name>[^=]+?)<<(?<delimiter>.+)$/u.exec(line)?.groups;
    if (block !== undefined) {
      const end = lines.indexOf(block["delimiter"] ?? "", index + 1);
      values[block["name"] ?? ""] = lines.slice(index + 1, end).join("\n");
      index = end;
    } else if (line.includes("=")) {
      values[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1);
    }
  }
  return values;
}
