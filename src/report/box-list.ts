import { numbered } from "./numbered.ts";
import { takeRows, unitsOf } from "./room.ts";

const MOST_ROWS = 10;
/** What the rows of one box may take, in UTF-16 units. */
const BOX_SIZE = 4000;

/** The first of the rows, as many as one box tells. `text` draws one, in markdown. */
export function boxRows<Row>(rows: readonly Row[], text: (row: Row) => string): readonly string[] {
  return takeRows(
    rows.slice(0, MOST_ROWS).map((row) => `- ${text(row)}`),
    { size: BOX_SIZE, measure: unitsOf },
  );
}

/** A box's content: its title, the rows that it tells, and how many more of `total` there are. */
export function boxList(title: string, told: readonly string[], total: number): string {
  const more = total - told.length;
  return [title, ...told, ...(more > 0 ? [`- and ${numbered(more, "more")}, below`] : [])].join("\n");
}
