import { isAbsolute, join, posix, relative, sep } from "node:path";

import { shownName } from "./change-line.ts";
import { cutMiddle } from "./cut.ts";
import { type ToldDiagnostic, uniqueDiagnostics } from "./diagnostics.ts";
import { neutraliseLogLine } from "./neutral.ts";
import type { StageReport } from "./stage-report.ts";
import { oneLine, visible } from "./visible.ts";

/** A message at a line of the repository, as GitHub shows it beside the code. `file` is relative to the repository's root, with `/`. */
export type Annotation = {
  readonly severity: "error" | "warning";
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
  readonly title: string;
  readonly message: string;
  /** The report whose failure this is: the first of its errors. */
  readonly failureOf: StageReport | null;
};

/** GitHub shows ten of a kind a step; one is the run's own. */
const MOST_OF_A_KIND = 9;
const LONGEST = 2000;

/**
 * What the diagnostics of a run say of lines of the repository, which lies in `root` (absolute). Places elsewhere (packages, temporary
 * folders) are left out. The reports must be masked already.
 */
export function annotations(reports: readonly StageReport[], root: string): readonly Annotation[] {
  const all = reports.flatMap((report) =>
    // Errors come first.
    uniqueDiagnostics(report.changeSet?.diagnostics ?? []).flatMap((diagnostic, index) =>
      annotate(diagnostic, { report, root, isFirst: index === 0 }),
    ),
  );
  return (["error", "warning"] as const).flatMap((severity) =>
    all.filter((one) => one.severity === severity).slice(0, MOST_OF_A_KIND),
  );
}

function annotate(
  diagnostic: ToldDiagnostic,
  { report, root, isFirst }: { readonly report: StageReport; readonly root: string; readonly isFirst: boolean },
): readonly Annotation[] {
  const { severity, source, resource, message } = diagnostic;
  const file = source === null ? null : inRepository(source.file, { root, path: report.path ?? "." });
  if (severity === "info" || source === null || file === null) {
    return [];
  }
  const subject = resource === null ? "" : `: ${shownName(resource)}`;
  return [
    {
      severity,
      file,
      line: source.line,
      column: source.column,
      title: neutraliseLogLine(oneLine(`${report.app} · ${report.stage}${subject}`)),
      message: visible(cutMiddle(message, LONGEST)).split("\n").map(neutraliseLogLine).join("\n"),
      failureOf: isFirst && severity === "error" ? report : null,
    },
  ];
}

/** null for what does not lie in the repository. A relative name is one in the project's folder. */
function inRepository(file: string, { root, path }: { readonly root: string; readonly path: string }): string | null {
  const whole = isAbsolute(file) ? file : join(root, path, file);
  const inside = relative(root, whole);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? null : inside.split(sep).join(posix.sep);
}
