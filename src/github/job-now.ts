import type { JobNow } from "../lock/job-proof.ts";
import type { Asked } from "./ask.ts";
import type { Repository } from "./pull-requests.ts";

/** A job of this repository as GitHub has it now. How long ago it ended is counted on GitHub's own clock, that of its answer. */
export async function jobNow({ octokit, request }: Asked, { owner, name }: Repository, id: number): Promise<JobNow> {
  const { data, headers } = await octokit.rest.actions.getJobForWorkflowRun({ owner, repo: name, job_id: id, request });
  const answeredAt = Date.parse(headers.date ?? "");
  const completedAt = Date.parse(data.completed_at ?? "");
  const seconds = (answeredAt - completedAt) / 1000;
  return {
    kind: "job",
    id: data.id,
    repository: `${owner}/${name}`,
    status: data.status,
    secondsSinceCompletion: Number.isFinite(seconds) ? seconds : null,
  };
}
