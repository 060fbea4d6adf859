import type { Asked } from "./ask.ts";
import { shortDescription } from "./description.ts";
import { refusedWith } from "./explain-refusal.ts";
import type { DeploymentState, DeploymentWish } from "./github.ts";
import type { Repository } from "./pull-requests.ts";

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
    description: shortDescription(wish.description),
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
    description: shortDescription(description),
    auto_inactive: false,
    ...(url === null ? {} : { environment_url: url }),
    ...(log === null ? {} : { log_url: log }),
    request,
  });
}

/** A task's deployments, the newest first; at most `limit`. */
export async function deploymentsOf(
  asked: Asked,
  { owner, name }: Repository,
  { task, limit }: { readonly task: string; readonly limit: number },
): Promise<readonly { readonly id: number; readonly environment: string }[]> {
  const { octokit, request } = asked;
  const { data } = await octokit.rest.repos.listDeployments({
    owner,
    repo: name,
    task,
    per_page: Math.min(limit, 100),
    request,
  });
  return data.map(({ id, environment }) => ({ id, environment }));
}

/** States that show a commit as being there, or as on its way there. A failed deployment shows nothing of the kind. */
const active = new Set(["success", "in_progress", "queued", "pending"]);

/**
 * Makes inactive what a task's deployments before `current` still show. It looks back to the first that another success made inactive
 * already, and writes from the oldest on: wherever it breaks off, the next one goes on. (One that waited and did not happen is inactive too,
 * and tells nothing of those before it.)
 */
export async function retireDeployments(
  asked: Asked,
  repository: Repository,
  { task, current }: { readonly task: string; readonly current: number },
): Promise<void> {
  const known = await deploymentsOf(asked, repository, { task, limit: 100 });
  const shown: number[] = [];
  for (const { id } of known.filter((one) => one.id < current)) {
    const [now = "pending", ...before] = await statesOf(asked, repository, id);
    if (now === "inactive" && before.includes("success")) {
      break;
    }
    if (active.has(now)) {
      shown.unshift(id);
    }
  }
  for (const id of shown) {
    await retire(asked, repository, { id, why: "replaced" });
  }
}

/** The states that a deployment had, the newest first; none where nobody told one, which GitHub shows as `pending`. */
async function statesOf(
  { octokit, request }: Asked,
  { owner, name }: Repository,
  id: number,
): Promise<readonly string[]> {
  const { data } = await octokit.rest.repos.listDeploymentStatuses({
    owner,
    repo: name,
    deployment_id: id,
    per_page: 10,
    request,
  });
  return data.map(({ state }) => state);
}

async function retire(
  asked: Asked,
  repository: Repository,
  { id, why }: { readonly id: number; readonly why: string },
): Promise<void> {
  await setDeployment(asked, repository, { id, state: "inactive", description: why, url: null, log: null });
}

/**
 * Deletes a deployment; one that is gone is fine. GitHub deletes only inactive ones, which most are: the write that makes it so is spared
 * until GitHub asks for it, for a stage may have a hundred, and writes are limited by the minute.
 */
export async function deleteDeployment(asked: Asked, repository: Repository, id: number): Promise<void> {
  const { octokit, request } = asked;
  const { owner, name } = repository;
  const remove = () => octokit.rest.repos.deleteDeployment({ owner, repo: name, deployment_id: id, request });
  try {
    await remove();
  } catch (error) {
    const status = refusedWith(error);
    if (status === 404) {
      return;
    }
    if (status !== 422) {
      throw error;
    }
    await retire(asked, repository, { id, why: "removed" });
    await remove();
  }
}
