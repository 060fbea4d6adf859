import { pullRequestAnswer } from "./answers/pull-request.ts";
import { type ExampleRepository, exampleEvent, merge } from "./examples.ts";
import { isJson, type Json } from "./json.ts";
import type { PullRequest, State } from "./state.ts";

// Payloads as GitHub sends them, drawn from the official examples; `overrides` is merged over the result.

const NOTHING = "0".repeat(40);
const defaultRepository: ExampleRepository = { id: 186_853_002, owner: "acme", name: "shop", defaultBranch: "main" };

/** A push to a branch or tag (`ref` in full), which made it if `before` is absent and removed it if `after` is null. */
export function pushEvent(
  facts: {
    readonly ref: string;
    readonly after: string | null;
    readonly before?: string;
    readonly repository?: ExampleRepository;
  },
  overrides: Json = {},
): Json {
  const payload = exampleEvent("push", facts.repository ?? defaultRepository, ({ ref }) => ref === "refs/heads/master");
  const commit =
    facts.after === null
      ? null
      : { ...(isJson(payload["head_commit"]) ? payload["head_commit"] : {}), id: facts.after };
  const happened = {
    ref: facts.ref,
    before: facts.before ?? NOTHING,
    after: facts.after ?? NOTHING,
    created: facts.before === undefined,
    deleted: facts.after === null,
    forced: false,
    head_commit: commit,
    commits: commit === null ? [] : [commit],
  };
  return merge({ ...payload, ...happened }, overrides);
}

/** `pull_request` (and `pull_request_target`, whose payload is the same) for a pull request of the stand-in. */
export function pullRequestEvent(
  state: State,
  facts: { readonly action: string; readonly pullRequest: PullRequest; readonly before?: string },
  overrides: Json = {},
): Json {
  const { action, before, pullRequest } = facts;
  const payload = exampleEvent("pull_request", state.repository, (example) => example["action"] === "opened");
  const happened = {
    action,
    number: pullRequest.number,
    pull_request: pullRequestAnswer(state, pullRequest),
    ...(action === "synchronize" ? { before: before ?? NOTHING, after: pullRequest.headSha } : {}),
  };
  return merge({ ...payload, ...happened }, overrides);
}

/** A branch or tag was deleted; `ref` is its short name. */
export function deleteEvent(
  facts: { readonly ref: string; readonly type?: "branch" | "tag"; readonly repository?: ExampleRepository },
  overrides: Json = {},
): Json {
  const payload = exampleEvent("delete", facts.repository ?? defaultRepository, () => true);
  return merge({ ...payload, ref: facts.ref, ref_type: facts.type ?? "branch" }, overrides);
}

/** Somebody started the workflow by hand. */
export function dispatchEvent(
  facts: {
    readonly inputs?: Readonly<Record<string, string>>;
    readonly ref?: string;
    readonly repository?: ExampleRepository;
  } = {},
  overrides: Json = {},
): Json {
  const repository = facts.repository ?? defaultRepository;
  const payload = exampleEvent("workflow_dispatch", repository, () => true);
  const { id, owner, name, defaultBranch } = repository;
  const shown = { id, name, full_name: `${owner}/${name}`, default_branch: defaultBranch, owner: { login: owner } };
  const ref = facts.ref ?? `refs/heads/${defaultBranch}`;
  return merge({ ...merge(payload, { repository: shown }), ref, inputs: facts.inputs ?? {} }, overrides);
}
