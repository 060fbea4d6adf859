import { type Call, isoTime, notFound, type Operations, pageOf } from "../call.ts";

export const environments: Operations = {
  "repos/get-all-environments": (call) => {
    const names = [...call.state.environments];
    const { items, headers } = pageOf(call, names);
    const body = { total_count: names.length, environments: items.map((name) => environmentAnswer(call, name)) };
    return { status: 200, body, headers };
  },
  "repos/get-environment": (call) => {
    const name = String(call.path["environment_name"]);
    return call.state.environments.has(name) ? { status: 200, body: environmentAnswer(call, name) } : notFound();
  },
  "repos/delete-an-environment": (call) =>
    call.state.environments.delete(String(call.path["environment_name"])) ? { status: 204 } : notFound(),
};

function environmentAnswer(call: Call, name: string): unknown {
  const { owner, name: repository } = call.state.repository;
  const id = [...call.state.environments].indexOf(name) + 1;
  return {
    id,
    node_id: `EN_${id}`,
    name,
    url: `${call.api}/repos/${owner}/${repository}/environments/${encodeURIComponent(name)}`,
    html_url: `https://github.com/${owner}/${repository}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    created_at: isoTime(0),
    updated_at: isoTime(0),
    protection_rules: [],
    deployment_branch_policy: null,
  };
}
