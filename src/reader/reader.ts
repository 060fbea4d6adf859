import { type Phrase, phrases } from "./phrases.ts";

/** Who reads what this process says: somebody who looks at a workflow's run, or who typed a command. */
export type Place = "runner" | "terminal";

/** `home` is the one that a command has to name, as `--home` takes it; null where the reader's commands find it by themselves. */
export type Reader = {
  readonly place: Place;
  readonly home: string | null;
  /** The states are in a backend of the engine's own, which our commands on states do not know. */
  readonly isBackend?: boolean;
};

/** A process has one reader, told once at its start, as it has one language. */
let reader: Reader = { place: "runner", home: null };

export function speakTo(whom: Reader): void {
  reader = whom;
}

/** Who reads what a step says, at a terminal of their own; `home` is the input, whose default is the command line's, too. */
export function readerOfRun(home: string): Reader {
  return home === "backend" ? { place: "runner", home: null, isBackend: true } : { place: "runner", home };
}

/** The home that advised commands name; see `Reader`. */
export function homeToName(): string | null {
  return reader.home;
}

/** Whether `state history` and `state restore` work where the reader's stages are. */
export function homeKeepsHistory(): boolean {
  return reader.isBackend !== true;
}

/** What is said differently at a terminal and in a workflow's run. */
export function here(phrase: Phrase): string {
  return phrases[phrase][reader.place];
}

/** Inputs of the action that the command line calls otherwise. */
const optionNames: Readonly<Record<string, string>> = { "working-directory": "cwd" };

/** A setting as the reader gives it: the action's input, or the command line's option. `name` is the input's. */
export function setting(name: string): string {
  return reader.place === "runner" ? `input \`${name}\`` : `\`--${optionNames[name] ?? name}\``;
}
