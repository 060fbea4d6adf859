import type { Log } from "../../src/log.ts";

/** A log that keeps what it is told, as `level: text`. */
export function createLogLines(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const at = (level: string) => (text: string) => {
    lines.push(`${level}: ${text}`);
  };
  return { lines, info: at("info"), warning: at("warning"), error: at("error"), debug: at("debug") };
}
