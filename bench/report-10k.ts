import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { z } from "zod";

import { root } from "../scripts/root.ts";
import { type Figures, median, round } from "./figure.ts";

const runs = 5;
const measuredSchema = z.object({ seconds: z.number(), megabytes: z.number() });

/** 10,000 changes to a finished comment and summary: in a process of its own each time, so that memory is what it alone takes. */
export async function report10k(): Promise<Figures> {
  const measured: z.infer<typeof measuredSchema>[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ["bench/report-10k-once.ts"], { cwd: root });
    measured.push(measuredSchema.parse(JSON.parse(stdout)));
  }
  return {
    "report-10k-time": {
      value: round(median(measured.map(({ seconds }) => seconds))),
      bar: 0.3,
      unit: "s",
      how: `10,000 changes and 200 secrets to masked report, comment and summary; median of ${runs} processes`,
    },
    "report-10k-memory": {
      value: round(median(measured.map(({ megabytes }) => megabytes)), 0),
      bar: 200,
      unit: "MB",
      how: "the most memory that such a process had (maximum resident set)",
    },
  };
}
