import { setTimeout as sleep } from "node:timers/promises";

import type { RowStore, Thread } from "../home/rows.ts";
import { formatRows, parseRows } from "../report/rows-json.ts";
import { noRows, type Rows } from "../report/rows.ts";

/** How often rows are written while other jobs write theirs. */
export const tries = 30;
const pauseMs = 40;

/** Where a comment's rows lie, and what was last seen there. */
export type Kept = Place & { readonly rows: Rows; readonly version: string };
export type Place = { readonly store: RowStore; readonly thread: Thread };

/** Stores what `become` makes of the rows, whoever else writes: it may be asked more than once. Resolves to the rows as they were stored. */
export async function changeRows({ store, thread }: Place, become: (before: Rows) => Rows): Promise<Kept> {
  for (let turn = 1; ; turn += 1) {
    const stored = await store.read(thread);
    const rows = become(stored === null ? noRows : parseRows(stored.text));
    const version = await store.write(thread, formatRows(rows), stored?.version ?? null);
    if (version !== null) {
      return { store, thread, rows, version };
    }
    if (turn === tries) {
      throw new Error("others wrote at every try");
    }
    await sleep(Math.random() * pauseMs * turn);
  }
}
