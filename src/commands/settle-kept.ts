import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import type { OpenHome } from "../home/home.ts";
import { mayGoOver, restoreText } from "../home/restore.ts";
import type { StageRecord } from "../home/record.ts";
import type { Settlement, SettledStates } from "../home/settled-states.ts";
import { contentHash } from "../home/state-hash.ts";
import { nameStage } from "../lock/describe-lock.ts";
import { commandLine } from "../reader/advice.ts";
import type { FoundKept, KeptPlace } from "./kept-places.ts";
import type { Services } from "./services.ts";

/**
 * Puts back what earlier runs of a stage could not store, before anything else is done to it: for who holds the stage's lock. Where the
 * stage was changed since, the `Failure` `state-unsettled`: a person decides. `record` is the stage's as the run found it; an earlier run
 * that came to its end left nothing.
 */
export async function settleKept(
  services: Pick<Services, "home" | "keptPlaces" | "log" | "now" | "run">,
  of: { readonly key: StageKey; readonly opened: OpenHome; readonly record: StageRecord | null },
): Promise<void> {
  const { home, keptPlaces } = services;
  const { key, record } = of;
  if (home.settled === null || keptPlaces === undefined) {
    return;
  }
  const inCache = record !== null && record.status !== "deployed";
  for (const found of await keptPlaces.of({ where: home.where, key, inCache })) {
    await settleOne(services, home.settled, { ...of, found });
    await found.forget();
  }
}

async function settleOne(
  services: Pick<Services, "home" | "log" | "now" | "run">,
  settled: SettledStates,
  { key, opened, found }: { readonly key: StageKey; readonly opened: OpenHome; readonly found: FoundKept },
): Promise<void> {
  const { id, kept } = found;
  if (await settled.isSettled(key, id)) {
    return;
  }
  if (kept === null) {
    throw unreadable(key, found);
  }
  const settle = (how: Settlement["how"]) =>
    settled.settle(key, id, {
      how,
      by: services.run.actor,
      reason: null,
      at: services.now().toISOString(),
    });
  const current = await opened.text(key);
  if (current !== null && contentHash(new TextEncoder().encode(current)) === kept.content) {
    await settle("stored");
    return;
  }
  const { history } = services.home;
  if (history === null || !mayGoOver(kept, current)) {
    throw unsettled(key, found);
  }
  const text = await settled.open(kept);
  await restoreText({ opened, history, key, text });
  await settle("restored");
  services.log.info(`An earlier run on ${nameStage(key)} could not store its state ${id}. It is put back.`);
}

function unsettled(key: StageKey, { id, place }: FoundKept): Failure {
  return new Failure({
    code: "state-unsettled",
    message: `An earlier run on ${nameStage(key)} could not store its state ${id}, which is kept in ${nameOf(place)}; the stage was changed since, so it cannot be put back. What that run made may be in no stored state.`,
    next: `Import or delete what that run made (its comment and log list it), then say so: ${commandLine(`state waive ${id}`, key)}`,
  });
}

function unreadable(key: StageKey, { id, place }: FoundKept): Failure {
  return new Failure({
    code: "kept-state-unreadable",
    message: `An earlier run on ${nameStage(key)} could not store its state ${id}, which is kept in ${nameOf(place)}. It is damaged, or another version of Stagewright wrote it. What that run made may be in no stored state.`,
    next: `Run again with the version that was used then. Or import or delete what that run made (its comment and log list it), then say so: ${commandLine(`state waive ${id}`, key)}`,
  });
}

function nameOf(place: KeptPlace): string {
  return place.kind === "file" ? place.path : `GitHub's cache (${place.key})`;
}
