import { homedir } from "node:os";
import { join, resolve } from "node:path";

import type { ArchiveCache } from "../cache/archive-cache.ts";
import { bringBack, type TrustedEntry } from "../cache/bring.ts";
import type { KeptFolder } from "../cache/kept-folder.ts";
import type { StageKey } from "../engine/engine.ts";
import type { PulumiProject } from "../engine/pulumi/project.ts";
import { resolveTarget } from "../events/resolve-target.ts";
import { trustedStages } from "../events/trusted-stages.ts";
import { describeFailure } from "../failure.ts";
import type { Digest, DigestStore } from "../home/digests.ts";
import type { Home } from "../home/home.ts";
import type { Log } from "../log.ts";
import { compileFolder } from "./caching.ts";
import { hashLockFiles } from "./lock-files.ts";
import { noteFolders } from "./save-folders.ts";
import type { Given } from "./wire.ts";

/** Resolves when what earlier runs kept for a stage is in place, or is not to be had. Begun once, however often it is asked. Never rejects. */
export type BringKept = (key: StageKey) => Promise<void>;

const machine = `${process.platform}-${process.arch}`;

/**
 * Brings back, on GitHub's runners, plugins and what Node compiled of the program: from entries that are what the stage's home says they have
 * to be. It begins at once where the stage is known; what a run leaves then is noted for the post step, if it changes a stage.
 */
export function createBringKept(
  given: Given,
  of: { readonly cache: ArchiveCache; readonly home: Home; readonly project: PulumiProject | null },
): BringKept | null {
  const { request, log, signal } = given;
  const { event } = request;
  const { digests } = of.home;
  const target = resolveTarget(event, request.rules);
  if (digests === null || target.kind === "skip" || event.kind === "ignored") {
    return null;
  }
  const isRemoval = target.command === "remove";
  const isChange = !request.dryRun && (target.command === "deploy" || target.command === "refresh");
  const folders = foldersOf(given, of.project);

  const begin = async (key: StageKey): Promise<void> => {
    try {
      const stages = isRemoval ? [key.stage] : trustedStages(target, event, request.rules);
      const [trusted, kept] = await Promise.all([trustedEntries(digests, { ...key, stages, log }), folders]);
      const brought = await Promise.all(
        kept.map(async (folder) => ({
          folder,
          brought: await bringBack(folder, trusted.filter(fits(folder)), { cache: of.cache, log, signal }),
        })),
      );
      if (isChange) {
        noteFolders({ key, folders: brought });
      }
    } catch (error) {
      log.info(`What earlier runs kept could not be brought back: ${describeFailure(error).message}`);
    }
  };
  const cancelled = new Promise<void>((end) => {
    signal.addEventListener("abort", () => end(), { once: true });
  });
  const begun = new Map<string, Promise<void>>();
  const bring: BringKept = ({ app, stage }) => {
    // What previews another stage beside a deploy has the same program.
    const key = { app, stage: isRemoval ? stage : target.stage };
    const name = JSON.stringify([key.app, key.stage]);
    const bringing = begun.get(name) ?? begin(key);
    begun.set(name, bringing);
    return Promise.race([bringing, cancelled]);
  };
  if (of.project !== null && !isRemoval) {
    void bring({ app: of.project.name, stage: target.stage });
  }
  return bring;
}

async function foldersOf(given: Given, project: PulumiProject | null): Promise<KeptFolder[]> {
  const { environment, request, runner } = given;
  const pulumiHome = environment["PULUMI_HOME"] ?? "";
  const home = pulumiHome === "" ? join(homedir(), ".pulumi") : resolve(request.directory, pulumiHome);
  const plugins: KeptFolder = { kind: "plugins", folder: join(home, "plugins"), machine, basis: "" };
  if (project === null || environment["NODE_COMPILE_CACHE"] !== undefined) {
    return [plugins];
  }
  const basis = `${process.version}-${await hashLockFiles(project.directory, runner.workspace)}`;
  return [plugins, { kind: "compiled", folder: compileFolder(runner), machine, basis }];
}

/** The entries that the stages recorded, in their order. What cannot be read is said, and is none. */
async function trustedEntries(
  digests: DigestStore,
  { app, stages, log }: { readonly app: string; readonly stages: readonly string[]; readonly log: Log },
): Promise<(TrustedEntry & Digest)[]> {
  const read = stages.map(async (stage) => {
    try {
      const found = await digests.read({ app, stage });
      return found.map((digest) => ({ ...digest, by: `the home's record of stage ${stage}` }));
    } catch (error) {
      log.info(`What is kept of stage ${stage} in GitHub's cache is not known: ${describeFailure(error).message}`);
      return [];
    }
  });
  return (await Promise.all(read)).flat();
}

function fits({ kind, basis }: KeptFolder): (digest: Digest) => boolean {
  return (digest) => digest.kind === kind && digest.machine === machine && digest.basis === basis;
}
