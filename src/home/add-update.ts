import { readFile } from "node:fs/promises";

import type { StageKey } from "../engine/engine.ts";
import { parseCheckpoint } from "./checkpoint-text.ts";
import { type History, newId } from "./history.ts";
import { contentHash } from "./state-hash.ts";
import type { Update } from "./update-record.ts";

/** Puts a command on record, with a snapshot of the state in `file` if it was changed and is not empty. */
export async function addUpdate(given: {
  readonly history: History;
  readonly key: StageKey;
  readonly update: Update;
  /** `contentHash` of the state before; null when there was none. */
  readonly before: string | null;
  /** The state as it is now; it may be missing. */
  readonly file: string;
}): Promise<void> {
  const { history, key, update, before } = given;
  const body = await readFile(given.file).catch(() => null);
  const content = body === null ? null : contentHash(body);
  const id = newId(new Date());
  const isChanged = content !== before || update.changes.length > 0;
  const snapshot = body !== null && isChanged && holdsResources(body, key);
  await Promise.all([
    history.addUpdate({ ...update, version: 1, id, ...key, snapshot, content }),
    ...(snapshot ? [history.addSnapshot(key, id, body), history.prune(key)] : []),
  ]);
}

function holdsResources(body: Uint8Array, key: StageKey): boolean {
  const state = parseCheckpoint(new TextDecoder().decode(body), key, "the state");
  return (state.checkpoint.latest?.resources?.length ?? 0) > 0;
}
