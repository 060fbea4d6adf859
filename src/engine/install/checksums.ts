/**
 * Finds an archive's SHA-256 in a release's checksums file (lines of 64 hexadecimal digits, spaces, perhaps `*`, and the name); null when it
 * is not listed.
 */
export function checksumOf(archive: string, checksums: string): string | null {
  for (const line of checksums.split("\n")) {
    const match = /^([0-9a-f]{64})\s+\*?(\S+)\s*$/iu.exec(line);
    if (match?.[2] === archive) {
      return match[1]?.toLowerCase() ?? null;
    }
  }
  return null;
}
