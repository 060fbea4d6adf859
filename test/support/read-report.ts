import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { z } from "zod";

const published = resolve(import.meta.dirname, "../../docs/report.schema.json");

/** What tests look at in a report; the rest is held against the published schema. */
const lookedAt = z.looseObject({
  failure: z.looseObject({ code: z.string() }).nullable(),
  stages: z.array(z.record(z.string(), z.unknown())),
});

/** The `report.json` that a step's output names, once it keeps to `docs/report.schema.json`. */
export async function readReport(step: {
  readonly outputs: Readonly<Record<string, string>>;
}): Promise<z.infer<typeof lookedAt>> {
  const schema = z.fromJSONSchema(JSON.parse(await readFile(published, "utf8")));
  return lookedAt.parse(schema.parse(JSON.parse(await readFile(step.outputs["report"] ?? "", "utf8"))));
}
