import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { resolve } from "node:path";

import type { LockPatience } from "../../commands/hold-lock.ts";
import { findKey } from "../../commands/toolkit/find-key.ts";
import type { Answer, Toolkit } from "../../commands/toolkit/toolkit.ts";
import type { StageKey } from "../../engine/engine.ts";
import { projectAbove } from "../../engine/pulumi/project-above.ts";
import type { PulumiTools } from "../../engine/pulumi/tools.ts";
import { describeFailure } from "../../failure.ts";
import { describeOwnProcess } from "../../lock/owner-process.ts";
import { createMask, type Mask } from "../../mask.ts";
import { shownFailure } from "../../report/bounded.ts";
import { oneLine, visible } from "../../report/visible.ts";
import { settleEnvironment } from "../own-environment.ts";
import { cacheDirectory, temporaryDirectory } from "../runner.ts";
import { secretsInEnvironment } from "../secrets-in-environment.ts";
import { createTerminalLog } from "../terminal-log.ts";
import { toolkitOf, usualInputs } from "../toolkit-wire.ts";
import type { Values } from "./define-command.ts";
import { watchEndings } from "./endings.ts";
import { speakTo } from "../../reader/reader.ts";
import { engineInputsOf, engineOptions } from "./engine-options.ts";
import { isUsage, usageError } from "./usage-error.ts";

const debugOption = { type: "flag", description: "Print debug output, too." } as const;

/** Of every command that has an answer for machines. */
export const jsonOption = { type: "flag", description: "Print JSON, errors included." } as const;

/** The options of every command that looks into a home. */
export const homeOptions = {
  home: {
    type: "text",
    value: "HOME",
    description:
      "`s3://bucket/prefix?region=…`, `backend`, `local` or `local:/folder`. Default: $STAGEWRIGHT_HOME_URL, else `backend`.",
  },
  cwd: {
    type: "text",
    value: "FOLDER",
    description: "The project's folder, or one below it.",
    default: ".",
  },
  ...engineOptions,
  json: jsonOption,
  debug: debugOption,
} as const;

/** The options of every command on one stage. */
export const stageOptions = {
  stage: { type: "text", value: "STAGE", description: "The stage.", required: true },
  app: {
    type: "text",
    value: "APP",
    description: "The app. Default: the project's in the folder, or the only one that has such a stage.",
  },
  ...homeOptions,
} as const;

/** The options of every command that changes a stage, or its state: it holds the stage's lock, and stores what it does. */
export const changeOptions = {
  "lock-timeout": {
    type: "seconds",
    value: "SECONDS",
    description: "How long to wait for who holds the stage.",
    default: 600,
  },
  "engine-grace": {
    type: "seconds",
    value: "SECONDS",
    description: "How much longer to wait for the engine of a holder that is gone.",
    default: 600,
  },
  "store-timeout": {
    type: "seconds",
    value: "SECONDS",
    description: "How long to go on while the state cannot be stored (home `s3://…`).",
    default: usualInputs["store-timeout"] * 60,
  },
} as const;

export type HomeArgs = Values<typeof homeOptions> & Partial<Pick<ChangeArgs, "store-timeout">>;
export type StageArgs = Values<typeof stageOptions>;
export type ChangeArgs = Values<typeof changeOptions>;

/** How long a command line is ready to wait for a lock. */
export function patienceOf(args: ChangeArgs): LockPatience {
  return { lockTimeoutSeconds: args["lock-timeout"], engineGraceSeconds: args["engine-grace"] };
}

/** What a command of a person at a terminal works with. */
export type Session = Toolkit & { readonly directory: string; readonly tools: () => Promise<PulumiTools> };

/** Runs a command and prints its answer. One that is not `ok` gives exit code 1. */
export async function answer(args: HomeArgs, command: (session: Session) => Promise<Answer>): Promise<void> {
  const mask = terminalMask();
  const { text, json, ok } = await command(await openSession(args, mask));
  console.log(args.json ? mask.hide(JSON.stringify(json, null, 2)) : visible(mask.hide(text)));
  process.exitCode = ok ? 0 : 1;
}

/** The one mask of this process: what a command learns to be secret is hidden in its errors, too. A terminal has none of its own to tell. */
export const terminalMask = (() => {
  let mask: Mask | undefined;
  return (): Mask => {
    if (mask === undefined) {
      mask = createMask(() => undefined);
      mask.add(secretsInEnvironment(process.env));
    }
    return mask;
  };
})();

/**
 * Runs a command; what it throws is told in words for people on standard error, or with `json` as one object on standard output. The exit
 * code is 2 for a command line that is wrong, else 1.
 */
export async function orExplain({ json }: { readonly json: boolean }, command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const { code, message, next } = shownFailure(describeFailure(error), terminalMask().hide);
    const isWrongUsage = isUsage(code);
    if (json) {
      console.log(JSON.stringify({ code, message, next }, null, 2));
    } else {
      console.error(visible(isWrongUsage ? oneLine(`${message} ${next}`) : `${message}\n${next}`));
    }
    process.exitCode = isWrongUsage ? 2 : 1;
  }
}

/** Opens the home that the options name, for a person. */
export async function openSession(
  args: HomeArgs,
  mask: Mask,
  { dataTypes = [] }: { readonly dataTypes?: readonly string[] } = {},
): Promise<Session> {
  // A default is found by the commands that are advised as it was by this one.
  speakTo({ place: "terminal", home: args.home ?? null });
  const storeTimeout = storeTimeoutOf(args);
  const inputs = { ...engineInputsOf(args), "store-timeout": storeTimeout, "data-types": [...dataTypes] };
  const directory = await projectAbove(resolve(args.cwd));
  const environment = settleEnvironment(process.env, directory);
  const log = createTerminalLog(mask, args);
  const { username } = userInfo();
  const toolkit = await toolkitOf({
    home: args.home ?? environment["STAGEWRIGHT_HOME_URL"] ?? "backend",
    directory,
    runner: {
      kind: null,
      temporaryDirectory: temporaryDirectory(environment),
      cacheDirectory: cacheDirectory(environment),
    },
    environment,
    inputs: { ...usualInputs, ...inputs },
    log,
    mask,
    ...watchEndings(log),
    run: {
      actor: username,
      link: null,
      repositoryUrl: null,
      attempt: 1,
      owner: {
        token: randomUUID(),
        kind: "person",
        repository: null,
        run: null,
        attempt: null,
        job: null,
        pullRequest: null,
        actor: username,
        link: null,
        runner: null,
        ...(await describeOwnProcess()),
      },
    },
  });
  return { ...toolkit, directory };
}

/** In minutes, as the action's input. */
function storeTimeoutOf({ "store-timeout": seconds }: HomeArgs): number {
  if (seconds === 0) {
    throw usageError("`--store-timeout` must be more than 0.", "Give seconds, like `--store-timeout 60`.");
  }
  return seconds === undefined ? usualInputs["store-timeout"] : seconds / 60;
}

/** The stage that the options name. */
export function keyOf({ stage, app }: StageArgs, session: Session): Promise<StageKey> {
  return findKey(session, { stage, app: app ?? null, directory: session.directory });
}
