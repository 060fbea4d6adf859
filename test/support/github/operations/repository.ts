import { ownProfileAnswer, profileAnswer } from "../answers/account.ts";
import { type Call, isoTime, notFound, type Operations, refusal } from "../call.ts";
import { exampleEvent } from "../examples.ts";
import { objectOf } from "../json.ts";

/** The repository itself, its jobs, accounts and limits. */
export const repository: Operations = {
  "repos/get": (call) => {
    const example = exampleEvent("pull_request", call.state.repository, ({ action }) => action === "opened");
    const body = { ...objectOf(example["repository"]), has_discussions: false, network_count: 0, subscribers_count: 0 };
    return { status: 200, body };
  },
  "actions/get-job-for-workflow-run": (call) => {
    const job = call.state.jobs.find((candidate) => candidate.id === Number(call.path["job_id"]));
    return job === undefined ? notFound() : { status: 200, body: jobAnswer(call, job) };
  },
  // An installation's token is no person's: GitHub refuses it here.
  "users/get-authenticated": (call) =>
    call.rights.kind === "app"
      ? refusal(403, "Resource not accessible by integration")
      : { status: 200, body: ownProfileAnswer(call.rights.user) },
  "users/get-by-username": (call) => {
    const account = call.state.accounts.find((candidate) => candidate.login === call.path["username"]);
    return account === undefined ? notFound() : { status: 200, body: profileAnswer(account) };
  },
  "rate-limit/get": (call) => {
    const { limit, remaining, resetAt } = call.state.rate;
    const rate = { limit, remaining, used: limit - remaining, reset: Math.ceil(resetAt / 1000) };
    return { status: 200, body: { resources: { core: rate, search: rate }, rate } };
  },
};

function jobAnswer(call: Call, job: Call["state"]["jobs"][number]): unknown {
  const { owner, name } = call.state.repository;
  const api = `${call.api}/repos/${owner}/${name}`;
  return {
    id: job.id,
    run_id: job.runId,
    run_url: `${api}/actions/runs/${job.runId}`,
    run_attempt: 1,
    node_id: `CR_${job.id}`,
    head_sha: call.state.refs.get(`heads/${call.state.repository.defaultBranch}`),
    head_branch: call.state.repository.defaultBranch,
    workflow_name: "Stages",
    name: job.name,
    url: `${api}/actions/jobs/${job.id}`,
    html_url: `https://github.com/${owner}/${name}/actions/runs/${job.runId}/job/${job.id}`,
    check_run_url: `${api}/check-runs/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: isoTime(0),
    started_at: isoTime(0),
    completed_at: job.completedAt === null ? null : isoTime(job.completedAt),
    labels: ["ubuntu-latest"],
    runner_id: 1,
    runner_name: "Hosted Agent",
    runner_group_id: 2,
    runner_group_name: "GitHub Actions",
    steps: [],
  };
}
