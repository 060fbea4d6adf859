import type { HomeAddress } from "../home/address.ts";
import type { InputUse, UsingEvent } from "./input-uses.ts";

/** The runs of an event, as readers call them. */
const eventWords: Readonly<Record<UsingEvent, string>> = {
  branch: "runs of branches",
  tag: "runs of tags",
  pull_request: "runs of pull requests",
  manual: "runs by hand",
  schedule: "runs by schedule",
};

const homeWords: Readonly<Record<HomeAddress["kind"], string>> = {
  s3: "home `s3://…`",
  local: "home `local`",
  backend: "home `backend`",
};

/** Commands in words: `` `deploy` and `diff` ``. */
export const commandsInWords = (names: readonly string[]) => listed(names.map((name) => `\`${name}\``));
export const eventsInWords = (events: readonly UsingEvent[]) => listed(events.map((event) => eventWords[event]));
export const homesInWords = (homes: readonly HomeAddress["kind"][]) =>
  listed(
    homes.map((kind) => homeWords[kind]),
    "or",
  );

/** What else an input needs to be used, in words for a table; empty for nothing. */
export function conditionsInWords(use: InputUse): string {
  const { needs, notBeside, homes, changes, pullRequests, engine, hosted, locks } = use;
  return [
    ...(needs === undefined ? [] : [`with \`${needs}\``]),
    ...(notBeside === undefined ? [] : [`without \`${notBeside}\``]),
    ...(homes === undefined ? [] : [homesInWords(homes)]),
    ...(hosted === true ? ["GitHub-hosted runners"] : []),
    ...(locks === true ? ["homes with locks, or `lock: cache`"] : []),
    ...(pullRequests === true ? ["stages of pull requests"] : []),
    ...(changes === true ? ["no dry run"] : []),
    ...(engine === true ? ["`outputs` only with home `backend`"] : []),
  ].join(", ");
}

function listed(words: readonly string[], joint = "and"): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${joint} ${last}`;
}
