import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { stringify } from "yaml";
import { z } from "zod";

import type { StageKey } from "../engine/engine.ts";
import type { ProcessEnd } from "../engine/process.ts";
import { makeWorkFolder } from "../engine/pulumi/work-folder.ts";
import { Failure } from "../failure.ts";
import { withoutCredentials } from "./backend-address.ts";
import { checkKey } from "./key.ts";
import { here } from "../reader/reader.ts";

/**
 * Runs `pulumi` with these arguments in a folder, in the engine's environment and with the given variables besides; resolves however it
 * ended, to its whole output.
 */
export type RunPulumi = (
  args: readonly string[],
  at: { readonly cwd: string; readonly environment: Readonly<Record<string, string>> },
) => Promise<Pick<ProcessEnd, "code" | "stdout" | "stderr">>;

/** The stacks of the project's own backend. Each call is one process, and none sees or writes the user's tree. */
export type BackendStacks = {
  /** A stack's tags; null when there is no such stack. */
  readonly tags: (key: StageKey) => Promise<Readonly<Record<string, string>> | null>;
  /** Resolves to false when there is no such stack. */
  readonly setTag: (key: StageKey, tag: { readonly name: string; readonly value: string }) => Promise<boolean>;
  readonly removeTag: (key: StageKey, name: string) => Promise<void>;
  /** The stacks that have a tag of this name, of one app or of all. */
  readonly withTag: (name: string, app: string | null) => Promise<readonly StageKey[]>;
  /** What `pulumi stack export` writes; null when there is no such stack. `shown`: with its secrets in the clear. */
  readonly exported: (key: StageKey, how?: "shown") => Promise<string | null>;
  readonly rename: (key: StageKey, name: string) => Promise<void>;
  readonly make: (key: StageKey, configFile: string | null) => Promise<void>;
  /** Resolves to false, having changed nothing, when the stack still has resources. There being none is as good as removing it. */
  readonly remove: (key: StageKey) => Promise<boolean>;
};

export function createBackendStacks(given: {
  readonly pulumi: RunPulumi;
  readonly environment: Readonly<Record<string, string>>;
  readonly temporaryDirectory: string;
  /** The backend's address for people. */
  readonly where: string;
}): BackendStacks {
  const run = async (folder: string, command: Command): Promise<Ended> => {
    const { words, flags = [], operands = [] } = command;
    // An operand may begin like a flag.
    const args = [...words.split(" "), ...flags, "--non-interactive", "--color", "never", "--", ...operands];
    const end = await given.pulumi(args, { cwd: folder, environment: given.environment });
    return { ...end, words, missing: end.code !== 0 && /no stack named .* found/u.test(end.stderr) };
  };
  const expectSuccess = (end: Ended): string => {
    if (end.code === 0) {
      return end.stdout;
    }
    throw failureOf(end, given.where);
  };
  /** Runs commands on one stack, in a folder that holds nothing but the name of its project. */
  const onStack = async <T>(
    key: StageKey,
    act: (stack: (command: Command) => Promise<Ended>, folder: string) => Promise<T>,
  ): Promise<T> => {
    checkKey(key);
    await using folder = await makeProject(given.temporaryDirectory, key.app);
    const stack = ({ flags = [], ...command }: Command) =>
      run(folder.path, { ...command, flags: ["--stack", key.stage, ...flags] });
    return await act(stack, folder.path);
  };

  return {
    tags: (key) =>
      onStack(key, async (stack) => {
        const end = await stack({ words: "stack tag ls", flags: ["--json"] });
        return end.missing ? null : tagsSchema.parse(JSON.parse(expectSuccess(end)));
      }),
    setTag: (key, tag) =>
      onStack(key, async (stack) => {
        const end = await stack({ words: "stack tag set", operands: [tag.name, tag.value] });
        return end.missing ? false : (expectSuccess(end), true);
      }),
    removeTag: (key, name) =>
      onStack(key, async (stack) => {
        const end = await stack({ words: "stack tag rm", operands: [name] });
        if (!end.missing) {
          expectSuccess(end);
        }
      }),
    withTag: async (name, app) => {
      await using folder = await makeProject(given.temporaryDirectory, app ?? "stagewright");
      const which = app === null ? ["--all"] : ["--project", app];
      const flags = [...which, "--tag", name, "--json", "--fully-qualify-stack-names"];
      const listed = expectSuccess(await run(folder.path, { words: "stack ls", flags }));
      return stacksSchema.parse(JSON.parse(listed)).map((stack) => keyOf(stack.name, given.where));
    },
    exported: (key, how) =>
      onStack(key, async (stack, folder) => {
        const file = join(folder, "state.json");
        const flags = ["--file", file, ...(how === "shown" ? ["--show-secrets"] : [])];
        const end = await stack({ words: "stack export", flags });
        return end.missing ? null : (expectSuccess(end), readFile(file, "utf8"));
      }),
    rename: (key, name) =>
      onStack(key, async (stack) => {
        expectSuccess(await stack({ words: "stack rename", operands: [name] }));
      }),
    make: (key, configFile) =>
      onStack(key, async (stack, folder) => {
        if (configFile !== null) {
          await copyFile(configFile, join(folder, `Pulumi.${key.stage}.yaml`));
        }
        expectSuccess(await stack({ words: "stack init", flags: ["--no-select"] }));
      }),
    remove: (key) =>
      onStack(key, async (stack) => {
        const end = await stack({ words: "stack rm", flags: ["--yes"] });
        if (end.code !== 0 && /still has resources/u.test(end.stderr)) {
          return false;
        }
        return end.missing || (expectSuccess(end), true);
      }),
  };
}

type Command = { readonly words: string; readonly flags?: readonly string[]; readonly operands?: readonly string[] };

const tagsSchema = z.record(z.string(), z.string());
const stacksSchema = z.array(z.looseObject({ name: z.string() }));

type Ended = Awaited<ReturnType<RunPulumi>> & { readonly words: string; readonly missing: boolean };

async function makeProject(parent: string, app: string): Promise<{ path: string } & AsyncDisposable> {
  const folder = await makeWorkFolder(parent);
  // The runtime is never started: no command here runs the program.
  await writeFile(join(folder.path, "Pulumi.yaml"), stringify({ name: app, runtime: "nodejs" }));
  return folder;
}

/** `organization/app/stage`, as the engine names a stack in full. */
function keyOf(name: string, where: string): StageKey {
  const [, app, stage] = name.split("/");
  if (app !== undefined && stage !== undefined) {
    return { app, stage };
  }
  throw new Failure({
    code: "legacy-backend",
    message: `The backend ${where} keeps its stacks without their projects (${name}), in the layout of Pulumi before 3.61.`,
    next: "Bring it up to date with `pulumi state upgrade`.",
  });
}

function failureOf(end: Ended, where: string): Failure {
  const lines = end.stderr.trim().split("\n");
  const from = lines.findIndex((line) => line.startsWith("error:"));
  const words = lines.slice(from === -1 ? -10 : from).join("\n");
  const said = words.replaceAll(/[a-z][a-z0-9+.-]*:\/\/[^\s"'`]+/giu, withoutCredentials);
  if (/PULUMI_ACCESS_TOKEN must be set/u.test(said)) {
    return new Failure({
      code: "no-backend",
      message:
        "There is no Pulumi backend: neither PULUMI_BACKEND_URL nor `backend.url` in Pulumi.yaml names one, and there is no access token for Pulumi Cloud.",
      next: `Set PULUMI_BACKEND_URL (\`s3://…\`, \`gs://…\`, \`azblob://…\`) or PULUMI_ACCESS_TOKEN ${here("in the environment")}.`,
    });
  }
  return new Failure({
    code: "backend-failed",
    message: `\`pulumi ${end.words}\` failed at ${where}: ${said === "" ? `exit code ${end.code ?? "none"}` : said}`,
    next: `Check that the backend is there and that ${here("whose credentials")} may read and write it.`,
  });
}
