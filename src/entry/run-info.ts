import { randomUUID } from "node:crypto";

import type { RunInfo } from "../commands/services.ts";
import { describeOwnProcess } from "../lock/owner-process.ts";
import type { Inputs } from "./inputs.ts";
import type { Runner } from "./runner.ts";

/** Who runs this, as reports and locks name it. */
export async function runInfoOf({
  inputs,
  runner,
  pullRequest,
}: {
  readonly inputs: Pick<Inputs, "job-id">;
  readonly runner: Runner;
  /** The one that the run is for; null for none. */
  readonly pullRequest: number | null;
}): Promise<RunInfo> {
  const { owner, name } = runner.repository;
  const repositoryUrl = `${runner.serverUrl}/${owner}/${name}`;
  const { runId, attempt, actor, kind } = runner;
  const url = runId === null ? null : `${repositoryUrl}/actions/runs/${runId}/attempts/${attempt}`;
  return {
    actor,
    link: url === null ? null : { url, attempt },
    repositoryUrl,
    attempt,
    owner: {
      token: randomUUID(),
      kind: "run",
      repository: `${owner}/${name}`,
      run: runId,
      attempt,
      job: inputs["job-id"],
      pullRequest,
      actor,
      link: url,
      runner: kind,
      ...(await describeOwnProcess()),
    },
  };
}
