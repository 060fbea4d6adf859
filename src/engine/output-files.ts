import { randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { fstatSync } from "node:fs";
import { join } from "node:path";

/** The two streams of a process, in files of their own. */
export type OutputFiles = AsyncDisposable & {
  /** To be given to the process. */
  readonly stdout: number;
  readonly stderr: number;
  /** When something was last written, as of `performance.now()`. */
  readonly lastWrite: () => number;
  /** The end of each stream, at most so many bytes. */
  readonly ends: (bytes: number) => Promise<{ readonly stdout: string; readonly stderr: string }>;
};

/**
 * Opens files for the streams of a process in a folder that we alone can read; they are removed at the end. Files rather than pipes: when
 * our own process is killed, a pipe breaks, and with it the process that writes into it, in the middle of what it was doing.
 */
export async function openOutputFiles(folder: string): Promise<OutputFiles> {
  const paths = [join(folder, `stdout-${randomUUID()}`), join(folder, `stderr-${randomUUID()}`)] as const;
  const [stdout, stderr] = await Promise.all([open(paths[0], "wx+", 0o600), open(paths[1], "wx+", 0o600)]);
  return {
    stdout: stdout.fd,
    stderr: stderr.fd,
    lastWrite: () => {
      const age = Date.now() - Math.max(fstatSync(stdout.fd).mtimeMs, fstatSync(stderr.fd).mtimeMs);
      return performance.now() - Math.max(0, age);
    },
    ends: async (bytes) => {
      const [out, err] = await Promise.all([endOf(stdout, bytes), endOf(stderr, bytes)]);
      return { stdout: out, stderr: err };
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([stdout.close(), stderr.close()]);
      await Promise.all(paths.map((path) => rm(path, { force: true })));
    },
  };
}

async function endOf(file: FileHandle, bytes: number): Promise<string> {
  const { size } = await file.stat();
  const length = Math.min(size, bytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.subarray(0, bytesRead).toString("utf8");
}
