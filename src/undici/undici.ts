import { createRequire } from "node:module";
import type * as Undici from "undici";

/**
 * Stands for the package undici in dist/ (scripts/build.ts), of which the Actions toolkit uses these two. Loading the package takes a
 * twentieth of a second before the engine can start, and only a proxy needs it: without one, Node's own `fetch` is the same code.
 */
export const fetch: typeof Undici.fetch = (input, init) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's own is undici's, whose types differ in names only
  const own = globalThis.fetch as unknown as typeof Undici.fetch;
  return init?.dispatcher === undefined ? own(input, init) : whole().fetch(input, init);
};

/** See `fetch`; to be called with `new`, as the class it stands for. */
export function ProxyAgent(...given: ConstructorParameters<typeof Undici.ProxyAgent>): Undici.ProxyAgent {
  return new (whole().ProxyAgent)(...given);
}

/** At once, as the toolkit needs it in a constructor. */
function whole(): typeof Undici {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built from whole.ts, beside this file
  return createRequire(import.meta.url)("./undici-whole.js") as typeof Undici;
}
