import { accountAnswer } from "../answers/account.ts";
import { type Answer, type Call, invalid, isoTime, notFound, type Operations, page, pageOf } from "../call.ts";
import { type Json, listOf, objectOf, textOf } from "../json.ts";
import { type CheckRun, type CommitStatus, newId } from "../state.ts";

/** GitHub counts bytes, though its documentation speaks of characters: https://github.com/github/docs/issues/35252 */
const SUMMARY_BYTES = 65_535;

export const checks: Operations = {
  "repos/create-commit-status": (call) => {
    const status: CommitStatus = {
      id: newId(call.state),
      sha: String(call.path["sha"]),
      state: String(call.body["state"]),
      context: textOf(call.body, "context") ?? "default",
      description: textOf(call.body, "description") ?? null,
      targetUrl: textOf(call.body, "target_url") ?? null,
      creator: call.rights.user,
      createdAt: Date.now(),
    };
    call.state.commitStatuses.push(status);
    return { status: 201, body: statusAnswer(call, status) };
  },
  "repos/list-commit-statuses-for-ref": (call) => {
    const known = call.state.commitStatuses.filter((status) => status.sha === call.path["ref"]).toReversed();
    return page(call, known, (status) => statusAnswer(call, status));
  },
  "checks/create": (call) => {
    const problem = summaryProblem(call.body);
    if (problem !== null) {
      return problem;
    }
    const run: CheckRun = {
      id: newId(call.state),
      headSha: String(call.body["head_sha"]),
      name: "",
      detailsUrl: null,
      status: "queued",
      conclusion: null,
      title: null,
      summary: null,
      annotations: 0,
    };
    change(run, call.body);
    call.state.checkRuns.push(run);
    return { status: 201, body: checkRunAnswer(call, run) };
  },
  "checks/get": (call) => {
    const run = find(call);
    return run === undefined ? notFound() : { status: 200, body: checkRunAnswer(call, run) };
  },
  "checks/update": (call) => {
    const run = find(call);
    if (run === undefined) {
      return notFound();
    }
    const problem = summaryProblem(call.body);
    if (problem !== null) {
      return problem;
    }
    change(run, call.body);
    return { status: 200, body: checkRunAnswer(call, run) };
  },
  "checks/list-for-ref": (call) => {
    const known = call.state.checkRuns.filter((run) => run.headSha === call.path["ref"]);
    const { items, headers } = pageOf(call, known);
    const body = { total_count: known.length, check_runs: items.map((run) => checkRunAnswer(call, run)) };
    return { status: 200, body, headers };
  },
};

function summaryProblem(body: Json): Answer | null {
  const summary = textOf(objectOf(body["output"] ?? {}), "summary") ?? "";
  const message = `summary exceeds a maximum bytesize of ${SUMMARY_BYTES}`;
  return Buffer.byteLength(summary) > SUMMARY_BYTES
    ? invalid({ resource: "CheckRun", code: "custom", field: "summary", message })
    : null;
}

/** Annotations are added to those that are there; everything else is replaced. */
function change(run: CheckRun, body: Json): void {
  const output = objectOf(body["output"] ?? {});
  run.name = textOf(body, "name") ?? run.name;
  run.detailsUrl = textOf(body, "details_url") ?? run.detailsUrl;
  run.conclusion = textOf(body, "conclusion") ?? run.conclusion;
  run.status = textOf(body, "status") ?? (body["conclusion"] === undefined ? run.status : "completed");
  run.title = textOf(output, "title") ?? run.title;
  run.summary = textOf(output, "summary") ?? run.summary;
  run.annotations += listOf(output["annotations"]).length;
}

function find(call: Call): CheckRun | undefined {
  return call.state.checkRuns.find((run) => run.id === Number(call.path["check_run_id"]));
}

function statusAnswer(call: Call, status: CommitStatus): unknown {
  const { owner, name } = call.state.repository;
  return {
    url: `${call.api}/repos/${owner}/${name}/statuses/${status.sha}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${status.creator.id}?v=4`,
    id: status.id,
    node_id: `SC_${status.id}`,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: isoTime(status.createdAt),
    updated_at: isoTime(status.createdAt),
    creator: accountAnswer(status.creator),
  };
}

function checkRunAnswer(call: Call, run: CheckRun): unknown {
  const { owner, name } = call.state.repository;
  const url = `${call.api}/repos/${owner}/${name}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: `CR_${run.id}`,
    head_sha: run.headSha,
    name: run.name,
    external_id: "",
    url,
    html_url: `https://github.com/${owner}/${name}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: null,
    completed_at: null,
    check_suite: null,
    app: null,
    pull_requests: [],
    output: {
      title: run.title,
      summary: run.summary,
      text: null,
      annotations_count: run.annotations,
      annotations_url: `${url}/annotations`,
    },
  };
}
