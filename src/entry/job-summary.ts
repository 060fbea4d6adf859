import * as core from "@actions/core";

import type { Log } from "../log.ts";

/** Adds to the step's part of the job's summary. Never rejects: a summary that cannot be written fails no deploy. */
export async function writeSummary(markdown: string, { log }: { readonly log: Log }): Promise<void> {
  try {
    await core.summary.addRaw(markdown, true).write();
  } catch (error) {
    log.warning(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
