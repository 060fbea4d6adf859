import type { Asked } from "./ask.ts";
import { shortDescription } from "./description.ts";
import type { CheckRunState, GitHub } from "./github.ts";
import type { Repository } from "./pull-requests.ts";

/**
 * Makes a check run on a commit; resolves to its id. With a workflow's own token GitHub shows it among the checks of any workflow of that commit.
 * https://docs.github.com/en/rest/checks/runs#create-a-check-run
 */
export async function createCheckRun(
  { octokit, request }: Asked,
  { owner, name: repo }: Repository,
  run: Parameters<GitHub["createCheckRun"]>[0],
): Promise<number> {
  const { commit, name } = run;
  const { data } = await octokit.rest.checks.create({ owner, repo, name, head_sha: commit, ...shown(run), request });
  return data.id;
}

/** Says how a check run stands. https://docs.github.com/en/rest/checks/runs#update-a-check-run */
export async function setCheckRun(
  { octokit, request }: Asked,
  { owner, name: repo }: Repository,
  run: Parameters<GitHub["setCheckRun"]>[0],
): Promise<void> {
  await octokit.rest.checks.update({ owner, repo, check_run_id: run.id, ...shown(run), request });
}

function shown({ state, title, summary, url }: CheckRunState) {
  return {
    ...(state === "queued" || state === "in_progress"
      ? { status: state }
      : { status: "completed" as const, conclusion: state }),
    output: { title: shortDescription(title), summary },
    ...(url === null ? {} : { details_url: url }),
  };
}
