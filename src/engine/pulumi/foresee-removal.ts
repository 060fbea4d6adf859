import type { EngineHome } from "../../home/home.ts";
import type { Failure } from "../../failure.ts";
import type { EngineOrder } from "../engine.ts";
import { type CheckedOut, lookAtCheckout } from "./checked-out.ts";
import type { Checkpoint, StateResource } from "./checkpoint.ts";
import { pendingOf } from "./pending.ts";
import type { OwnProvider } from "./project.ts";
import { needingProjectFiles } from "./project-files.ts";
import { cautionOf } from "./removal-advice.ts";
import { type NeedOfProgram, needOfProgram, programNeeded, protectedResources } from "./removal-checks.ts";
import { nameOf } from "./urn.ts";

/** What can be said of a removal before anything is destroyed, from the state and from what is checked out. */
export type ForeseenRemoval = {
  readonly checkedOut: CheckedOut;
  /** What in the state needs the program; null for nothing. */
  readonly need: NeedOfProgram | null;
  /** Resources whose deletion may run or read files of the project. */
  readonly files: readonly StateResource[];
  /** Why the removal is refused; null where it is not. */
  readonly refusal: Failure | null;
  /** What is said first: how the checkout differs from what was deployed, and what may be left behind for want of a file. */
  readonly cautions: readonly string[];
};

/** Looks ahead to a removal, for the removal itself and for a dry run of it, which say the same. Runs and writes nothing. */
export async function foreseeRemoval(
  order: Pick<EngineOrder, "key" | "directory" | "options"> & { readonly home: Pick<EngineHome, "records"> },
  state: Checkpoint,
): Promise<ForeseenRemoval> {
  const resources = state.checkpoint.latest?.resources ?? [];
  const need = needOfProgram(resources);
  const checkedOut = await lookAtCheckout(order);
  const files = needingProjectFiles(resources, ownProviders(checkedOut));
  const refusals = [
    order.options?.excludeProtected === true ? null : protectedResources(resources, order.key),
    need === null || checkedOut.project !== null
      ? null
      : programNeeded(order, checkedOut, { reason: need.reason, what: "removed" }),
  ];
  const cautions = [checkedOut.note, cautionOf(checkedOut, files)].filter((text) => text !== null);
  return {
    checkedOut,
    need,
    files,
    refusal: refusals.find((refusal) => refusal !== null) ?? null,
    cautions,
  };
}

/** What to say of the operations that an earlier run was cut off in. */
export function cautionsOfPending(state: Checkpoint | null): readonly string[] {
  return pendingOf(state).map(
    ({ urn, type }) =>
      `An earlier run was cut off while ${type} ${nameOf(urn)}: the removal cannot know what came of it. Look whether it exists.`,
  );
}

/** By the record of the last deploy, or else by the project that is here. */
function ownProviders({ record, project }: CheckedOut): readonly OwnProvider[] {
  return record?.program?.providers ?? project?.ownProviders ?? [];
}
