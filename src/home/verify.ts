import type { StageKey } from "../engine/engine.ts";
import type { Checkpoint, StateResource } from "../engine/pulumi/checkpoint.ts";
import { Failure } from "../failure.ts";
import type { Home } from "./home.ts";
import { contentHash } from "./state-hash.ts";
import { parseCheckpoint } from "./checkpoint-text.ts";

/** Something that is wrong with a stage's state, or that a person should know of it. */
export type Finding = { readonly code: string; readonly message: string };

/** Looks a stage's stored state over; without findings it is whole and as the last command left it. Nothing is changed. */
export async function verifyStage(home: Home, key: StageKey): Promise<readonly Finding[]> {
  const text = await home.text(key);
  if (text === null) {
    return [{ code: "no-state", message: `There is no state of stage ${key.stage} of ${key.app} in ${home.where}.` }];
  }
  let state: Checkpoint;
  try {
    state = parseCheckpoint(text, key, `the state in ${home.where}`);
  } catch (error) {
    if (error instanceof Failure) {
      return [{ code: error.code, message: error.message }];
    }
    throw error;
  }
  return [...verifyCheckpoint(state), ...(await changedSince(home, key, text))];
}

/**
 * What the engine itself would refuse of a state (`Snapshot.VerifyIntegrity` of Pulumi): two living resources of one name, and resources
 * that name a parent, a dependency or a provider which does not come before them; also what was under way when an engine died.
 */
export function verifyCheckpoint(state: Checkpoint): Finding[] {
  const findings: Finding[] = [];
  const before = new Set<string>();
  for (const resource of state.checkpoint.latest?.resources ?? []) {
    if (before.has(resource.urn) && resource.delete !== true) {
      findings.push({ code: "duplicate-resource", message: `${resource.urn} is there twice.` });
    }
    for (const [what, urn] of namedBy(resource)) {
      if (!before.has(urn)) {
        findings.push({
          code: "missing-resource",
          message: `${resource.urn} names ${urn} as its ${what}, which is not there.`,
        });
      }
    }
    before.add(resource.urn);
  }
  for (const { type, resource } of state.checkpoint.latest?.pending_operations ?? []) {
    findings.push({ code: "pending-operation", message: `An engine was cut off while ${type} ${resource.urn}.` });
  }
  return findings;
}

function namedBy(resource: StateResource): [what: string, urn: string][] {
  const dependencies: unknown = resource["dependencies"];
  // `URN::ID`; an id may hold anything, a URN ends before the fifth `::`.
  const provider = resource.provider?.split("::").slice(0, 4).join("::") ?? "";
  return [
    ...[resource.parent ?? ""].map((urn): [string, string] => ["parent", urn]),
    ...(Array.isArray(dependencies) ? dependencies : []).map((urn): [string, string] => ["dependency", String(urn)]),
    ...[provider].map((urn): [string, string] => ["provider", urn]),
  ].filter(([, urn]) => urn !== "");
}

/** Whether the state is the one that the last command on record left. */
async function changedSince(home: Home, key: StageKey, text: string): Promise<Finding[]> {
  const [last] = (await home.history?.updates(key, 1)) ?? [];
  if (last === undefined || last.content === null || last.content === contentHash(new TextEncoder().encode(text))) {
    return [];
  }
  return [
    {
      code: "changed-outside",
      message: `The state is not the one that the last command on record left (${last.command} ${last.id} by ${last.actor}): something else wrote it since.`,
    },
  ];
}
