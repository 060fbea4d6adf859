import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { create } from "tar";

import { engineBin } from "./engine.ts";

/** The names of Pulumi's release files, written out here on purpose: they are what its servers have. */
export const release = {
  version: "3.259.0",
  archive: `pulumi-v3.259.0-${process.platform}-${process.arch}.tar.gz`,
  checksums: "pulumi-3.259.0-checksums.txt",
};

/** What a server has under one name: the bytes, a file, or an answer of its own. */
export type Served =
  | Buffer
  | { readonly file: string }
  | ((request: IncomingMessage, response: ServerResponse) => void);

export type FileServer = AsyncDisposable & {
  readonly url: string;
  /** The paths asked for so far, in order. */
  readonly requests: readonly string[];
};

/** Serves files by their names on 127.0.0.1; anything else is 404. */
export async function serveFiles(files: Readonly<Record<string, Served>>): Promise<FileServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    requests.push(path);
    const served = files[path.slice(1)];
    if (served === undefined) {
      response.writeHead(404).end("no such file");
    } else if (typeof served === "function") {
      served(request, response);
    } else if (Buffer.isBuffer(served)) {
      response.writeHead(200, { "content-length": served.length }).end(served);
    } else {
      createReadStream(served.file).pipe(response.writeHead(200));
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  return { url: `http://127.0.0.1:${port}`, requests, [Symbol.asyncDispose]: stop };
}

/** Packs programs (name to text, or path of a file to copy) as Pulumi's release archives are: one folder `pulumi` that holds them. */
export async function packArchive(
  programs: Readonly<Record<string, string | { readonly file: string }>>,
): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-archive-"));
  try {
    await mkdir(join(folder, "pulumi"));
    for (const [name, program] of Object.entries(programs)) {
      const path = join(folder, "pulumi", name);
      await (typeof program === "string" ? writeFile(path, program, { mode: 0o755 }) : copyFile(program.file, path));
    }
    const archive = join(folder, "archive.tar.gz");
    await create({ cwd: folder, file: archive, gzip: { level: 1 } }, ["pulumi"]);
    return await readFile(archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A checksums file as Pulumi's releases have it, with the true sum of the archive among others. */
export function checksumsFile(archive: Buffer): Buffer {
  const sum = createHash("sha256").update(archive).digest("hex");
  const other = "0".repeat(64);
  return Buffer.from(`${other}  pulumi-v${release.version}-windows-x64.zip\n${sum}  ${release.archive}\n`);
}

/** Serves the real engine, built here, as a mirror of Pulumi's releases would. */
export async function serveRealRelease(): Promise<FileServer> {
  const bin = engineBin();
  const names = await readdir(bin);
  const archive = await packArchive(Object.fromEntries(names.map((name) => [name, { file: join(bin, name) }])));
  return serveFiles({ [release.archive]: archive, [release.checksums]: checksumsFile(archive) });
}
