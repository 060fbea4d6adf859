import type { Log } from "../log.ts";
import { type Asked, createAsk } from "./ask.ts";
import { branchHead } from "./branch-head.ts";
import { createCheckRun, setCheckRun } from "./check-run.ts";
import { setCommitStatus } from "./commit-status.ts";
import { createDeployment, deleteDeployment, deploymentsOf, retireDeployments, setDeployment } from "./deployments.ts";
import { endComment } from "./edit-comment.ts";
import { deleteEmptyEnvironment } from "./environments.ts";
import type { GitHub } from "./github.ts";
import { jobNow } from "./job-now.ts";
import { type Patience, usualPatience } from "./patience.ts";
import { openPullRequestsFrom, pullRequestNow, type Repository, seenPullRequest } from "./pull-requests.ts";
import { readComment } from "./read-comment.ts";
import { upsertStickyComment } from "./sticky-comment.ts";
import { viewerLogin } from "./viewer.ts";

/** GitHub, for one repository and token. Nothing is asked before the first call. */
export function createGitHub(order: {
  readonly token: string;
  /** `GITHUB_API_URL`. Proxies are taken from the environment, as the Actions toolkit does. */
  readonly apiUrl: string;
  readonly repository: Repository;
  readonly log: Log;
  readonly patience?: Partial<Patience>;
}): GitHub {
  const { log, repository } = order;
  const patience = { ...usualPatience, ...order.patience };
  const ask = createAsk({ token: order.token, apiUrl: order.apiUrl, log, patience });
  let viewer: string | null = null;
  const knownViewer = async (asked: Asked) => {
    viewer ??= await viewerLogin(asked);
    return viewer;
  };
  const threadOf = ({ pullRequest }: { readonly pullRequest: number }) => ({
    owner: repository.owner,
    repo: repository.name,
    pullRequest,
  });
  return {
    pullRequest: (number) =>
      ask(`read pull request ${number}`, (asked) => pullRequestNow(asked, repository, number), {
        first: (looking) => seenPullRequest(looking, repository, number),
      }),
    branchHead: (branch) => ask(`read branch ${branch}`, (asked) => branchHead(asked, repository, branch)),
    openPullRequestsOf: (branch) =>
      ask(`list the open pull requests of branch ${branch}`, (asked) =>
        openPullRequestsFrom(asked, repository, branch),
      ),
    job: (id) => ask(`read job ${id}`, (asked) => jobNow(asked, repository, id)),
    upsertComment: (comment) =>
      ask(
        `write the comment on pull request ${comment.pullRequest}`,
        (asked) =>
          upsertStickyComment(asked, {
            thread: threadOf(comment),
            comment,
            viewer: () => knownViewer(asked),
            listLagMs: patience.listLagMs,
          }),
        { writes: true },
      ),
    readComment: (of) =>
      ask(`read the comment on pull request ${of.pullRequest}`, (asked) =>
        readComment(asked, { thread: threadOf(of), of, viewer: () => knownViewer(asked) }),
      ),
    endComment: ({ id, url }) =>
      ask(
        `remove the outdated comment ${url}`,
        (asked) => endComment(asked, { owner: repository.owner, repo: repository.name }, id),
        { writes: true },
      ),
    createDeployment: (wish) =>
      ask(`make a deployment to ${wish.environment}`, (asked) => createDeployment(asked, repository, wish), {
        writes: true,
      }),
    setDeployment: (state) =>
      ask(`say that deployment ${state.id} is ${state.state}`, (asked) => setDeployment(asked, repository, state), {
        writes: true,
      }),
    deploymentsOf: (of) => ask("list the stage's deployments", (asked) => deploymentsOf(asked, repository, of)),
    retireDeployments: (of) =>
      ask("make the stage's earlier deployments inactive", (asked) => retireDeployments(asked, repository, of), {
        writes: true,
      }),
    deleteDeployment: (id) =>
      ask(`delete deployment ${id}`, (asked) => deleteDeployment(asked, repository, id), { writes: true }),
    deleteEmptyEnvironment: (name) =>
      ask(`delete environment ${name}`, (asked) => deleteEmptyEnvironment(asked, repository, name), { writes: true }),
    setCommitStatus: (status) =>
      ask(
        `set the status of commit ${status.commit.slice(0, 7)}`,
        (asked) => setCommitStatus(asked, repository, status),
        { writes: true },
      ),
    createCheckRun: (run) =>
      ask(`make a check run of commit ${run.commit.slice(0, 7)}`, (asked) => createCheckRun(asked, repository, run), {
        writes: true,
      }),
    setCheckRun: (run) =>
      ask(`say that check run ${run.id} is ${run.state}`, (asked) => setCheckRun(asked, repository, run), {
        writes: true,
      }),
  };
}
