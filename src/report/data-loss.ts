import type { Change } from "../engine/change.ts";
import { losesData } from "./change-order.ts";
import type { StageReport } from "./stage-report.ts";

/** Resources that hold data and are deleted or replaced, and how sure it is that the data is gone. */
export type DataLoss = {
  readonly changes: readonly Change[];
  readonly words: "lost" | "may be lost" | "would be lost";
};

/** The data loss in a report's own stage; null where none is known. */
export function dataLoss({ changeSet = null }: Partial<Pick<StageReport, "changeSet">>): DataLoss | null {
  const changes = changeSet?.changes.filter(losesData) ?? [];
  if (changeSet === null || changes.length === 0) {
    return null;
  }
  if (changes.some((change) => change.status === "done")) {
    return { changes, words: "lost" };
  }
  return { changes, words: changeSet.preview ? "would be lost" : "may be lost" };
}

/** What merging the pull request would delete or replace that holds data. */
export function lossOnMerge({ impact = null }: Pick<StageReport, "impact">): readonly Change[] {
  return impact?.changeSet?.changes.filter(losesData) ?? [];
}
