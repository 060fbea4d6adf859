import type { Asked } from "./ask.ts";
import type { CheckRunEnd, CheckRunWish } from "./github.ts";
import type { Repository } from "./pull-requests.ts";

/** Begins a check run of a commit; resolves to its id. https://docs.github.com/en/rest/checks/runs#create-a-check-run */
export async function createCheckRun(
  { octokit, request }: Asked,
  { owner, name: repo }: Repository,
  { commit, name, url, title }: CheckRunWish,
): Promise<number> {
  const { data } = await octokit.rest.checks.create({
    owner,
    repo,
    head_sha: commit,
    name,
    status: "in_progress",
    output: { title, summary: title },
    ...(url === null ? {} : { details_url: url }),
    request,
  });
  return data.id;
}

/** Says how a check run ended. https://docs.github.com/en/rest/checks/runs#update-a-check-run */
export async function completeCheckRun(
  { octokit, request }: Asked,
  { owner, name: repo }: Repository,
  { id, conclusion, title, summary }: CheckRunEnd,
): Promise<void> {
  await octokit.rest.checks.update({
    owner,
    repo,
    check_run_id: id,
    status: "completed",
    conclusion,
    output: { title, summary },
    request,
  });
}
