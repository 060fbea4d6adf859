import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** A file's SHA-256, in lower-case hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** What is said of an entry of GitHub's cache that is not what it has to be. `by` is what tells what it has to be, as a subject. */
export function wrongEntry(of: {
  readonly entry: string;
  readonly by: string;
  readonly sha256: string;
  readonly expected: string;
}): string {
  return `The cache entry ${of.entry} is not what ${of.by} names: SHA-256 ${of.sha256} came, ${of.expected} was expected. It was thrown away; nothing of it was unpacked. Delete the entry, and find out who wrote it.`;
}
