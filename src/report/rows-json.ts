import { z } from "zod";

import { jsonOrNull } from "../json.ts";
import { stageSchema } from "./report-schema.ts";
import { toStageJson } from "./report-json.ts";
import { noRows, type Rows } from "./rows.ts";

const briefShape = { report: stageSchema, leftOut: z.number() };
const rowSchema = z.strictObject({
  ...briefShape,
  // Comments of before there were previews have none.
  preview: z.strictObject(briefShape).nullable().default(null),
  earlier: z.array(
    z.strictObject({
      ...stageSchema.pick({ command: true, state: true, commit: true, run: true }).shape,
      counts: z.string(),
      endedAt: z.string(),
    }),
  ),
});
const addressSchema = z.strictObject({ id: z.number(), url: z.string() });
const rowsSchema = z.strictObject({
  version: z.literal(1),
  comment: addressSchema.nullable(),
  outdated: z.array(addressSchema).default([]),
  rows: z.array(rowSchema),
});

/** Rows as they are stored. */
export function formatRows({ comment, outdated, rows }: Rows): string {
  const stored = rows.map((row) => ({
    ...row,
    report: toStageJson(row.report),
    preview: row.preview === null ? null : { ...row.preview, report: toStageJson(row.preview.report) },
  }));
  return `${JSON.stringify({ version: 1, comment, outdated, rows: stored })}\n`;
}

/** What cannot be read (another version's) counts as no rows: they are only shown, and each job puts its own in again. */
export function parseRows(text: string): Rows {
  return rowsSchema.safeParse(jsonOrNull(text)).data ?? noRows;
}
