import { readFile } from "node:fs/promises";

import type { StageKey } from "../../engine/engine.ts";
import type { Checkpoint } from "../../engine/pulumi/checkpoint.ts";
import { describeFailure } from "../../failure.ts";
import { parseCheckpoint, remainingResources } from "../checkpoint-text.ts";
import { newId } from "../history.ts";
import type { Unstored } from "../home.ts";
import { sealState } from "../kept-state.ts";
import { contentHash } from "../state-hash.ts";
import type { KnownState } from "./state-writer.ts";

/**
 * What the file has that is not stored, for `Unstored`. `stored` is what was stored last; null where that is not known, and then every
 * resource may be one that no stored state has. `passphrase` resolves to null where there is none. A file that cannot be read as a state is
 * kept as it is: a person may find in it what was made.
 */
export async function describeUnstored(given: {
  readonly file: string;
  readonly key: StageKey;
  readonly where: string;
  readonly stored: Uint8Array | null;
  readonly known: KnownState;
  readonly passphrase: () => Promise<string | null>;
}): Promise<Unstored | null> {
  const { file, key, where, stored, known } = given;
  const body = await readFile(file).catch(() => null);
  if (body === null || (stored !== null && contentHash(body) === contentHash(stored))) {
    return null;
  }
  const passphrase = await given.passphrase();
  const head = {
    version: 1 as const,
    id: newId(new Date()),
    app: key.app,
    stage: key.stage,
    where,
    content: contentHash(body),
    over: [known.tag === null ? "none" : (known.hash ?? "unknown"), ...known.sent],
  };
  return {
    kept: passphrase === null ? null : await sealState(head, body.toString("utf8"), passphrase),
    isHidden: passphrase !== "",
    ...resourcesIn({ body, stored, key, file }),
  };
}

function resourcesIn(of: {
  readonly body: Uint8Array;
  readonly stored: Uint8Array | null;
  readonly key: StageKey;
  readonly file: string;
}): Pick<Unstored, "resources" | "unknown"> {
  const parse = (bytes: Uint8Array) => parseCheckpoint(new TextDecoder().decode(bytes), of.key, of.file);
  try {
    return { resources: onlyIn(parse(of.body), of.stored === null ? null : parse(of.stored)), unknown: null };
  } catch (error) {
    return { resources: [], unknown: describeFailure(error).message };
  }
}

/** Resources that only the first names, and what it has under way; of a replaced one there are two. */
function onlyIn(state: Checkpoint, before: Checkpoint | null): Unstored["resources"] {
  const known = new Set(before === null ? [] : remainingResources(before).map(({ urn, id }) => `${urn} ${id ?? ""}`));
  const made = remainingResources(state)
    .filter(({ urn, id, custom }) => custom !== false && !known.has(`${urn} ${id ?? ""}`))
    .map(({ urn, type, id }) => ({ type, name: nameOf(urn), id: id ?? null }));
  const pending = (state.checkpoint.latest?.pending_operations ?? [])
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => ({ type: resource.type, name: nameOf(resource.urn), id: null }));
  return [...made, ...pending];
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
