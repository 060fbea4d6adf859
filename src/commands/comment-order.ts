import type { GitHub, PostedComment } from "../github/github.ts";
import type { Home } from "../home/home.ts";
import type { Log } from "../log.ts";
import { COMMENT_LIMIT, renderComment } from "../report/comment.ts";
import { renderRows } from "../report/rows-comment.ts";
import { type Rows, withWhole } from "../report/rows.ts";
import type { StageReport } from "../report/stage-report.ts";

export type CommentOrder = {
  readonly github: GitHub;
  readonly home: Pick<Home, "rows" | "where">;
  readonly log: Log;
  /** GitHub's id of the repository; null where nothing says it. */
  readonly repository: number | null;
  readonly pullRequest: number;
  /** Masked. */
  readonly report: StageReport;
  /** The comment, where this run wrote it before. */
  readonly known: PostedComment | null;
  readonly mayCreate: boolean;
};

/** What a comment is drawn from. `limit` is in code points; `notes` are markdown, and stand last. */
type Drawing = {
  readonly rows: Rows;
  readonly marker: string;
  readonly limit?: number;
  readonly notes?: readonly string[];
};

/** The comment's text: the report for itself where it is the only one, else all rows. */
export function draw({ report }: Pick<CommentOrder, "report">, of: Drawing): string {
  const { rows, marker, limit = COMMENT_LIMIT, notes = [] } = of;
  const last = notes.map((note) => `\n\n${note}`).join("");
  const room = limit - last.length;
  const [only, ...others] = rows.rows;
  if (only === undefined || others.length > 0) {
    return renderRows(rows.rows, marker, room) + last;
  }
  // This run knows all of its own report; the row holds only what fits.
  const whole = withWhole(only, report);
  return renderComment(whole.report, marker, { ...whole, limit: room }) + last;
}
