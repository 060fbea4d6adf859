import type { Change, ChangeOp, ChangeSet } from "../engine/change.ts";
import { createDataTest } from "../engine/data-types.ts";
import type { Checkpoint, StateResource } from "../engine/pulumi/checkpoint.ts";
import { isDefaultProvider, isStack, nameOf } from "../engine/pulumi/urn.ts";

/**
 * What a removal would do to the resources of a state, without an engine: each is deleted, but those that are to outlive their stage or were
 * only read. `dataTypes` hold data besides the known ones; `cautions` are said with it.
 */
export function previewRemoval(
  state: Checkpoint | null,
  { dataTypes, cautions }: { readonly dataTypes: readonly string[]; readonly cautions: readonly string[] },
): ChangeSet {
  const holdsData = createDataTest(dataTypes);
  const all = (state?.checkpoint.latest?.resources ?? []).filter(({ urn }) => !isStack(urn) && !isDefaultProvider(urn));
  const changes = all.map((resource) => toChange(resource, holdsData(resource.type))).toReversed();
  const count = (op: ChangeOp) => changes.filter((change) => change.op === op).length;
  const none = { create: 0, update: 0, replace: 0, import: 0, read: 0, refresh: 0, same: 0 };
  return {
    preview: true,
    changes,
    counts: { ...none, delete: count("delete"), retain: count("retain"), discard: count("discard") },
    diagnostics: cautions.map((message) => ({ severity: "warning", message, urn: null, resource: null, source: null })),
    policies: { counts: { mandatory: 0, remediate: 0, advisory: 0 }, violations: [] },
    outputs: {},
    seconds: 0,
  };
}

function toChange(resource: StateResource, holdsData: boolean): Change {
  const { urn, type, parent, protect } = resource;
  return {
    op: opOf(resource),
    type,
    name: nameOf(urn),
    urn,
    parent: parent ?? null,
    status: "planned",
    properties: [],
    replaceKeys: [],
    protect: protect === true,
    holdsData,
    seconds: null,
  };
}

function opOf(resource: StateResource): ChangeOp {
  if (resource.external === true) {
    return "discard";
  }
  return resource["retainOnDelete"] === true ? "retain" : "delete";
}
