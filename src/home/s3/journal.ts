import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { readIfThere } from "../../engine/pulumi/project.ts";
import { Failure } from "../../failure.ts";
import { jsonOrNull } from "../../json.ts";

/** What a run knows while its home is open, in the folder with the state: a later step of the job can go on with it. */
const journalSchema = z.strictObject({
  app: z.string(),
  stage: z.string(),
  /** Whether the engine may write the state here: else there is nothing to store. */
  changing: z.boolean(),
  tag: z.string().nullable(),
  sent: z.array(z.string()),
  /** Hash of the whole state that is stored under `tag`; null where there is none. */
  hash: z.string().nullable().default(null),
  /** What the state said when it was fetched (`contentHash`). */
  content: z.string().nullable(),
});

export type Journal = z.infer<typeof journalSchema>;

const fileIn = (folder: string) => join(folder, "journal.json");

/** Replaced whole, so that a process that is killed leaves the old one or the new. It need not outlive the machine. */
export async function writeJournal(folder: string, journal: Journal): Promise<void> {
  await writeFile(`${fileIn(folder)}.tmp`, JSON.stringify(journal), { mode: 0o600 });
  await rename(`${fileIn(folder)}.tmp`, fileIn(folder));
}

/** null where there is none. One that cannot be read is a `Failure`: nobody knows whether the state beside it is stored. */
export async function readJournal(folder: string): Promise<Journal | null> {
  const text = await readIfThere(fileIn(folder));
  if (text === null) {
    return null;
  }
  const journal = journalSchema.safeParse(jsonOrNull(text)).data;
  if (journal === undefined) {
    throw unreadable(folder);
  }
  return journal;
}

function unreadable(folder: string): Failure {
  return new Failure({
    code: "left-state-unreadable",
    message: `An earlier run left a state in ${folder}, and perhaps did not store it. Its notes there (journal.json) are damaged, or from another version of Stagewright.`,
    next: `Run again with the version that was used then. Or compare the state below ${join(folder, ".pulumi/stacks")} with the stored one, import or delete what only it names, and then delete the folder.`,
  });
}
