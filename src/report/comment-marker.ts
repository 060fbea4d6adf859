import { createHash } from "node:crypto";

/**
 * The hidden line by which a pull request's comment is found again, and by its version knows how to be read. `rows` says where what it is drawn
 * from is kept: comments that are drawn from the same are one.
 */
export function commentMarker(rows: string): string {
  return `<!-- stagewright:1 rows="${createHash("sha256").update(rows).digest("hex").slice(0, 32)}" -->`;
}
