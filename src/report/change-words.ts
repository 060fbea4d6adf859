import { type Change, type ChangeOp, type ChangeSet, noCounts } from "../engine/change.ts";

/** Each step as a plan and as done; the order is the one in which counts are told, destructive first. */
const words: Readonly<Record<Exclude<ChangeOp, "same">, { readonly plan: string; readonly done: string }>> = {
  delete: { plan: "delete", done: "deleted" },
  replace: { plan: "replace", done: "replaced" },
  retain: { plan: "retain", done: "retained" },
  update: { plan: "update", done: "updated" },
  create: { plan: "create", done: "created" },
  import: { plan: "import", done: "imported" },
  refresh: { plan: "refresh", done: "refreshed" },
  read: { plan: "read", done: "read" },
  discard: { plan: "discard", done: "discarded" },
};

const tellingOrder = Object.keys(words).filter((op): op is keyof typeof words => op in words);

/** What became of one resource: `delete` in a preview, `deleted`, `delete failed`, or `not reached (delete)` when the run ended before. */
export function changeWords(change: Change, preview: boolean): string {
  const { plan, done } = change.op === "same" ? { plan: "keep", done: "unchanged" } : words[change.op];
  const inPreview = change.op === "refresh" ? "has drifted" : plan;
  const unfinished = preview ? inPreview : `not reached (${plan})`;
  return { done, failed: `${plan} failed`, planned: unfinished }[change.status];
}

/** `1 deleted · 3 created · 24 unchanged`; in a preview `1 to delete · …`. Empty when there is not one resource. */
export function countsText(changeSet: ChangeSet): string {
  return countParts(changeSet).join(" · ");
}

function countParts({ preview, changes, counts }: ChangeSet): string[] {
  const failed = changes.filter((change) => change.status === "failed").length;
  const notReached = preview ? 0 : changes.filter((change) => change.status === "planned").length;
  const unfinished = failed + notReached > 0;
  const done = unfinished ? countDone(changes) : counts;
  const parts = tellingOrder
    .filter((op) => done[op] > 0)
    .map((op) => `${done[op]} ${preview ? countedPlan(op) : words[op].done}`);
  return [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...parts,
    ...(notReached > 0 ? [`${notReached} not reached`] : []),
    ...(counts.same > 0 ? [`${counts.same} unchanged`] : []),
  ];
}

function countedPlan(op: keyof typeof words): string {
  return op === "refresh" ? "drifted" : `to ${words[op].plan}`;
}

function countDone(changes: readonly Change[]): Record<ChangeOp, number> {
  const counts = noCounts();
  for (const change of changes) {
    counts[change.op] += change.status === "done" ? 1 : 0;
  }
  return counts;
}
