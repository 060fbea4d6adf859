import { homedir } from "node:os";
import { isAbsolute, join, normalize } from "node:path";

import { Failure } from "../failure.ts";
import { parseS3Address, type S3Address } from "./objects/s3-address.ts";
import { here } from "../reader/reader.ts";

/** Where a project's stages are kept, as the input `home` names it. `directory` is absolute; null for the default folder. */
export type HomeAddress =
  | { readonly kind: "backend" }
  | { readonly kind: "local"; readonly directory: string | null }
  | { readonly kind: "s3"; readonly address: S3Address };

/**
 * Reads `s3://…` (`parseS3Address`), `backend`, `local` or `local:FOLDER` (absolute, or below `~/`); anything else is a `Failure` that says
 * what it may be.
 */
export function parseHomeAddress(text: string): HomeAddress {
  const address = text.trim();
  if (address === "backend") {
    return { kind: "backend" };
  }
  if (address === "local") {
    return { kind: "local", directory: null };
  }
  if (address.startsWith("s3://")) {
    return { kind: "s3", address: parseS3Address(address) };
  }
  if (address.startsWith("local:")) {
    return { kind: "local", directory: toFolder(address.slice("local:".length).trim(), text) };
  }
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//iu.test(address);
  throw new Failure({
    code: "bad-home",
    message: isUrl ? "The home is given as a URL that is none of s3://." : `${JSON.stringify(text)} is not a home.`,
    next: isUrl
      ? "To use a Pulumi backend, take home `backend` and put the URL into PULUMI_BACKEND_URL or into `backend.url` of Pulumi.yaml."
      : "Use `s3://bucket/prefix`, `backend` (the project's own Pulumi backend), `local`, or `local:` and an absolute folder.",
  });
}

function toFolder(folder: string, text: string): string {
  if (folder === "~" || folder.startsWith("~/")) {
    return join(homedir(), folder.slice(1));
  }
  if (isAbsolute(folder)) {
    return normalize(folder);
  }
  throw new Failure({
    code: "bad-home",
    message: `The home ${JSON.stringify(text)} does not name an absolute folder.`,
    next: here("name a lasting folder"),
  });
}

/**
 * The folder of home `local` when none is named: `STAGEWRIGHT_HOME`, else `stagewright` in the user's folder for state
 * (`XDG_STATE_HOME`, `~/.local/state`), which outlives the job and the workspace on a self-hosted runner. Variables that are not
 * absolute are ignored, as the XDG Base Directory Specification asks.
 */
export function defaultHomeDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  const given = environment["STAGEWRIGHT_HOME"];
  if (given !== undefined && given !== "") {
    return toFolder(given, `STAGEWRIGHT_HOME=${given}`);
  }
  const base = environment["XDG_STATE_HOME"];
  const state = base !== undefined && isAbsolute(base) ? base : join(homedir(), ".local", "state");
  return join(state, "stagewright");
}

/** Refuses home `local` where the folder dies with the machine, unless that is what was asked for: a stage whose state is gone cannot be removed. */
export function refuseThrowaway(
  address: HomeAddress,
  asked: { readonly runner: "github-hosted" | "self-hosted" | null; readonly throwaway: boolean },
): void {
  if (address.kind !== "local" || asked.runner !== "github-hosted" || asked.throwaway) {
    return;
  }
  throw new Failure({
    code: "throwaway-home",
    message:
      "Home `local` keeps the state in a folder of this machine, and a GitHub-hosted runner is thrown away after the job: the next run would know nothing of what this one made, and could neither update nor remove it.",
    next: "Use home `s3://bucket/prefix`, home `backend` with PULUMI_BACKEND_URL (`gs://…`, `azblob://…` or Pulumi Cloud), or a self-hosted runner; if losing the state is what you want, set `throwaway: true`.",
  });
}
