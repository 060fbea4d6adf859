import type { Asked } from "./ask.ts";
import { refusedWith } from "./explain-refusal.ts";
import type { DeploymentState, DeploymentWish } from "./github.ts";
import type { Repository } from "./pull-requests.ts";

/** GitHub cuts longer ones. */
const LONGEST_DESCRIPTION = 140;

/**
 * Makes a deployment of a commit; resolves to its id. Never merged into, and held up by no check of the commit: it tells what is done already.
 * https://docs.github.com/en/rest/deployments/deployments#create-a-deployment
 */
export async function createDeployment(
  { octokit, request }: Asked,
  { owner, name }: Repository,
  wish: DeploymentWish,
): Promise<number> {
  const { data } = await octokit.rest.repos.createDeployment({
    owner,
    repo: name,
    ref: wish.commit,
    task: wish.task,
    environment: wish.environment,
    description: wish.description.slice(0, LONGEST_DESCRIPTION),
    transient_environment: wish.transient,
    production_environment: wish.production,
    auto_merge: false,
    required_contexts: [],
    request,
  });
  if (!("id" in data)) {
    throw new Error("GitHub made no deployment of it");
  }
  return data.id;
}

/** Says how a deployment stands. Never makes others inactive: those of other pull requests share the environment. */
export async function setDeployment(
  { octokit, request }: Asked,
  { owner, name }: Repository,
  { id, state, description, url, log }: DeploymentState,
): Promise<void> {
  await octokit.rest.repos.createDeploymentStatus({
    owner,
    repo: name,
    deployment_id: id,
    state,
    description: description.slice(0, LONGEST_DESCRIPTION),
    auto_inactive: false,
    ...(url === null ? {} : { environment_url: url }),
    ...(log === null ? {} : { log_url: log }),
    request,
  });
}

/** Ids of a task's deployments, the newest first; at most `limit`. */
export async function deploymentsOf(
  asked: Asked,
  { owner, name }: Repository,
  { task, limit }: { readonly task: string; readonly limit: number },
): Promise<readonly number[]> {
  const { octokit, request } = asked;
  const { data } = await octokit.rest.repos.listDeployments({
    owner,
    repo: name,
    task,
    per_page: Math.min(limit, 100),
    request,
  });
  return data.map(({ id }) => id);
}

/** Makes a deployment inactive and deletes it; one that is gone is fine. */
export async function deleteDeployment(asked: Asked, repository: Repository, id: number): Promise<void> {
  const { octokit, request } = asked;
  const { owner, name } = repository;
  try {
    await setDeployment(asked, repository, { id, state: "inactive", description: "removed", url: null, log: null });
    await octokit.rest.repos.deleteDeployment({ owner, repo: name, deployment_id: id, request });
  } catch (error) {
    if (refusedWith(error) !== 404) {
      throw error;
    }
  }
}
