import { accountAnswer } from "../answers/account.ts";
import { type Call, isoTime, notFound, type Operations, page, refusal } from "../call.ts";
import { listOf, textOf } from "../json.ts";
import { type Deployment, type DeploymentStatus, newId } from "../state.ts";

export const deployments: Operations = {
  "repos/list-deployments": (call) => {
    const { environment, ref, sha, task } = call.query;
    const known = call.state.deployments
      .filter((one) => environment === undefined || one.environment === environment)
      .filter((one) => ref === undefined || one.ref === ref)
      .filter((one) => sha === undefined || one.sha === sha)
      .filter((one) => task === undefined || one.task === task)
      .filter((one) => Date.now() - one.createdAt >= call.state.listLag)
      .toSorted((one, other) => other.id - one.id);
    return page(call, known, (one) => deploymentAnswer(call, one));
  },
  "repos/create-deployment": (call) => {
    const ref = String(call.body["ref"]);
    const sha = commitOf(call, ref);
    if (sha === undefined) {
      return refusal(422, `No ref found for: ${ref}`);
    }
    const red = call.state.commitStatuses.filter((status) => status.sha === sha && status.state !== "success");
    const required = call.body["required_contexts"];
    if (red.some((status) => required === undefined || listOf(required).includes(status.context))) {
      return refusal(409, `Conflict: Commit status checks failed for ${ref}.`);
    }
    const environment = textOf(call.body, "environment") ?? "production";
    const deployment: Deployment = {
      id: newId(call.state),
      ref,
      sha,
      environment,
      task: textOf(call.body, "task") ?? "deploy",
      description: textOf(call.body, "description") ?? "",
      payload: call.body["payload"] ?? {},
      transient: call.body["transient_environment"] === true,
      production: call.body["production_environment"] === true || environment === "production",
      creator: call.rights.user,
      createdAt: Date.now(),
      statuses: [],
    };
    call.state.deployments.push(deployment);
    if (!call.state.environments.has(environment)) {
      call.state.environments.set(environment, { secrets: [], variables: [], reviewed: false });
    }
    return { status: 201, body: deploymentAnswer(call, deployment) };
  },
  "repos/get-deployment": (call) => {
    const deployment = find(call);
    return deployment === undefined ? notFound() : { status: 200, body: deploymentAnswer(call, deployment) };
  },
  // "You can only delete inactive deployments", but for a repository's only one.
  "repos/delete-deployment": (call) => {
    const deployment = find(call);
    if (deployment === undefined) {
      return notFound();
    }
    if (call.state.deployments.length > 1 && deployment.statuses.at(-1)?.state !== "inactive") {
      return refusal(422, "We cannot delete an active deployment unless it is the only deployment.", { errors: [] });
    }
    call.state.deployments.splice(call.state.deployments.indexOf(deployment), 1);
    return { status: 204 };
  },
  "repos/list-deployment-statuses": (call) => {
    const deployment = find(call);
    return deployment === undefined
      ? notFound()
      : page(call, deployment.statuses.toReversed(), (status) => statusAnswer(call, deployment, status));
  },
  "repos/create-deployment-status": (call) => {
    const deployment = find(call);
    if (deployment === undefined) {
      return notFound();
    }
    const status = newStatus(call, String(call.body["state"]));
    deployment.statuses.push(status);
    if (status.state === "success" && call.body["auto_inactive"] !== false) {
      retireOthers(call, deployment);
    }
    return { status: 201, body: statusAnswer(call, deployment, status) };
  },
};

/** A new success makes the earlier deployments to that environment inactive, but for transient and production ones. */
function retireOthers(call: Call, deployment: Deployment): void {
  for (const other of call.state.deployments) {
    const same = other.environment === deployment.environment && other.id < deployment.id;
    if (same && !other.transient && !other.production && other.statuses.at(-1)?.state === "success") {
      other.statuses.push(newStatus({ ...call, body: {} }, "inactive"));
    }
  }
}

function newStatus(call: Call, state: string): DeploymentStatus {
  return {
    id: newId(call.state),
    state,
    description: textOf(call.body, "description") ?? "",
    logUrl: textOf(call.body, "log_url") ?? textOf(call.body, "target_url") ?? "",
    environmentUrl: textOf(call.body, "environment_url") ?? "",
    creator: call.rights.user,
    createdAt: Date.now(),
  };
}

function find(call: Call): Deployment | undefined {
  return call.state.deployments.find((deployment) => deployment.id === Number(call.path["deployment_id"]));
}

function commitOf(call: Call, ref: string): string | undefined {
  const heads = call.state.pulls.map((pull) => pull.headSha);
  const known = [...call.state.refs.values(), ...heads].includes(ref);
  return known ? ref : (call.state.refs.get(`heads/${ref}`) ?? call.state.refs.get(`tags/${ref}`));
}

function deploymentAnswer(call: Call, deployment: Deployment): unknown {
  const repository = `${call.api}/repos/${call.state.repository.owner}/${call.state.repository.name}`;
  const url = `${repository}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: `DE_${deployment.id}`,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    environment: deployment.environment,
    original_environment: deployment.environment,
    description: deployment.description,
    creator: accountAnswer(deployment.creator),
    created_at: isoTime(deployment.createdAt),
    updated_at: isoTime(deployment.statuses.at(-1)?.createdAt ?? deployment.createdAt),
    statuses_url: `${url}/statuses`,
    repository_url: repository,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
  };
}

function statusAnswer(call: Call, deployment: Deployment, status: DeploymentStatus): unknown {
  const repository = `${call.api}/repos/${call.state.repository.owner}/${call.state.repository.name}`;
  const url = `${repository}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: `DES_${status.id}`,
    state: status.state,
    creator: accountAnswer(status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: isoTime(status.createdAt),
    updated_at: isoTime(status.createdAt),
    deployment_url: url,
    repository_url: repository,
  };
}
