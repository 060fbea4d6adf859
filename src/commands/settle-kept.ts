import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import type { OpenHome } from "../home/home.ts";
import { mayGoOver, restoreText } from "../home/restore.ts";
import type { StageRecord } from "../home/record.ts";
import type { Settlement, SettledStates } from "../home/settled-states.ts";
import { contentHash } from "../home/state-hash.ts";
import { nameStage } from "../lock/describe-lock.ts";
import { commandLine } from "../reader/advice.ts";
import type { FoundKept } from "./kept-places.ts";
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
  const { kept } = found;
  if (await settled.isSettled(key, kept.id)) {
    return;
  }
  const settle = (how: Settlement["how"]) =>
    settled.settle(key, kept.id, {
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
  services.log.info(`An earlier run on ${nameStage(key)} could not store its state ${kept.id}. It is put back.`);
}

function unsettled(key: StageKey, { kept, place }: FoundKept): Failure {
  const where = place.kind === "file" ? place.path : `GitHub's cache (${place.key})`;
  return new Failure({
    code: "state-unsettled",
    message: `An earlier run on ${nameStage(key)} could not store its state ${kept.id}, which is kept in ${where}; the stage was changed since, so it cannot be put back. What that run made may be in no stored state.`,
    next: `Import or delete what that run made (its comment and log list it), then say so: ${commandLine(`state waive ${kept.id}`, key)}`,
  });
}
