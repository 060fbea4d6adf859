import { countsText } from "./change-words.ts";
import type { StageReport } from "./stage-report.ts";

/** How much changed, on one line of markdown; nothing before the engine told. */
export function countsLine({ changeSet }: StageReport): readonly string[] {
  const text = changeSet === null ? "" : countsText(changeSet);
  return text === "" ? [] : [`**${text}**`];
}
