import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { sha256Of, wrongEntry } from "../../cache/sha256-of.ts";
import { Failure } from "../../failure.ts";
import type { Log } from "../../log.ts";
import { binFolder, engineFolder, holdsEngine } from "./cache-layout.ts";
import { checksumOf } from "./checksums.ts";
import { downloadFile, downloadText } from "./download.ts";
import type { Machine } from "./machine.ts";
import { explainNoSpace } from "./no-space.ts";
import type { Connection } from "./open-url.ts";
import { checksumsName, officialArchives, officialChecksums, pinnedVersion } from "./pinned.ts";
import { placeFolder } from "./place-folder.ts";
import { askVersion } from "./program-version.ts";
import { receivedText, sayProgress } from "./say-progress.ts";
import { unpackArchive } from "./unpack.ts";
import { setting } from "../../reader/reader.ts";

/** Keeps a release's archive between runs, where others may have changed it. */
export type ArchiveKeeper = {
  /** Its name there. */
  readonly entry: string;
  /** Fetches it into a file; false where it is not to be had. */
  readonly fetch: (to: string) => Promise<boolean>;
  /** Takes away an archive that was just downloaded and verified. */
  readonly keep: (archive: string) => Promise<void>;
};

/**
 * Installs the pinned Pulumi release into the cache folder and resolves to its folder: fetched from where earlier runs
 * keep it or downloaded, compared with the release's checksums,
 * unpacked, started once, and only then put in place. Every way this can fail is a `Failure` and leaves nothing that is used later.
 */
export async function installPulumi(order: {
  readonly machine: Machine;
  readonly cacheDirectory: string;
  /** Base URL of a mirror that holds archives and checksums files side by side; null for Pulumi's own servers. */
  readonly mirror: string | null;
  readonly keeper: ArchiveKeeper | null;
  readonly connection: Connection;
  readonly log: Log;
}): Promise<string> {
  const { machine, log, connection } = order;
  const target = engineFolder(order.cacheDirectory, pinnedVersion, machine);
  const name = `pulumi-v${pinnedVersion}-${machine.os}-${machine.arch}.tar.gz`;
  const url = `${baseUrl(order.mirror ?? officialArchives)}/${name}`;
  const checksumsUrl =
    order.mirror === null
      ? officialChecksums(pinnedVersion)
      : `${baseUrl(order.mirror)}/${checksumsName(pinnedVersion)}`;
  try {
    await placeFolder({
      target,
      isComplete: holdsEngine,
      fill: async (folder) => {
        const archive = join(folder, name);
        const readExpected = async () => checksumOf(name, await downloadText(checksumsUrl, connection));
        const [expected, isFetched] = await Promise.all([readExpected(), order.keeper?.fetch(archive) ?? false]);
        if (expected === null) {
          throw noChecksum(name, checksumsUrl);
        }
        const isKept = isFetched && (await isTrue(archive, { expected, keeper: order.keeper, log }));
        if (!isKept) {
          log.info(`Pulumi ${pinnedVersion} is not here yet: downloading ${url}`);
          let soFar = receivedText({ bytes: 0, total: null });
          const what = () => `Still downloading Pulumi ${pinnedVersion}: ${soFar}`;
          const received: Connection["received"] = (how) => {
            soFar = receivedText(how);
          };
          const { sha256 } = await sayProgress({ log, what }, () =>
            downloadFile(url, archive, { ...connection, received }),
          );
          if (sha256 !== expected) {
            throw wrongChecksum(url, { expected, sha256 });
          }
        }
        await mkdir(binFolder(folder));
        await unpackArchive(archive, binFolder(folder));
        await mustRun(join(binFolder(folder), "pulumi"), connection.environment);
        await (isKept ? null : order.keeper?.keep(archive));
        await rm(archive, { force: true });
      },
    });
  } catch (error) {
    throw explainNoSpace(error, order.cacheDirectory);
  }
  log.info(`Pulumi ${pinnedVersion} is installed and verified`);
  return target;
}

/** Whether a kept archive is the release's. Others may write to where it was kept: what it says of itself proves nothing. */
async function isTrue(
  archive: string,
  { expected, keeper, log }: { readonly expected: string; readonly keeper: ArchiveKeeper | null; readonly log: Log },
): Promise<boolean> {
  const sha256 = await sha256Of(archive);
  if (sha256 !== expected) {
    log.warning(wrongEntry({ entry: keeper?.entry ?? "", by: "Pulumi's release", sha256, expected }));
  }
  return sha256 === expected;
}

function baseUrl(given: string): string {
  const base = URL.parse(given);
  if (base === null || (base.protocol !== "https:" && base.protocol !== "http:")) {
    throw new Failure({
      code: "bad-mirror",
      message: `${setting("pulumi-mirror")} is ${JSON.stringify(given)}, which is not a web address.`,
      next: "Give the base URL under which the archives lie, such as https://mirror.example.com/pulumi.",
    });
  }
  return given.replace(/\/+$/u, "");
}

function noChecksum(name: string, url: string): Failure {
  return new Failure({
    code: "no-checksum",
    message: `${url} has no SHA-256 for ${name}.`,
    next: "The mirror must hold the checksums file of the same Pulumi release, unchanged.",
  });
}

function wrongChecksum(url: string, sums: { expected: string; sha256: string }): Failure {
  return new Failure({
    code: "wrong-checksum",
    message: `${url} is not the archive that its release names: SHA-256 ${sums.sha256} came, ${sums.expected} was expected. It was thrown away.`,
    next: "Run again; if it stays so, do not trust the server or mirror that it came from.",
  });
}

async function mustRun(program: string, environment: Connection["environment"]): Promise<void> {
  let found: string;
  try {
    found = await askVersion(program, environment);
  } catch (cause) {
    throw new Failure({
      code: "engine-does-not-run",
      message: `The Pulumi that was downloaded does not run on this machine: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: "Check that programs may be run from the cache folder, or install Pulumi beforehand.",
      cause,
    });
  }
  if (found !== pinnedVersion) {
    throw new Failure({
      code: "wrong-archive",
      message: `The archive of Pulumi ${pinnedVersion} holds Pulumi ${found}.`,
      next: "The mirror serves something else under that name: correct it.",
    });
  }
}
