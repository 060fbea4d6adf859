import { Failure } from "../../failure.ts";
import type { EngineOrder, StageKey } from "../engine.ts";
import type { CheckedOut } from "./checked-out.ts";
import type { StateResource } from "./checkpoint.ts";
import { checkOutDeployed } from "./removal-advice.ts";
import { nameOf } from "./urn.ts";

/** More names than this do not help anyone. */
const mostNamed = 20;

/** Why a stage that holds protected resources is not removed, before anything is destroyed (the engine would stop in the middle); null where it holds none. */
export function protectedResources(resources: readonly StateResource[], key: StageKey): Failure | null {
  const kept = resources.filter((resource) => resource.protect === true);
  if (kept.length === 0) {
    return null;
  }
  const [is, it] = kept.length === 1 ? ["One resource of", "It is"] : [`${kept.length} resources of`, "They are"];
  return new Failure({
    code: "protected-resources",
    message: `${is} stage ${key.stage} must not be deleted. ${it} protected: ${listed(kept)}. Nothing was destroyed.`,
    next: "Take `protect` off in the program and deploy once more, or run `pulumi state unprotect --all` on the stage; then remove it again.",
  });
}

function listed(resources: readonly StateResource[]): string {
  const names = resources.slice(0, mostNamed).map(({ urn, type }) => `${nameOf(urn)} (${type})`);
  return resources.length > mostNamed
    ? `${names.join(", ")} and ${resources.length - mostNamed} more`
    : names.join(", ");
}

/** Why a stage cannot be removed from its state alone. `runsProgram`: the program itself must run, not only lie there. */
export type NeedOfProgram = { readonly reason: string; readonly runsProgram: boolean };

/** What in the state needs the program; null when nothing does. */
export function needOfProgram(resources: readonly StateResource[]): NeedOfProgram | null {
  // The engine's own rule (`getDeleteHooks`): hooks are functions of the program, and it refuses to delete without them.
  const hooked = resources.find((resource) =>
    ["BeforeDelete", "AfterDelete"].some((hook) => (resource.resourceHooks?.[hook]?.length ?? 0) > 0),
  );
  if (hooked !== undefined) {
    return {
      reason: `${nameOf(hooked.urn)} (${hooked.type}) has hooks that run when it is deleted`,
      runsProgram: true,
    };
  }
  return needOfPython(resources);
}

/** Dynamic providers in Python are started by the program's own environment; null where there are none. */
export function needOfPython(resources: readonly StateResource[]): NeedOfProgram | null {
  const python = resources.find((resource) => resource.type.startsWith("pulumi-python:"));
  if (python !== undefined) {
    return { reason: `${nameOf(python.urn)} has a dynamic provider in Python`, runsProgram: false };
  }
  return null;
}

/** What cannot be done without the project as it was deployed, with what to check out for it. */
export function programNeeded(
  { key }: Pick<EngineOrder, "key">,
  { record, note }: Pick<CheckedOut, "record" | "note">,
  why: { readonly reason: string; readonly what: "removed" | "refreshed" },
): Failure {
  const noted = note === null ? "" : ` ${note}`;
  return new Failure({
    code: "program-needed",
    message: `Stage ${key.stage} cannot be ${why.what} from its state alone: ${why.reason}.${noted} Nothing was changed.`,
    next: checkOutDeployed(record),
  });
}
