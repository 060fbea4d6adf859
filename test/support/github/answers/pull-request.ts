import { isoTime } from "../call.ts";
import { exampleEvent } from "../examples.ts";
import { type Json, objectOf } from "../json.ts";
import type { PullRequest, State } from "../state.ts";
import { accountAnswer } from "./account.ts";

/** What a single pull request shows and a list does not. */
const ONLY_SINGLE = [
  "additions",
  "changed_files",
  "comments",
  "commits",
  "deletions",
  "maintainer_can_modify",
  "mergeable",
  "mergeable_state",
  "merged",
  "merged_by",
  "rebaseable",
  "review_comments",
];

/** A pull request as `GET /pulls/{number}` and events show it, drawn from the official example. */
export function pullRequestAnswer(state: State, pull: PullRequest): Json {
  const { repository } = state;
  const full = `${repository.owner}/${repository.name}`;
  const example = exampleEvent("pull_request", repository, ({ action }) => action === "opened");
  const text = JSON.stringify(example["pull_request"]).replaceAll(/\/(pull|pulls|issues)\/2\b/g, `/$1/${pull.number}`);
  const base = objectOf(JSON.parse(text));
  const [head, target] = [objectOf(base["head"]), objectOf(base["base"])];
  const baseRepository = { ...objectOf(target["repo"]), default_branch: repository.defaultBranch };
  const own = pull.headRepository === "own";
  const fork = { ...baseRepository, id: repository.id + 1, full_name: `stranger/${repository.name}`, fork: true };
  const headRepository = { own: baseRepository, fork, deleted: null }[pull.headRepository];
  return {
    ...base,
    id: 279_147_000 + pull.number,
    number: pull.number,
    title: pull.title,
    state: pull.open ? "open" : "closed",
    user: accountAnswer(pull.user),
    created_at: isoTime(pull.createdAt),
    updated_at: isoTime(pull.updatedAt),
    closed_at: pull.open ? null : isoTime(pull.updatedAt),
    merged_at: pull.mergedSha === null ? null : isoTime(pull.updatedAt),
    merge_commit_sha: pull.mergedSha,
    merged: pull.mergedSha !== null,
    merged_by: pull.mergedSha === null ? null : accountAnswer(pull.user),
    auto_merge: null,
    html_url: `https://github.com/${full}/pull/${pull.number}`,
    head: {
      ...head,
      label: `${own ? repository.owner : "stranger"}:${pull.headBranch}`,
      ref: pull.headBranch,
      sha: pull.headSha,
      repo: headRepository,
    },
    base: {
      ...target,
      label: `${repository.owner}:${pull.baseBranch}`,
      ref: pull.baseBranch,
      sha: state.refs.get(`heads/${pull.baseBranch}`) ?? "0".repeat(40),
      repo: baseRepository,
    },
  };
}

/** The same as a list shows it. */
export function listedPullRequest(state: State, pull: PullRequest): Json {
  const shown = Object.entries(pullRequestAnswer(state, pull)).filter(([key]) => !ONLY_SINGLE.includes(key));
  return Object.fromEntries(shown);
}
