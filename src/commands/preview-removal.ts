import type { Change, ChangeSet } from "../engine/change.ts";
import { createDataTest } from "../engine/data-types.ts";
import type { Checkpoint, StateResource } from "../engine/pulumi/checkpoint.ts";
import { isDefaultProvider, isStack, nameOf } from "../engine/pulumi/urn.ts";

/** What a removal would do to the resources of a state, without an engine: each is deleted, but those that are to outlive their stage. */
export function previewRemoval(state: Checkpoint | null): ChangeSet {
  const holdsData = createDataTest([]);
  const all = (state?.checkpoint.latest?.resources ?? []).filter(({ urn }) => !isStack(urn) && !isDefaultProvider(urn));
  const changes = all
    .filter((resource) => resource["retainOnDelete"] !== true)
    .map((resource) => toChange(resource, holdsData(resource.type)))
    .toReversed();
  const none = { create: 0, update: 0, replace: 0, import: 0, read: 0, refresh: 0 };
  return {
    preview: true,
    changes,
    counts: { ...none, delete: changes.length, same: all.length - changes.length },
    diagnostics: [],
    policies: { counts: { mandatory: 0, remediate: 0, advisory: 0 }, violations: [] },
    outputs: {},
    seconds: 0,
  };
}

function toChange({ urn, type, parent, protect }: StateResource, holdsData: boolean): Change {
  return {
    op: "delete",
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
