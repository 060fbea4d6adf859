import type { Change } from "../engine/change.ts";
import { boxList, boxRows } from "./box-list.ts";
import { changeStory, shownName, shownType } from "./change-line.ts";
import { cutMiddle } from "./cut.ts";
import { dataLoss, lossOnMerge } from "./data-loss.ts";
import { alertBox, code, codeLine, escapeText } from "./markdown.ts";
import { policyAlert } from "./policies.ts";
import type { StageReport } from "./stage-report.ts";
import { urnParts } from "./urn.ts";

/** The boxes that stand open above the changes, because somebody may have to act. */
export function alerts(report: StageReport): readonly string[] {
  return [
    lockAlert(report),
    report.changeSet === null ? "" : policyAlert(report.changeSet.policies),
    driftAlert(report),
    retainedAlert(report),
    pendingAlert(report),
  ].filter((alert) => alert !== "");
}

/** Who holds the stage while this run waits for it. */
function lockAlert({ state, reason }: StageReport): string {
  return state === "queued"
    ? alertBox(
        "IMPORTANT",
        `**Another run holds this stage.** Waiting for: ${escapeText(cutMiddle(reason ?? "", 500))}`,
      )
    : "";
}

/** The boxes on data that is lost: in the stage itself, also where it is removed, and by merging. They come before everything else. */
export function lossAlerts(report: StageReport): readonly string[] {
  return [dataLossAlert(report), impactAlert(report)].filter((alert) => alert !== "");
}

function dataLossAlert({ command, changeSet }: StageReport): string {
  const loss = dataLoss({ changeSet });
  if (loss === null) {
    return "";
  }
  const how = command === "remove" ? "deleted with the stage" : "deleted or replaced with empty ones";
  const title = {
    lost: `**Data was lost in this stage.** These resources held data and were ${how}:`,
    "may be lost": `**Data may be lost.** These resources hold data and were to be ${how}:`,
    "would be lost": `**Data would be lost.** These resources hold data and would be ${how}:`,
  };
  return lossBox(title[loss.words], loss.changes, changeSet?.preview ?? false);
}

/** The same of what merging does, where it would be noticed last. */
function impactAlert(report: StageReport): string {
  const { impact = null } = report;
  const losing = lossOnMerge(report);
  if (impact === null || losing.length === 0) {
    return "";
  }
  const title = `**Merging would lose data in ${code(cutMiddle(impact.stage, 100))}.** These resources hold data and would be deleted or replaced with empty ones:`;
  return lossBox(title, losing, true);
}

function lossBox(title: string, losing: readonly Change[], preview: boolean): string {
  const story = (change: Change) => changeStory(change, preview).replace(" (holds data)", "");
  return alertBox(
    "CAUTION",
    list(title, losing, (change) => resourceText(change, story(change))),
  );
}

/** What became, or may become, of a resource, on one row. */
function resourceText({ name, type }: Pick<Change, "name" | "type">, story: string): string {
  return `${code(shownName(name))} (${code(shownType(type))}): ${escapeText(story)}`;
}

/** What a refresh found that is not as the stage's state had it. */
function driftAlert({ command, changeSet }: StageReport): string {
  const drifted = command === "refresh" ? (changeSet?.changes ?? []) : [];
  if (changeSet === null || drifted.length === 0) {
    return "";
  }
  const title = changeSet.preview
    ? "**This stage has drifted.** These resources were changed outside of Stagewright; the next deploy may undo that, or fail because of it:"
    : "**This stage had drifted.** Its state now matches what really exists; the next deploy restores what the program declares:";
  return alertBox(
    "WARNING",
    list(title, drifted, (change) => resourceText(change, changeStory(change, changeSet.preview))),
  );
}

/** What `retainOnDelete` left in the world: nobody else will tell that it is there, and it may cost money. */
function retainedAlert({ changeSet }: StageReport): string {
  const retained = (changeSet?.changes ?? []).flatMap((change) =>
    change.retained === undefined || (change.status !== "done" && changeSet?.preview === false)
      ? []
      : [{ ...change, id: change.retained.id }],
  );
  if (changeSet === null || retained.length === 0) {
    return "";
  }
  const title = changeSet.preview
    ? "**These resources would be retained** (`retainOnDelete`), not deleted. They would still exist, may cost money, and no stage would know of them any more:"
    : "**These resources were retained** (`retainOnDelete`), not deleted. They still exist, may cost money, and no stage knows of them any more:";
  return alertBox(
    "WARNING",
    list(title, retained, (change) => `${resourceText(change, "id")} ${code(codeLine(cutMiddle(change.id, 200)))}`),
  );
}

/** Operations that were under way when an engine died. */
function pendingAlert(report: StageReport): string {
  if (report.pending.length === 0) {
    return "";
  }
  const title =
    "**Check these manually.** The engine stopped while working on them, so they may exist without being in the stage's state:";
  return alertBox(
    "WARNING",
    list(title, report.pending, ({ urn, type }) => resourceText(urnParts(urn), cutMiddle(type, 60))),
  );
}

function list<Row>(title: string, rows: readonly Row[], text: (row: Row) => string): string {
  return boxList(title, boxRows(rows, text), rows.length);
}
