import { type Call, notFound, type Operations, page, refusal } from "../call.ts";

export const refs: Operations = {
  // Every ref that begins so, not only the very one; an empty list if there is none.
  "git/list-matching-refs": (call) => {
    const names = [...call.state.refs.keys()].filter((name) => name.startsWith(String(call.path["ref"])));
    return { status: 200, body: names.toSorted().map((name) => refAnswer(call, name)) };
  },
  "git/get-ref": (call) => {
    const name = String(call.path["ref"]);
    return call.state.refs.has(name) ? { status: 200, body: refAnswer(call, name) } : notFound();
  },
  "git/create-ref": (call) => {
    const ref = String(call.body["ref"]);
    const name = ref.replace(/^refs\//, "");
    if (name === ref || !name.includes("/")) {
      return refusal(422, `Reference name is not valid: ${ref}`);
    }
    if (call.state.refs.has(name)) {
      return refusal(422, "Reference already exists");
    }
    call.state.refs.set(name, String(call.body["sha"]));
    return { status: 201, body: refAnswer(call, name) };
  },
  "git/update-ref": (call) => {
    const name = String(call.path["ref"]);
    if (!call.state.refs.has(name)) {
      return refusal(422, "Reference does not exist");
    }
    call.state.refs.set(name, String(call.body["sha"]));
    return { status: 200, body: refAnswer(call, name) };
  },
  "git/delete-ref": (call) =>
    call.state.refs.delete(String(call.path["ref"])) ? { status: 204 } : refusal(422, "Reference does not exist"),
  "repos/list-branches": (call) => {
    const names = [...call.state.refs.keys()].filter((name) => name.startsWith("heads/")).toSorted();
    return page(call, names, (name) => ({
      name: name.slice("heads/".length),
      commit: { sha: call.state.refs.get(name), url: `${repositoryUrl(call)}/commits/${call.state.refs.get(name)}` },
      protected: false,
    }));
  },
};

function refAnswer(call: Call, name: string): unknown {
  const sha = call.state.refs.get(name);
  return {
    ref: `refs/${name}`,
    node_id: `REF_${name}`,
    url: `${repositoryUrl(call)}/git/refs/${name}`,
    object: { type: "commit", sha, url: `${repositoryUrl(call)}/git/commits/${sha}` },
  };
}

function repositoryUrl(call: Call): string {
  return `${call.api}/repos/${call.state.repository.owner}/${call.state.repository.name}`;
}
