import type { Change, ChangeSet } from "../engine/change.ts";
import { changeStory, shownName, shownType } from "./change-line.ts";
import { mostDestructiveFirst, parentOf } from "./change-order.ts";
import { durationText } from "./duration.ts";
import type { Space } from "./folds.ts";
import { code, escapeText } from "./markdown.ts";
import { numbered } from "./numbered.ts";
import { takeRows } from "./room.ts";
import { urnParts } from "./urn.ts";

/** A row for each changed resource, destructive first, as many as fit. */
export function resourceTable(changeSet: ChangeSet, space: Space): readonly string[] {
  const total = changeSet.changes.length;
  if (total === 0) {
    return [];
  }
  const rows = takeRows(resourceRows(changeSet), space.room);
  const left = total - rows.length;
  return [
    ["| Resource | Type | Component | What | Time |", "| --- | --- | --- | --- | ---: |", ...rows].join("\n"),
    ...(left > 0 ? [`${numbered(left, "more resource")} ${left === 1 ? "is" : "are"} ${space.elsewhere}.`] : []),
  ];
}

function* resourceRows({ changes, preview }: ChangeSet): Generator<string> {
  for (const change of mostDestructiveFirst(changes)) {
    const cells = [
      code(shownName(change.name)),
      code(shownType(change.type)),
      componentOf(change),
      escapeText(changeStory(change, preview)),
      change.seconds === null ? "" : durationText(change.seconds),
    ];
    yield `| ${cells.join(" | ")} |`;
  }
}

function componentOf(change: Change): string {
  const parent = parentOf(change);
  return parent === "" ? "" : code(shownName(urnParts(parent).name));
}
