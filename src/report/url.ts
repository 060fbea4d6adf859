import type { StageOutput } from "../engine/change.ts";

export type StageUrl = { readonly name: string; readonly url: string };

/** Names of outputs that are addresses of machines' endpoints, not of something to look at. */
const notForPeople =
  /queue|topic|repo|registry|image|bucket|issuer|jwks|webhook|callback|database|redis|git|console|ws/i;
const site = /^(site|website|web|app|frontend|preview|stage)(Url|_url|-url)?$/i;

/** The web addresses among a stage's outputs, the one that people most likely want first. Never a secret one, nor one with a password. */
export function stageUrls(outputs: Readonly<Record<string, StageOutput>>): readonly StageUrl[] {
  const found = Object.entries(outputs).flatMap(([name, output]) => {
    const url = output.secret || typeof output.value !== "string" ? null : publicAddress(output.value);
    return url === null ? [] : [{ name, url, rank: rankOf(name, url) }];
  });
  return found.sort((one, other) => one.rank - other.rank).map(({ name, url }) => ({ name, url }));
}

/** The stage's web address; null if its outputs hold none. */
export function stageUrl(outputs: Readonly<Record<string, StageOutput>>): string | null {
  return stageUrls(outputs)[0]?.url ?? null;
}

function publicAddress(value: string): string | null {
  const url = /^https?:\/\/\S+$/i.test(value) && value.length <= 2000 ? URL.parse(value) : null;
  return url !== null && url.username === "" && url.password === "" ? value : null;
}

function rankOf(name: string, url: string): number {
  if (name.toLowerCase() === "url") {
    return 0;
  }
  const insecure = url.toLowerCase().startsWith("https:") ? 0 : 0.5;
  if (site.test(name)) {
    return 1 + insecure;
  }
  if (notForPeople.test(name)) {
    return 4 + insecure;
  }
  return (/(Url|URL|_url|-url)$/.test(name) ? 2 : 3) + insecure;
}
