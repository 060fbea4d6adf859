import type { ChangeSet } from "../engine/change.ts";
import { changeFence, countFitting } from "./change-list.ts";
import { shownName } from "./change-line.ts";
import { mostDestructiveFirst } from "./change-order.ts";
import { diagnosticsText, messageLines, sourceText, type ToldDiagnostic } from "./diagnostics.ts";
import { codeLine, fence, fold } from "./markdown.ts";
import { numbered } from "./numbered.ts";
import { hasPropertyDiffs, propertyBlocks } from "./property-diff.ts";
import { type Room, takeRows } from "./room.ts";
import { wrapTextLine } from "./wrap-line.ts";

/** How much a section may take, and where what does not fit is told: a sentence's end, in markdown (`in the job summary`). */
export type Space = { readonly room: Room; readonly elsewhere: string };

/**
 * One line a changed resource, destructive first, as far as they fit: the first `mostOpen` stand open, since more would push everything
 * else off the screen, the others in a fold. `leftOut` more are not among the changes any more.
 */
export function changeSections(
  changeSet: ChangeSet,
  { mostOpen, leftOut = 0 }: { readonly mostOpen: number; readonly leftOut?: number },
  space: Space,
): readonly string[] {
  const { preview } = changeSet;
  const changes = mostDestructiveFirst(changeSet.changes);
  const fitting = countFitting(changes, preview, space.room);
  const open = changes.slice(0, Math.min(fitting, mostOpen));
  const folded = changes.slice(open.length, fitting);
  const left = changes.length - fitting + leftOut;
  const more = open.length > 0 ? "more resource" : "resource";
  return [
    ...(open.length > 0 ? [changeFence(open, preview)] : []),
    ...(folded.length > 0 ? [fold(numbered(folded.length, more), changeFence(folded, preview))] : []),
    ...(left > 0 ? [`${numbered(left, "more resource")} ${left === 1 ? "is" : "are"} ${space.elsewhere}.`] : []),
  ];
}

/** Old and new values of every property that differs, resource by resource. */
export function propertySection(changeSet: ChangeSet, space: Space): readonly string[] {
  const total = changeSet.changes.filter(hasPropertyDiffs).length;
  if (total === 0) {
    return [];
  }
  const blocks = takeRows(propertyBlocks(mostDestructiveFirst(changeSet.changes), changeSet.preview), space.room);
  const summary = `What differs in ${numbered(total, "resource")}`;
  return [foldOfBlocks({ summary, language: "diff", blocks, total, elsewhere: space.elsewhere })];
}

/** What program and engine said. */
export function diagnosticsSection(diagnostics: readonly ToldDiagnostic[], space: Space): readonly string[] {
  const total = diagnostics.length;
  if (total === 0) {
    return [];
  }
  const blocks = takeRows(diagnosticBlocks(diagnostics), space.room);
  const summary = diagnosticsText(diagnostics);
  return [foldOfBlocks({ summary, language: "text", blocks, total, elsewhere: space.elsewhere })];
}

function* diagnosticBlocks(diagnostics: readonly ToldDiagnostic[]): Generator<string> {
  for (const { severity, resource, source, times, message } of diagnostics) {
    const subject = resource === null ? "" : ` ${shownName(resource)}`;
    const at = source === null ? "" : ` (${codeLine(sourceText(source))})`;
    const [first = "", ...others] = messageLines(message, 12);
    const head = `${severity}${subject}${at}${times > 1 ? ` ×${times}` : ""}: ${first}`;
    yield [head, ...others.map((line) => `  ${line}`)].flatMap(wrapTextLine).join("\n");
  }
}

/** A fold with the blocks that found room in a fence, and how many of `total` are left out. */
export function foldOfBlocks(of: {
  readonly summary: string;
  readonly language: string;
  readonly blocks: readonly string[];
  readonly total: number;
  readonly elsewhere: string;
}): string {
  const left = of.total - of.blocks.length;
  const parts = [
    ...(of.blocks.length > 0 ? [fence(of.language, of.blocks)] : []),
    ...(left > 0 ? [`${numbered(left, "more")} ${left === 1 ? "is" : "are"} ${of.elsewhere}.`] : []),
  ];
  return fold(of.summary, parts.join("\n\n"));
}
