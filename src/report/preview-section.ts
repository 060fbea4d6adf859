import { alerts, lossAlerts } from "./alerts.ts";
import { countsLine } from "./counts-line.ts";
import { failureSection } from "./failure-section.ts";
import { stateWords } from "./state-words.ts";
import type { StageReport } from "./stage-report.ts";

/** `✅ deployed`; with a preview beside it `✅ deployed · 🔍 preview`. */
export function rowWords({ report, preview }: Previewed): string {
  return [report, ...(preview === null ? [] : [preview.report])]
    .map(stateWords)
    .map(({ icon, words }) => `${icon} ${words}`)
    .join(" · ");
}

/** What a preview of a stage says at a glance, below the stage's own: how it ended, what would lose data, what failed, how much would change. */
export function previewTop(preview: StageReport): readonly string[] {
  const { icon, words } = stateWords(preview);
  return [
    `#### ${icon} ${words.charAt(0).toUpperCase()}${words.slice(1)}: what a ${would[preview.command]} would do now`,
    ...lossAlerts(preview),
    failureSection(preview),
    ...countsLine(preview),
    ...alerts(preview),
  ];
}

const would = { deploy: "deploy", diff: "deploy", remove: "removal", refresh: "refresh" } as const;

type Previewed = { readonly report: StageReport; readonly preview: { readonly report: StageReport } | null };
