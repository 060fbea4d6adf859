import { deflateRawSync, inflateRawSync } from "node:zlib";

import { briefReport } from "./brief.ts";
import { unitsOf } from "./room.ts";
import { formatRows, parseRows } from "./rows-json.ts";
import { isSameRow, noRows, type Row, type Rows } from "./rows.ts";

/** What rows in a comment may take of its room, in UTF-16 units. */
const HIDDEN_SIZE = 24_000;
/** What the changes of each row may take at first, and then, if that is too much for all of them. */
const SIZES = [6000, 1500, 0];
/** No rows that we hid are longer, in bytes. */
const MOST_BYTES = 4 * 1024 ** 2;

const hidden = /<!-- stagewright-rows:1 (?<text>[A-Za-z0-9+/=]+) -->/u;

/** The rows as a hidden line of the comment itself, for where nothing else keeps them: cut to what fits, `own` last. */
export function hideRows(rows: Rows, own: Row["report"]): string {
  const isOwn = ({ report }: Row) => isSameRow(report, own);
  const drafts = SIZES.map((size) => lineOf({ ...rows, rows: rows.rows.map((row) => shrunk(row, size)) }));
  const alone = () => lineOf({ ...rows, rows: rows.rows.filter(isOwn).map((row) => shrunk(row, 0)) });
  return drafts.find((line) => unitsOf(line) <= HIDDEN_SIZE) ?? alone();
}

/** The rows that a comment hides; none where it hides none that can be read. */
export function findRows(body: string): Rows {
  const text = hidden.exec(body)?.groups?.["text"];
  try {
    const packed = Buffer.from(text ?? "", "base64");
    return text === undefined ? noRows : parseRows(inflateRawSync(packed, { maxOutputLength: MOST_BYTES }).toString());
  } catch {
    return noRows;
  }
}

function lineOf(rows: Rows): string {
  return `<!-- stagewright-rows:1 ${deflateRawSync(formatRows(rows)).toString("base64")} -->`;
}

function shrunk(row: Row, size: number): Row {
  return {
    ...row,
    ...cut(row, size),
    preview: row.preview === null ? null : cut(row.preview, size),
  };
}

function cut(brief: Pick<Row, "report" | "leftOut">, size: number): Pick<Row, "report" | "leftOut"> {
  const { report, leftOut } = briefReport(brief.report, size);
  return { report, leftOut: brief.leftOut + leftOut };
}
