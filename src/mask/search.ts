import type { Range } from "./view.ts";

/** How long the start of a secret is by which it is found; no secret is shorter. */
export const SHORTEST = 6;

const BASE = 31;
const OLDEST = BASE ** (SHORTEST - 1);
/** A power of two, so large that with thousands of strings few other texts have the hash of one. */
const HASHES = 1 << 18;

/** Many strings, of at least `SHORTEST` units each, to be found in one pass over a text. */
export type Search = {
  readonly add: (needle: string) => void;
  /** Where they are: at each place the longest, in order. */
  readonly find: (text: string) => Range[];
};

/**
 * A rolling hash of `SHORTEST` units goes over the text (Rabin and Karp's search); only where it fits the start of a string is anything
 * compared. So the time does not grow with the number of strings, and adding one costs no rebuilding.
 */
export function createSearch(): Search {
  const byStart = new Map<string, Family>();
  const hashes = new Uint8Array(HASHES);

  return {
    add: (needle) => {
      const start = needle.slice(0, SHORTEST);
      const family = byStart.get(start) ?? { needles: new Set(), lengths: [] };
      byStart.set(start, family);
      hashes[hashOf(start)] = 1;
      family.needles.add(needle);
      if (!family.lengths.includes(needle.length)) {
        family.lengths.push(needle.length);
        family.lengths.sort((one, other) => other - one);
      }
    },
    find: (text) => {
      const found: Range[] = [];
      if (byStart.size === 0 || text.length < SHORTEST) {
        return found;
      }
      let hash = 0;
      for (let end = 0; end < text.length; end += 1) {
        const oldest = end < SHORTEST ? 0 : text.charCodeAt(end - SHORTEST);
        hash = (Math.imul(hash - Math.imul(oldest, OLDEST), BASE) + text.charCodeAt(end)) | 0;
        const from = end - SHORTEST + 1;
        const length = from >= 0 && hashes[hash & (HASHES - 1)] === 1 ? longestAt(byStart, text, from) : 0;
        if (length > 0) {
          found.push({ from, to: from + length });
        }
      }
      return found;
    },
  };
}

/** Strings with one start, and the lengths that they have, longest first: secrets of one kind share start and length. */
type Family = { readonly needles: Set<string>; readonly lengths: number[] };

/** The length of the longest string at a place in the text; 0 for none. */
function longestAt(byStart: ReadonlyMap<string, Family>, text: string, position: number): number {
  const family = byStart.get(text.slice(position, position + SHORTEST));
  return family?.lengths.find((length) => family.needles.has(text.slice(position, position + length))) ?? 0;
}

function hashOf(start: string): number {
  let hash = 0;
  for (let index = 0; index < start.length; index += 1) {
    hash = (Math.imul(hash, BASE) + start.charCodeAt(index)) | 0;
  }
  return hash & (HASHES - 1);
}
