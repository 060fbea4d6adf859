import { lossAlerts } from "./alerts.ts";
import { cutEnd, cutMiddle } from "./cut.ts";
import { autolink, code, escapeText } from "./markdown.ts";
import { takeRows, unitsOf } from "./room.ts";
import type { StageReport } from "./stage-report.ts";
import { rowWords } from "./preview-section.ts";
import { stageUrls } from "./url.ts";

const MOST_URLS = 5;

/** What answers at a glance: state, app and stage, and below it at once what data is lost; where the stage is; why nothing was done. A preview beside it is named. */
export function heading(
  report: StageReport,
  preview: { readonly report: StageReport } | null = null,
): readonly string[] {
  const [icon = "", ...words] = rowWords({ report, preview }).split(" ");
  return [
    `### ${icon} ${stageName(report)}: ${words.join(" ")}`,
    ...lossAlerts(report),
    ...stageAddresses(report),
    // What a queued one waits for has a box of its own.
    ...(report.reason === null || report.state === "queued" ? [] : [sentence(escapeText(cutEnd(report.reason, 300)))]),
  ];
}

/** `app · stage`, for Markdown. */
export function stageName({ app, stage }: StageReport): string {
  return `${escapeText(cutMiddle(app, 100))} · ${escapeText(cutMiddle(stage, 100))}`;
}

/** The stage's addresses as it now is; while that is not sure, the one that answered last, and that it is that. */
export function stageAddresses(report: StageReport): readonly string[] {
  const { state, command, url, lastUrl = null } = report;
  if (state === "deployed" || state === "unchanged") {
    return url === null ? [] : [`**${autolink(url)}**`, ...otherAddresses(report, url)];
  }
  if (command === "remove") {
    return [];
  }
  if (state === "failed" || state === "cancelled") {
    return lastUrl === null
      ? labelled("Address, which may not answer any more", command === "deploy" ? url : null)
      : labelled("Last good deploy", lastUrl);
  }
  return labelled("Last deploy", lastUrl);
}

function labelled(label: string, address: string | null): readonly string[] {
  return address === null ? [] : [`${label}: ${autolink(address)}`];
}

/** By the names of their outputs, on one line. */
function otherAddresses(report: StageReport, main: string): readonly string[] {
  const others = stageUrls(report.changeSet?.outputs ?? {}).filter(({ url }) => url !== main);
  const all = others.slice(0, MOST_URLS).map(({ name, url }) => `${code(cutMiddle(name, 60))} ${autolink(url)}`);
  const told = takeRows(all, { size: 2000, measure: unitsOf });
  return told.length === 0 ? [] : [told.join(" · ")];
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
