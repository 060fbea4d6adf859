import { stripVTControlCharacters } from "node:util";

/** What the engine writes for colours before it knows who reads: `<{%fg 1%}>`, `<{%reset%}>`. */
const colours = /<\{%[\w ]*%\}>/g;

/** A message of the engine's without colours of either kind, a terminal's or its own, and without space around it. */
export function plainText(message: string): string {
  return stripVTControlCharacters(message).replaceAll(colours, "").trim();
}
