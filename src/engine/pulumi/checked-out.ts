import { basisOf, checkedOutCommit } from "../../checkout/checked-out-commit.ts";
import { Failure } from "../../failure.ts";
import type { EngineHome } from "../../home/home.ts";
import type { StageRecord } from "../../home/record.ts";
import type { EngineOrder } from "../engine.ts";
import { type PulumiProject, readProject } from "./project.ts";

/** What is checked out where a command on a stage's state runs. */
export type CheckedOut = {
  /** The stage's own project; null where none is there, or none that can be used. */
  readonly project: PulumiProject | null;
  /** A folder whose installed packages may serve; null where there is none, or it is another project's. */
  readonly packagesFrom: string | null;
  /** null where the home keeps none. */
  readonly record: StageRecord | null;
  /** Whether the project is there as it was deployed last; null where that cannot be told. */
  readonly asDeployed: boolean | null;
  /** Why a checkout is not used, or how it differs from what was deployed; null where there is nothing to say. */
  readonly note: string | null;
};

/** Looks at what lies in the order's folder. What is broken there, or another project's, is noted and not used: the state alone may do. */
export async function lookAtCheckout(
  order: Pick<EngineOrder, "key" | "directory"> & { readonly home: Pick<EngineHome, "records"> },
): Promise<CheckedOut> {
  const { key, directory } = order;
  const record = (await order.home.records?.read(key)) ?? null;
  const none = { project: null, packagesFrom: null, record, asDeployed: false, note: null };
  if (directory === null) {
    return none;
  }
  const project = await readProject(directory).catch((error: unknown) => {
    if (error instanceof Failure) {
      return error;
    }
    throw error;
  });
  if (project === null) {
    return none;
  }
  if (project instanceof Failure) {
    return { ...none, packagesFrom: directory, note: `The checkout is not used: ${project.message}` };
  }
  if (project.name !== key.app) {
    return { ...none, note: `The checkout is not used: ${directory} holds project ${project.name}, not ${key.app}.` };
  }
  return { project, packagesFrom: directory, record, ...(await compare(directory, record)) };
}

/** A pull request's merge counts as its head: the head is what is on record. */
async function compare(
  directory: string,
  record: StageRecord | null,
): Promise<Pick<CheckedOut, "asDeployed" | "note">> {
  const deployed = record?.commit ?? null;
  const there = deployed === null ? null : await checkedOutCommit(directory);
  if (deployed === null || there === null) {
    return { asDeployed: null, note: null };
  }
  const asDeployed = basisOf(there, deployed) !== null;
  const [is, was] = [there.commit, deployed].map((commit) => commit.slice(0, 7));
  return { asDeployed, note: asDeployed ? null : `The checkout is at ${is}; the stage was deployed from ${was}.` };
}
