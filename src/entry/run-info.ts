import { randomUUID } from "node:crypto";

import type { RunInfo } from "../commands/services.ts";
import { describeOwnProcess } from "../lock/owner-process.ts";
import type { Given } from "./wire.ts";

/** Who runs this, as reports and locks name it. */
export async function runInfoOf({
  inputs,
  runner,
  request,
}: Pick<Given, "inputs" | "runner" | "request">): Promise<RunInfo> {
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
      pullRequest: request.event.kind === "pull_request" ? request.event.number : null,
      actor,
      link: url,
      runner: kind,
      ...(await describeOwnProcess()),
    },
  };
}
