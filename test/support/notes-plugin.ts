import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { create } from "tar";

import { type FileServer, serveFiles } from "./engine-archive.ts";

const fixture = resolve(import.meta.dirname, "../fixtures/notes-plugin");
const arch = process.arch === "x64" ? "amd64" : process.arch;

/** Serves the provider plugin `notes` as plugins are published, under a version. It finds the SDK by NODE_PATH. */
export async function servePlugin(version: string): Promise<FileServer> {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-plugin-"));
  try {
    const archive = join(folder, "plugin.tar.gz");
    await create({ cwd: fixture, file: archive, gzip: true }, await readdir(fixture));
    const name = `pulumi-resource-notes-v${version}-${process.platform}-${arch}.tar.gz`;
    return await serveFiles({ [name]: await readFile(archive) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
