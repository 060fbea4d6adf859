import { newCommit, newId, person, type Account, type Comment, type PullRequest, type State } from "./state.ts";

// What people do on GitHub. Each changes the stand-in's state as the real thing would; events for it are built in events.ts.

/** Pushes a new commit to a branch, which is made if it is not there, and to the open pull requests from it. Returns the commit. */
export function push(state: State, branch: string, commit: string = newCommit(state)): string {
  state.refs.set(`heads/${branch}`, commit);
  for (const pull of state.pulls) {
    if (pull.open && pull.headBranch === branch && pull.headRepository === "own") {
      pull.headSha = commit;
      pull.updatedAt = Date.now();
    }
  }
  return commit;
}

/** Returns whether it was there. */
export function deleteBranch(state: State, branch: string): boolean {
  return state.refs.delete(`heads/${branch}`);
}

/** Opens a pull request from a branch, which is pushed first if it is not there. */
export function openPullRequest(
  state: State,
  wish: {
    readonly branch: string;
    readonly number?: number;
    readonly title?: string;
    readonly base?: string;
    readonly user?: Account;
    readonly from?: PullRequest["headRepository"];
  },
): PullRequest {
  const from = wish.from ?? "own";
  const known = from === "own" ? (state.refs.get(`heads/${wish.branch}`) ?? push(state, wish.branch)) : undefined;
  const now = Date.now();
  const pull: PullRequest = {
    number: wish.number ?? Math.max(0, ...state.pulls.map((other) => other.number)) + 1,
    title: wish.title ?? `Change ${wish.branch}`,
    user: wish.user ?? person,
    headBranch: wish.branch,
    headRepository: from,
    headSha: known ?? newCommit(state),
    baseBranch: wish.base ?? state.repository.defaultBranch,
    open: true,
    mergedSha: null,
    createdAt: now,
    updatedAt: now,
  };
  state.pulls.push(pull);
  return pull;
}

export function closePullRequest(state: State, number: number): PullRequest {
  const pull = pullRequest(state, number);
  pull.open = false;
  pull.updatedAt = Date.now();
  return pull;
}

export function reopenPullRequest(state: State, number: number): PullRequest {
  const pull = pullRequest(state, number);
  pull.open = true;
  pull.updatedAt = Date.now();
  return pull;
}

/** Merges and closes it: its base branch gets a new commit. */
export function mergePullRequest(state: State, number: number): PullRequest {
  const pull = closePullRequest(state, number);
  pull.mergedSha = push(state, pull.baseBranch);
  return pull;
}

/** Somebody writes a comment. */
export function comment(
  state: State,
  wish: { readonly pullRequest: number; readonly body: string; readonly user?: Account },
): Comment {
  const now = Date.now();
  const written: Comment = {
    id: newId(state),
    pullRequest: wish.pullRequest,
    body: wish.body,
    user: wish.user ?? person,
    createdAt: now,
    updatedAt: now,
    hidden: false,
  };
  state.comments.push(written);
  return written;
}

function pullRequest(state: State, number: number): PullRequest {
  const pull = state.pulls.find((candidate) => candidate.number === number);
  if (pull === undefined) {
    throw new Error(`The stand-in has no pull request ${number}.`);
  }
  return pull;
}
