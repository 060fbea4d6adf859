import { dataLoss, lossOnMerge } from "./data-loss.ts";
import type { StageReport, StageState } from "./stage-report.ts";

const states: Readonly<Record<StageState, readonly [icon: string, words: string]>> = {
  queued: ["⏳", "queued"],
  deploying: ["⏳", "deploying …"],
  removing: ["⏳", "removing …"],
  previewing: ["⏳", "previewing …"],
  refreshing: ["⏳", "refreshing …"],
  refreshed: ["🔄", "state refreshed"],
  deployed: ["✅", "deployed"],
  unchanged: ["✅", "no changes"],
  previewed: ["🔍", "preview"],
  removed: ["🗑️", "removed"],
  failed: ["❌", "failed"],
  cancelled: ["⚠️", "cancelled"],
  superseded: ["⏭️", "superseded"],
  skipped: ["⏭️", "skipped"],
};

const task = { deploy: "deploy", remove: "removal", diff: "preview", refresh: "refresh" } as const;

/** What a state is said of: data loss is known only where the changes are. */
type Said = Pick<StageReport, "state" | "command"> & Partial<Pick<StageReport, "dryRun" | "changeSet" | "impact">>;

/** How a report's state is said at a glance: an icon and words (`✅ deployed`, `⚠️ deployed, data lost`, `❌ removal failed`). */
export function stateWords(report: Said): { readonly icon: string; readonly words: string } {
  const [icon, words] = states[report.state];
  const brokeOff = report.state === "failed" || report.state === "cancelled";
  const found = report.command === "refresh" && report.state === "previewed" ? "drift found" : words;
  const said = brokeOff ? `${report.dryRun === true ? task.diff : task[report.command]} ${words}` : found;
  const danger = dangerWords(report);
  return danger === null
    ? { icon, words: said }
    : { icon: urgent.has(icon) ? icon : "⚠️", words: `${said}, ${danger}` };
}

/** What is at least as urgent as a warning, or not known yet, keeps its icon. */
const urgent = new Set(["❌", "⏳"]);

function dangerWords(report: Said): string | null {
  const loss = dataLoss(report);
  if (loss !== null) {
    return `data ${loss.words}`;
  }
  return lossOnMerge(report).length > 0 ? "merging would lose data" : null;
}
