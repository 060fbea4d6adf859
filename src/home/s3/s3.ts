import type { StageKey } from "../../engine/engine.ts";
import { parseCheckpoint } from "../checkpoint-text.ts";
import type { SecretKeeper } from "../../mask.ts";
import type { Log } from "../../log.ts";
import { createObjectLockStore } from "../../lock/object-store.ts";
import { createObjectDigests } from "../digests.ts";
import { createHistory } from "../history.ts";
import type { Home } from "../home.ts";
import type { ObjectStore } from "../objects/objects.ts";
import { patienceIn } from "../objects/patience.ts";
import { createSureWrites } from "../objects/sure-writes.ts";
import { createSettledStates } from "../settled-states.ts";
import { readJournal } from "./journal.ts";
import { stateName } from "./names.ts";
import { openStage, resumeStage } from "./open-stage.ts";
import type { S3Parts } from "./parts.ts";
import { homePassphrase } from "./passphrase.ts";
import { createObjectRows } from "../rows.ts";
import { probeBeforeNew } from "./probed.ts";
import { createObjectRecords } from "./records.ts";

/**
 * A home in a bucket: states in `app/`, locks in `lock/`, records in `record/`, history in `snapshot/` and `update/`, what comments are
 * drawn from in `comment/`, the passphrase in `secret/`. The engine works on a folder of the run's own, at the speed of a disk; what it
 * writes there is stored as it comes. A state stays plain Pulumi: it can be imported wherever Pulumi is.
 */
export function createS3Home(given: {
  readonly objects: ObjectStore;
  /** The passphrase that the environment gives the engine, which may be empty; null: the home has one. */
  readonly passphrase: string | null;
  readonly keepSnapshots: number;
  readonly secrets: SecretKeeper;
  readonly log: Log;
  readonly temporaryDirectory: string;
  /** How long an engine may go on while its state cannot be stored, in seconds. */
  readonly storeTimeoutSeconds: number;
}): Home {
  const { log, temporaryDirectory } = given;
  const patience = patienceIn(log, given.storeTimeoutSeconds * 1000);
  const once = probeBeforeNew(given.objects, patience);
  const objects = createSureWrites(once, patience);
  const unprobed = createSureWrites(given.objects, patience);
  // Names of history are of one run alone, and nothing rests on their conditions.
  const history = createHistory(
    { ...unprobed, remove: ({ key, tag }) => objects.deleteIfMatch(key, tag) },
    { keepSnapshots: given.keepSnapshots },
  );
  let made: Promise<string> | undefined;
  const passphrase = async (): Promise<string> => {
    if (given.passphrase !== null) {
      return given.passphrase;
    }
    made ??= homePassphrase(objects);
    const own = await made.catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    given.secrets.add(own);
    return own;
  };
  const forEngine = async (): Promise<Readonly<Record<string, string>>> =>
    given.passphrase === null ? { PULUMI_CONFIG_PASSPHRASE: await passphrase() } : {};
  const records = createObjectRecords(objects, log);
  const digests = createObjectDigests(objects);
  const text = async (key: StageKey): Promise<string | null> => {
    const found = await objects.get(stateName(key));
    return found === null ? null : new TextDecoder().decode(found.body);
  };
  const stateObjects = { ...objects, putIfAbsent: once.putIfAbsent, putIfMatch: once.putIfMatch };
  const parts: S3Parts = {
    objects,
    stateObjects,
    records,
    history,
    digests,
    log,
    passphrase: forEngine,
    temporaryDirectory,
    storeTimeoutMs: given.storeTimeoutSeconds * 1000,
    keepingPassphrase: () => passphrase().catch(() => null),
  };

  return {
    kind: "s3",
    where: objects.where,
    records,
    // Who holds a lock repeats its writes by the clock of its lease.
    locks: createObjectLockStore(once),
    history,
    rows: createObjectRows(objects),
    oldStack: null,
    settled: createSettledStates(objects, passphrase),
    digests,
    text,
    checkpoint: async (key) => {
      const stored = await text(key);
      return stored === null ? null : parseCheckpoint(stored, key, `${stateName(key)} in ${objects.where}`);
    },
    open: (order) => openStage(parts, order),
    resume: async (folder) => {
      const journal = await readJournal(folder);
      return journal === null ? null : resumeStage(parts, { folder, journal });
    },
  };
}
