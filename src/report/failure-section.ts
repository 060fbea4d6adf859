import type { Change } from "../engine/change.ts";
import { changeWords } from "./change-words.ts";
import { shownType } from "./change-line.ts";
import { cutEnd, cutMiddle } from "./cut.ts";
import { causes, messageLines, sourceText, type ToldDiagnostic, uniqueDiagnostics } from "./diagnostics.ts";
import { code, escapeText, fence } from "./markdown.ts";
import type { StageReport } from "./stage-report.ts";
import { wrapTextLine } from "./wrap-line.ts";

const MOST_ERRORS = 3;
const MOST_LINES = 25;

/** What went wrong, where and what to do: at most `MOST_ERRORS` errors, each with resource, message and source line. Empty when nothing did. */
export function failureSection(report: StageReport): string {
  const { failure, changeSet } = report;
  if (failure === null) {
    return "";
  }
  const errors = causes(uniqueDiagnostics(changeSet?.diagnostics ?? []));
  const told = toldErrors(report).map((error) => errorText(error, changeOf(error, report), report));
  const more = errors.length - told.length;
  return [
    // What could not be stored (in time) matters more than why the engine stopped.
    ...(told.length === 0 || ofStorage.has(failure.code) ? [messageFence(failure.message)] : []),
    ...told,
    ...(more > 0 ? [`${more} more ${more === 1 ? "error is" : "errors are"} below.`] : []),
    `**What to do:** ${escapeText(cutEnd(failure.next, 300))}`,
  ].join("\n\n");
}

const ofStorage: ReadonlySet<string> = new Set(["state-unstored", "state-stored-late"]);

/** The errors that the section tells whole, so that no other section need tell them. */
export function toldErrors({ failure, changeSet }: StageReport): readonly ToldDiagnostic[] {
  return failure === null ? [] : causes(uniqueDiagnostics(changeSet?.diagnostics ?? [])).slice(0, MOST_ERRORS);
}

/** What fails where no resource does: a removal and a refresh run no program. */
const whole = { deploy: "The program", diff: "The program", remove: "The removal", refresh: "The refresh" } as const;

function errorText(error: ToldDiagnostic, change: Change | null, report: StageReport): string {
  const subject = error.resource === null ? whole[report.command] : `**${code(cutMiddle(error.resource, 80))}**`;
  const type = change === null ? "" : ` (${code(shownType(change.type))})`;
  const what = change?.status === "failed" ? changeWords(change, report.changeSet?.preview ?? false) : "failed";
  const at = error.source === null ? "" : ` at ${code(sourceText(error.source))}`;
  const colon = error.resource === null ? "" : ":";
  return `${subject}${type}${colon} ${what}${at}\n\n${messageFence(error.message)}`;
}

function messageFence(message: string): string {
  return fence("text", messageLines(message, MOST_LINES).flatMap(wrapTextLine));
}

function changeOf(error: ToldDiagnostic, report: StageReport): Change | null {
  return error.urn === null ? null : (report.changeSet?.changes.find((change) => change.urn === error.urn) ?? null);
}
