import { setTimeout as sleep } from "node:timers/promises";

import type { Asked } from "./ask.ts";
import { refusedWith } from "./explain-refusal.ts";
import type { GitHub, PostedComment } from "./github.ts";
import { ownComments, type Thread } from "./own-comments.ts";

type Wish = Parameters<GitHub["upsertComment"]>[0];

export type StickyOrder = {
  readonly thread: Thread;
  readonly comment: Wish;
  readonly viewer: () => Promise<string | null>;
  readonly listLagMs: number;
};

/** How far back another job's comment may have been made at the same time as ours (milliseconds, by GitHub's clock). */
const SAME_TIME_MS = 60_000;

/** `upsertComment` of `GitHub`. */
export async function upsertStickyComment(asked: Asked, order: StickyOrder): Promise<PostedComment | null> {
  const { comment, thread } = order;
  if (comment.known !== null && (await edit(asked, order, comment.known.id))) {
    return comment.known;
  }
  let guessed = false;
  const author = async () => {
    const login = await order.viewer();
    guessed ||= login === null;
    return login;
  };
  const [oldest, ...later] = await ownComments(asked, thread, { marker: comment.marker, author, since: null });
  if (oldest !== undefined && (await edit(asked, order, oldest.comment.id))) {
    await Promise.all(later.map((other) => remove(asked, order, other.comment.id)));
    return oldest.comment;
  }
  return (comment.mayCreate ?? true) ? create(asked, order, { sawAll: !guessed }) : null;
}

/**
 * Makes a comment, then looks whether another job made one as well: the one with the lowest id stays, so that both come to the same end.
 * Lists lag, so it looks twice. The answer says who we are, which helps where nothing else told it (`sawAll` is false then): an older
 * comment of ours may be found only now.
 */
async function create(asked: Asked, order: StickyOrder, { sawAll }: { sawAll: boolean }): Promise<PostedComment> {
  const { octokit, request } = asked;
  const { comment, thread } = order;
  const { data } = await octokit.rest.issues.createComment({
    owner: thread.owner,
    repo: thread.repo,
    issue_number: thread.pullRequest,
    body: comment.body,
    request,
  });
  const created = { id: data.id, url: data.html_url };
  const login = data.user?.login ?? null;
  const since = sawAll ? new Date(Date.parse(data.created_at) - SAME_TIME_MS).toISOString() : null;
  try {
    for (const wait of [0, order.listLagMs]) {
      await sleep(wait, undefined, { signal: request.signal });
      const ours = await ownComments(asked, thread, { marker: comment.marker, author: async () => login, since });
      const oldest = ours[0]?.comment;
      if (oldest !== undefined && oldest.id < created.id && (await edit(asked, order, oldest.id))) {
        await remove(asked, order, created.id);
        return oldest;
      }
    }
  } catch (error) {
    // Ours stands; a second one, if there is one, goes with the next edit that finds both.
    octokit.log.debug(
      `Nobody could look for a second comment: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return created;
}

/** Resolves to false where the comment is gone. */
async function edit({ octokit, request }: Asked, { comment, thread }: StickyOrder, id: number): Promise<boolean> {
  try {
    const { owner, repo } = thread;
    await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body: comment.body, request });
    return true;
  } catch (error) {
    if (refusedWith(error) === 404) {
      return false;
    }
    throw error;
  }
}

/** A second comment of ours that stays is untidy, and no reason to fail. */
async function remove({ octokit, request }: Asked, { thread }: StickyOrder, id: number): Promise<void> {
  try {
    await octokit.rest.issues.deleteComment({ owner: thread.owner, repo: thread.repo, comment_id: id, request });
  } catch (error) {
    octokit.log.debug(`Comment ${id} could not be deleted: ${error instanceof Error ? error.message : String(error)}`);
  }
}
