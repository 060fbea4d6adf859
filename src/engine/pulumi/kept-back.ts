import { createMask } from "../../mask.ts";

/** What decides which variables the engine must not see. */
export type KeptBackOrder = {
  /** The environment that Stagewright itself was given. */
  readonly base: Readonly<Record<string, string | undefined>>;
  /** The token that Stagewright uses. */
  readonly token: string | null;
};

const runnerFiles = new Set(["GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"]);
const tokens = new Set(["GITHUB_TOKEN", "GH_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]);

/** Whether a variable is kept back by its name: a token, an input, saved state, a runner file or a way to the runner's services. */
export function isKeptBack(name: string): boolean {
  return (
    name.startsWith("INPUT_") ||
    name.startsWith("STATE_") ||
    name.startsWith("ACTIONS_") ||
    runnerFiles.has(name) ||
    tokens.has(name)
  );
}

/**
 * Names of variables that are kept back by what they hold: a token that is kept back under another name, alone or within a header, an address,
 * JSON, base64 of either or any other way of writing that the mask knows.
 */
export function holdersOfTokens({ base, token }: KeptBackOrder): string[] {
  const kept = Object.entries(base).flatMap(([name, value]) =>
    tokens.has(name) || (isKeptBack(name) && name.endsWith("TOKEN")) ? [value ?? ""] : [],
  );
  const known = new Set([...kept, token ?? ""].filter((value) => value !== ""));
  const mask = createMask(() => undefined);
  mask.add([...known]);
  const shortest = shortestHolder(known);
  return Object.entries(base).flatMap(([name, value = ""]) =>
    value.length >= shortest && !isKeptBack(name) && (known.has(value) || mask.hide(value) !== value) ? [name] : [],
  );
}

/** How long a value is at least that holds a token: no way of writing is shorter than what it writes, where that is one plain word. */
function shortestHolder(tokensKnown: ReadonlySet<string>): number {
  const all = [...tokensKnown];
  return all.every((token) => /^[\w.-]{8,}$/u.test(token)) ? Math.min(...all.map((token) => token.length)) : 0;
}
