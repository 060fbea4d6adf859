import type { StageKey } from "../engine/engine.ts";
import { describeFailure, Failure } from "../failure.ts";
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

/**
 * Says of the kept states that are stored by now, as they are, that they are: whoever finds a copy later need not ask a person. For a run
 * that kept one and stored it after all. Never rejects: a copy that is not settled is looked at again.
 */
export async function settleStored(
  services: Pick<Services, "home" | "keptPlaces" | "log" | "now" | "run">,
  of: { readonly key: StageKey; readonly opened: OpenHome },
): Promise<void> {
  const { home, keptPlaces, log } = services;
  try {
    const content = contentOf(await of.opened.text(of.key));
    for (const { id, kept, forget } of (await keptPlaces?.of({ where: home.where, key: of.key, inCache: true })) ??
      []) {
      if (kept !== null && kept.content === content) {
        await home.settled?.settle(of.key, id, settlement(services, "stored"));
        await forget();
      }
    }
  } catch (error) {
    log.debug(`What was kept of the state could not be settled: ${describeFailure(error).message}`);
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
  const settle = (how: Settlement["how"]) => settled.settle(key, id, settlement(services, how));
  const current = await opened.text(key);
  if (contentOf(current) === kept.content) {
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

function settlement({ run, now }: Pick<Services, "now" | "run">, how: Settlement["how"]): Settlement {
  return { how, by: run.actor, reason: null, at: now().toISOString() };
}

function contentOf(state: string | null): string | null {
  return state === null ? null : contentHash(new TextEncoder().encode(state));
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
