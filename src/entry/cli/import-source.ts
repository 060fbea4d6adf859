import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";

import type { ImportSource } from "../../commands/toolkit/import-state.ts";
import type { StageKey } from "../../engine/engine.ts";
import { askPulumi } from "../../engine/pulumi/ask-pulumi.ts";
import { readProject } from "../../engine/pulumi/project.ts";
import { readConfig } from "../../engine/pulumi/stack-config.ts";
import { Failure } from "../../failure.ts";
import { findBackend } from "../../home/backend-address.ts";
import { createBackendStacks } from "../../home/backend-stacks.ts";
import { temporaryDirectory } from "../runner.ts";
import type { Session } from "./session.ts";

/** Where `state import` reads from; exactly one of the two is to be given. */
export type ImportFrom = {
  readonly backend: string | null;
  readonly file: string | null;
  readonly keepOld: boolean;
  /** The passphrase of the old stack's secrets; null for the environment's. */
  readonly oldPassphrase: string | null;
};

export async function importSource(session: Session, key: StageKey, from: ImportFrom): Promise<ImportSource> {
  const { backend, file } = from;
  if (file !== null && backend === null) {
    return { where: file, read: () => readExported(file), retire: null };
  }
  if (backend !== null && file === null) {
    return backendSource(session, key, { ...from, backend });
  }
  throw new Failure({
    code: "bad-option",
    message: "`state import` reads from one place: a backend or a file.",
    next: "Give either `--from-backend URL` or `--from-file FILE`.",
  });
}

/** The stage's own configuration in a checkout, where it names a salt; null otherwise. */
export async function saltedConfig(
  directory: string,
  stage: string,
): Promise<{ readonly file: string; readonly salt: string } | null> {
  const project = await readProject(directory);
  const found = project === null ? null : await readConfig(project, stage);
  const salt = found?.config.encryptionsalt;
  return salt === undefined || found === null || found.file === null ? null : { file: found.file, salt };
}

async function readExported(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Failure({
      code: "no-file",
      message: `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: "Give the path of a file that `pulumi stack export` wrote.",
      cause,
    });
  });
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return new TextDecoder().decode(isCompressed ? gunzipSync(bytes) : bytes);
}

async function backendSource(
  session: Session,
  key: StageKey,
  from: ImportFrom & { readonly backend: string },
): Promise<ImportSource> {
  const tools = await session.tools();
  const { url, where } = findBackend({
    environment: { PULUMI_BACKEND_URL: from.backend },
    projectUrl: null,
    directory: session.directory,
  });
  const stacks = createBackendStacks({
    pulumi: (args, at) => askPulumi(tools, args, { ...at, pathsFrom: session.directory }),
    environment: {
      PULUMI_BACKEND_URL: url ?? from.backend,
      ...(from.oldPassphrase === null ? {} : { PULUMI_CONFIG_PASSPHRASE: from.oldPassphrase }),
    },
    temporaryDirectory: temporaryDirectory(process.env),
    where,
  });
  const read = async (how?: "shown"): Promise<string> => {
    const text = await stacks.exported(key, how);
    if (text === null) {
      throw new Failure({
        code: "no-stack",
        message: `There is no stack ${key.stage} of ${key.app} in ${where}.`,
        next: "`pulumi stack ls --all` lists the stacks there; `--stage` and `--app` name the one to import.",
      });
    }
    return text;
  };
  const retire = async (): Promise<string> => {
    // A name that is free, also after a second move.
    const name = `${key.stage}-moved-${new Date().toISOString().replaceAll(/\D/gu, "").slice(0, 14)}`;
    await stacks.rename(key, name);
    return name;
  };
  return { where: `stack ${key.stage} in ${where}`, read, retire: from.keepOld ? null : retire };
}
