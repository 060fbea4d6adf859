import { z } from "zod";

import { jsonOrNull } from "../json.ts";

/** What a waiting deploy says of itself, so that an older one of the same origin can give way to it. One is kept a stage. */
export const ticketSchema = z.strictObject({
  version: z.literal(1),
  /** The waiter's own token, as in its lock. */
  token: z.string(),
  repository: z.string().nullable(),
  /** `pull_request 12`, `branch main`: runs of different origins are never newer than each other. */
  origin: z.string(),
  /** GitHub's id of the run: a later event has a larger one. */
  run: z.number(),
  commit: z.string(),
  link: z.string().nullable(),
  /** Counts every write; a number that grows is the only proof that the waiter lives. */
  beat: z.number(),
});

export type Ticket = z.infer<typeof ticketSchema>;
/** What a run knows of its own ticket before it waits. */
export type Place = Pick<Ticket, "origin" | "run" | "commit"> & {
  /** A re-run or a run by hand: somebody wanted this very commit, so it waits for its turn whatever comes after it. */
  readonly givesWay: boolean;
};
export type StoredTicket = { readonly ticket: Ticket; readonly version: string };

/** Reads a stored ticket; null when the text is not one, which stands in nobody's way. */
export function parseTicket(text: string): Ticket | null {
  return ticketSchema.safeParse(jsonOrNull(text)).data ?? null;
}

/** Whether `other` is for a later event of what `own` is for, and for another commit. By GitHub's run ids, never by clocks. */
export function isNewer(other: Ticket, own: Ticket): boolean {
  return (
    other.repository === own.repository &&
    other.origin === own.origin &&
    other.run > own.run &&
    other.commit !== own.commit
  );
}
