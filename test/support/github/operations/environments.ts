import { type Call, isoTime, notFound, type Operations, pageOf } from "../call.ts";
import type { Environment } from "../state.ts";

export const environments: Operations = {
  "repos/get-all-environments": (call) => {
    const names = [...call.state.environments.keys()];
    const { items, headers } = pageOf(call, names);
    const body = { total_count: names.length, environments: items.map((name) => environmentAnswer(call, name)) };
    return { status: 200, body, headers };
  },
  "repos/get-environment": (call) =>
    find(call) === undefined ? notFound() : { status: 200, body: environmentAnswer(call, nameIn(call)) },
  "repos/delete-an-environment": (call) =>
    call.state.environments.delete(nameIn(call)) ? { status: 204 } : notFound(),
  "actions/list-environment-secrets": (call) => {
    const names = find(call)?.secrets;
    if (names === undefined) {
      return notFound();
    }
    const { items, headers } = pageOf(call, names);
    return { status: 200, body: { total_count: names.length, secrets: items.map(settingAnswer) }, headers };
  },
  "actions/list-environment-variables": (call) => {
    const names = find(call)?.variables;
    if (names === undefined) {
      return notFound();
    }
    const { items, headers } = pageOf(call, names);
    const variables = items.map((name) => ({ ...settingAnswer(name), value: "" }));
    return { status: 200, body: { total_count: names.length, variables }, headers };
  },
};

function nameIn(call: Call): string {
  return String(call.path["environment_name"]);
}

function find(call: Call): Environment | undefined {
  return call.state.environments.get(nameIn(call));
}

function settingAnswer(name: string) {
  return { name, created_at: isoTime(0), updated_at: isoTime(0) };
}

function environmentAnswer(call: Call, name: string): unknown {
  const { owner, name: repository } = call.state.repository;
  const id = [...call.state.environments.keys()].indexOf(name) + 1;
  const isReviewed = call.state.environments.get(name)?.reviewed === true;
  return {
    id,
    node_id: `EN_${id}`,
    name,
    url: `${call.api}/repos/${owner}/${repository}/environments/${encodeURIComponent(name)}`,
    html_url: `https://github.com/${owner}/${repository}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    created_at: isoTime(0),
    updated_at: isoTime(0),
    protection_rules: isReviewed ? [{ id, node_id: `GA_${id}`, type: "required_reviewers", reviewers: [] }] : [],
    deployment_branch_policy: null,
  };
}
