import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { resolve } from "node:path";

import { findKey } from "../../commands/toolkit/find-key.ts";
import type { Answer, Toolkit } from "../../commands/toolkit/toolkit.ts";
import type { StageKey } from "../../engine/engine.ts";
import type { PulumiTools } from "../../engine/pulumi/tools.ts";
import { describeFailure } from "../../failure.ts";
import { describeOwnProcess } from "../../lock/owner-process.ts";
import { createMask, type Mask } from "../../mask.ts";
import { visible } from "../../report/visible.ts";
import { cacheDirectory, temporaryDirectory } from "../runner.ts";
import { secretsInEnvironment } from "../secrets-in-environment.ts";
import { createTerminalLog } from "../terminal-log.ts";
import { toolkitOf } from "../toolkit-wire.ts";
import { watchEndings } from "./endings.ts";

/** The flags of every command that looks into a home. */
export const homeFlags = {
  home: {
    type: "string",
    description:
      "`s3://bucket/prefix?region=…`, `backend`, `local` or `local:/folder`. Default: $STAGEWRIGHT_HOME_URL, else `backend`.",
  },
  cwd: { type: "string", description: "The project's folder (where Pulumi.yaml lies).", default: "." },
  json: { type: "boolean", description: "Print JSON, for machines.", default: false },
  debug: { type: "boolean", description: "Say more.", default: false },
} as const;

/** The flags of every command on one stage. */
export const stageFlags = {
  ...homeFlags,
  stage: { type: "string", description: "The stage.", required: true },
  app: {
    type: "string",
    description: "The app. Default: the project's in the folder, or the only one that has such a stage.",
  },
} as const;

export type HomeArgs = {
  readonly home?: string | undefined;
  readonly cwd: string;
  readonly json: boolean;
  readonly debug: boolean;
};
export type StageArgs = HomeArgs & { readonly stage: string; readonly app?: string | undefined };

/** What a command of a person at a terminal works with. */
export type Session = Toolkit & { readonly directory: string; readonly tools: () => Promise<PulumiTools> };

/** Runs a command and prints its answer. An error is told in words for people; it, and an answer that is not `ok`, give exit code 1. */
export async function answer(args: HomeArgs, command: (session: Session) => Promise<Answer>): Promise<void> {
  await orExplain(async (mask) => {
    const { text, json, ok } = await command(await openSession(args, mask));
    console.log(args.json ? mask.hide(JSON.stringify(json, null, 2)) : visible(mask.hide(text)));
    process.exitCode = ok ? 0 : 1;
  });
}

/** Runs a command; what it throws is told in words for people, and the exit code is 1. */
export async function orExplain(command: (mask: Mask) => Promise<void>): Promise<void> {
  // A terminal has no mask of its own to tell.
  const mask = createMask(() => undefined);
  mask.add(secretsInEnvironment(process.env));
  try {
    await command(mask);
  } catch (error) {
    const { message, next } = describeFailure(error);
    console.error(visible(mask.hide(`${message}\n${next}`)));
    process.exitCode = 1;
  }
}

/** Opens the home that the flags name, for a person. */
export async function openSession(args: HomeArgs, mask: Mask): Promise<Session> {
  const directory = resolve(args.cwd);
  const environment = process.env;
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

/** The stage that the flags name. */
export function keyOf({ stage, app }: StageArgs, session: Session): Promise<StageKey> {
  return findKey(session, { stage, app: app ?? null, directory: session.directory });
}
