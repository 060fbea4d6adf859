import { changeSections, type Space } from "./folds.ts";
import { countsText } from "./change-words.ts";
import { cutEnd } from "./cut.ts";
import { code, escapeText, fold } from "./markdown.ts";
import type { StageImpact, StageReport } from "./stage-report.ts";

/** So many changes stand first; the others in a fold of their own. */
const MOST_FIRST = 40;

/** What merging the pull request will change in its base branch's stage; nothing where nobody asked for it. */
export function impactSection({ impact = null }: StageReport, space: Space): readonly string[] {
  if (impact === null) {
    return [];
  }
  const { changeSet, reason } = impact;
  const stage = `In stage ${code(cutEnd(impact.stage, 100))} of the base branch`;
  if (reason !== null || changeSet === null) {
    return [fold("What merging would change is not known", `${stage}: ${escapeText(cutEnd(reason ?? "", 1000))}`)];
  }
  if (changeSet.changes.length === 0) {
    return [fold("Merging would change nothing", [`${stage}.`, ...basisText(impact)].join("\n\n"))];
  }
  const content = [`${stage}:`, ...changeSections(changeSet, { mostOpen: MOST_FIRST }, space), ...basisText(impact)];
  return [fold(`What merging would change: ${countsText(changeSet)}`, content.join("\n\n"))];
}

/** Said where the program was not the merged one for certain. */
function basisText({ basis }: StageImpact): readonly string[] {
  switch (basis) {
    case "merge":
      return [];
    case "head":
      return [
        "This previews the head of the pull request, not its merge: newer commits on the base branch are missing.",
      ];
    case "unknown":
      return ["It is not known whether the previewed program is the pull request's merge."];
    default:
      return basis satisfies never;
  }
}
