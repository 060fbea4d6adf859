import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { jsonOrNull } from "../../json.ts";
import type { ChangeSet } from "../change.ts";
import { createChangeSetBuilder } from "./change-set.ts";
import { parseEngineEvent } from "./engine-event.ts";

const timeSchema = z.object({ timestamp: z.number() });

/**
 * What an engine did whose minder was killed, from the event log in its folder; null where it left none. Nothing of what resources hold or
 * programs print is in it: their secrets were known to the killed process alone. `dataTypes` hold data besides the known ones.
 */
export async function leftChanges(folder: string, dataTypes: readonly string[]): Promise<ChangeSet | null> {
  const names = await readdir(folder).catch(() => []);
  const logs = names.filter((name) => /^events-.*\.ndjson$/u.test(name));
  const texts = await Promise.all(logs.map((name) => readFile(join(folder, name), "utf8").catch(() => "")));
  const events = texts
    .flatMap((text) => text.split("\n"))
    .flatMap((line) => {
      const event = parseEngineEvent(line);
      // In seconds.
      const at = timeSchema.safeParse(jsonOrNull(line)).data?.timestamp ?? 0;
      return event === null || "diagnosticEvent" in event || "errorEvent" in event || "policyEvent" in event
        ? []
        : [{ event, at: at * 1000 }];
    })
    .toSorted((one, other) => one.at - other.at);
  const [first] = events;
  if (first === undefined) {
    return null;
  }
  let now = first.at;
  const builder = createChangeSetBuilder({ preview: false, now: () => now, dataTypes });
  for (const { event, at } of events) {
    now = at;
    builder.add(event);
  }
  const { changes, ...changeSet } = builder.finish();
  return {
    ...changeSet,
    outputs: {},
    diagnostics: [],
    changes: changes.map((change) => ({ ...change, properties: [] })),
  };
}
