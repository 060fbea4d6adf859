import { homeToName } from "./reader.ts";

/**
 * A command that the reader can type as it is, complete: the stage and its app, and the home where the command would not find it by itself.
 * `words` is what comes after the program's name: the command, its argument and its options, as a shell reads them.
 */
export function commandLine(
  words: string,
  key: { readonly app: string; readonly stage: string } | null = null,
): string {
  const home = homeToName();
  return [
    `stagewright ${words}`,
    ...(key === null ? [] : ["--stage", shellWord(key.stage), "--app", shellWord(key.app)]),
    ...(home === null ? [] : ["--home", shellWord(home)]),
  ].join(" ");
}

/** A text as one word of a shell's. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
