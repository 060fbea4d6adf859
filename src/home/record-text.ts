import { z } from "zod";

import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import { type StageRecord, stageRecordSchema } from "./record.ts";

/** A record as text, a line long. */
export function formatRecord(record: StageRecord): string {
  return JSON.stringify(stageRecordSchema.parse(record));
}

/** Reads a record from text. `source` is named in the `Failure` for a record that is broken, cut, of another version or of another stage. */
export function parseRecord(text: string, key: StageKey, source: string): StageRecord {
  const broken = (why: string, cause?: unknown) =>
    new Failure({
      code: "broken-record",
      message: `The record of what stage ${key.stage} of ${key.app} was made for cannot be used: ${source}: ${why}`,
      next: "Nothing was changed. Fix the record, or delete it and deploy the stage again, which writes a new one.",
      cause,
    });
  let record: StageRecord;
  try {
    record = stageRecordSchema.parse(JSON.parse(text));
  } catch (error) {
    throw broken(error instanceof z.ZodError ? z.prettifyError(error) : String(error), error);
  }
  if (record.app !== key.app || record.stage !== key.stage) {
    throw broken(`it is that of stage ${record.stage} of ${record.app}`);
  }
  return record;
}
