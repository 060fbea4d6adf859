import type { Log } from "../../log.ts";
import type { DigestStore } from "../digests.ts";
import type { History } from "../history.ts";
import type { RecordStore } from "../home.ts";
import type { ObjectStore } from "../objects/objects.ts";

/** What a home in a bucket is made of. */
export type S3Parts = {
  readonly objects: ObjectStore;
  /** The same for the state, whose writes are sent once: what is sent next may be newer. */
  readonly stateObjects: ObjectStore;
  readonly records: RecordStore;
  readonly history: History;
  readonly digests: DigestStore;
  readonly log: Log;
  /** The passphrase for the engine's environment, as far as the home has to give one. */
  readonly passphrase: () => Promise<Readonly<Record<string, string>>>;
  /** The run's own; the runner empties it. */
  readonly temporaryDirectory: string;
  /** How long an engine may go on while nothing can be stored, in milliseconds. */
  readonly storeTimeoutMs: number;
  /** What a state that cannot be stored is encrypted with, which may be empty; null where there is no such thing. */
  readonly keepingPassphrase: () => Promise<string | null>;
};
