import { randomInt } from "node:crypto";

const mark = 64;

/**
 * The same JSON, followed by white space that was never there before. Stored over a state, it gives it a new tag, so that whoever knows
 * only the old one can store nothing over it any more; every reader of JSON reads the same as before.
 */
export function withFenceMark(body: Uint8Array): Uint8Array {
  const space = Array.from({ length: mark }, () => (randomInt(2) === 0 ? " " : "\t")).join("");
  return new TextEncoder().encode(`${new TextDecoder().decode(body).trimEnd()}${space}\n`);
}
