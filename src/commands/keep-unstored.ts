import type { StageKey } from "../engine/engine.ts";
import { describeFailure } from "../failure.ts";
import type { OpenHome, Unstored } from "../home/home.ts";
import { commandLine, shellWord } from "../reader/advice.ts";
import { cutEnd } from "../report/cut.ts";
import type { StageReport } from "../report/stage-report.ts";
import type { KeptPlace } from "./kept-places.ts";
import type { Services } from "./services.ts";

/** More than this the comment does not list; the log has them all. */
const mostListed = 12;

/**
 * Keeps a state that could not be stored where it can be had, and says what is lost without it, where it is, and how it comes back. For
 * who has tried to store it for long. Resolves to `failure` itself where everything is stored.
 */
export async function keepUnstored(
  services: Pick<Services, "home" | "keptPlaces" | "log">,
  of: { readonly opened: OpenHome; readonly key: StageKey; readonly failure: NonNullable<StageReport["failure"]> },
): Promise<NonNullable<StageReport["failure"]>> {
  const { opened, key, failure } = of;
  const unstored = await opened.unstored().catch((error: unknown) => {
    services.log.warning(`What is not stored could not be told: ${describeFailure(error).message}`);
    return null;
  });
  if (unstored === null) {
    return failure;
  }
  const { kept, resources, isHidden } = unstored;
  const places = kept === null ? [] : ((await services.keptPlaces?.keep(kept, isHidden)) ?? []);
  const lines = resources.map(({ type, name, id }) => `- ${type} ${name} (${id === null ? "under way" : `id ${id}`})`);
  const title = titleOf(unstored);
  if (lines.length > mostListed) {
    services.log.warning([title, ...lines].join("\n"));
  }
  const more = lines.length > mostListed ? [`and ${lines.length - mostListed} more; the log lists them all`] : [];
  const message = [
    `The state of stage ${key.stage} of ${key.app} was not stored: ${failure.message}`,
    title,
    ...lines.slice(0, mostListed),
    ...more,
    ...placesLines(unstored, places, key),
  ];
  return { code: "state-unstored", message: message.join("\n"), next: nextStep(places, failure) };
}

function titleOf({ resources, unknown }: Unstored): string {
  if (unknown !== null) {
    return `Which resources are in no stored state is not known: ${unknown}`;
  }
  return resources.length === 0
    ? "No new resource is missing from the stored state, but updates and deletions are."
    : `In no stored state (${resources.length}):`;
}

function placesLines({ kept, isHidden }: Unstored, places: readonly KeptPlace[], key: StageKey): readonly string[] {
  if (kept === null) {
    return ["There is no passphrase to encrypt the state with, so it is kept nowhere else."];
  }
  if (places.length === 0) {
    return ["It could be kept nowhere else."];
  }
  const file = places.find((place) => place.kind === "file")?.path ?? "FILE";
  return [
    isHidden
      ? `The state is kept, encrypted with the stage's passphrase, as ${kept.id}:`
      : `The state is kept on this machine alone, since an empty passphrase hides nothing, as ${kept.id}:`,
    ...places.map((place) => (place.kind === "file" ? `- ${place.path}` : `- GitHub's cache, ${place.key}`)),
    "This puts it back:",
    commandLine(`state restore --from-file ${shellWord(file)}`, key),
  ];
}

function nextStep(places: readonly KeptPlace[], failure: { readonly next: string }): string {
  if (places.length === 0) {
    return `${cutEnd(failure.next, 180)} Before the stage is deployed again, import or delete the resources above.`;
  }
  const itself = places.some(({ kind }) => kind === "cache")
    ? "The stage's next run that can read the cache puts the state back"
    : "The stage's next run on this machine puts the state back";
  return `${cutEnd(failure.next, 180)} ${itself}; elsewhere do that first.`;
}
