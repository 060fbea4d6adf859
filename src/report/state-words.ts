import type { StageReport, StageState } from "./stage-report.ts";

const states: Readonly<Record<StageState, readonly [icon: string, words: string]>> = {
  queued: ["⏳", "queued"],
  deploying: ["⏳", "deploying …"],
  removing: ["⏳", "removing …"],
  previewing: ["⏳", "previewing …"],
  refreshing: ["⏳", "refreshing …"],
  refreshed: ["🔄", "drift taken over"],
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

/** How a report's state is said at a glance: an icon and words (`✅ deployed`, `❌ removal failed`). */
export function stateWords(report: Pick<StageReport, "state" | "command">): {
  readonly icon: string;
  readonly words: string;
} {
  const [icon, words] = states[report.state];
  const brokeOff = report.state === "failed" || report.state === "cancelled";
  return { icon, words: brokeOff ? `${task[report.command]} ${words}` : words };
}
