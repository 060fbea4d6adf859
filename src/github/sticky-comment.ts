import { setTimeout as sleep } from "node:timers/promises";

import type { Asked } from "./ask.ts";
import { editComment } from "./edit-comment.ts";
import type { CommentWish, OwnComment, PostedComment, WrittenComment } from "./github.ts";
import { findComments, type Ours, type Thread } from "./find-comments.ts";

export type StickyOrder = {
  readonly thread: Thread;
  readonly comment: CommentWish;
  readonly viewer: () => Promise<string | null>;
  readonly listLagMs: number;
};

/** How far back another job's comment may have been made at the same time as ours (milliseconds, by GitHub's clock). */
const SAME_TIME_MS = 60_000;

/** `upsertComment` of `GitHub`. */
export async function upsertStickyComment(asked: Asked, order: StickyOrder): Promise<WrittenComment | null> {
  const { comment, thread } = order;
  const { known } = comment;
  const edited = known === null ? "gone" : await editComment(asked, thread, { id: known.id, body: comment.body });
  if (known !== null && edited === "edited") {
    return { comment: known, inPlaceOfKnown: false };
  }
  const inPlaceOfKnown = edited === "not ours";
  const body = inPlaceOfKnown ? (comment.bodyInItsPlace ?? comment.body) : comment.body;
  const own = await writeOwn(asked, { ...order, body, mayCreate: inPlaceOfKnown || (comment.mayCreate ?? true) });
  return own === null ? null : { comment: own, inPlaceOfKnown };
}

type OwnOrder = StickyOrder & { readonly body: string; readonly mayCreate: boolean };

/** Edits the oldest comment of this token's user, or makes one. */
async function writeOwn(asked: Asked, order: OwnOrder): Promise<PostedComment | null> {
  let guessed = false;
  const author = async () => {
    const login = await order.viewer();
    guessed ||= login === null;
    return login;
  };
  const [oldest, ...later] = await current(asked, order, { author, since: null });
  if (oldest !== undefined && (await edit(asked, order, oldest.comment.id))) {
    await Promise.all(later.map((other) => remove(asked, order, other.comment.id)));
    return oldest.comment;
  }
  return order.mayCreate ? create(asked, order, { sawAll: !guessed }) : null;
}

/** Ours that no other comment took the place of. */
async function current(
  asked: Asked,
  { comment, thread }: OwnOrder,
  by: Pick<Ours, "author"> & { readonly since: string | null },
): Promise<readonly OwnComment[]> {
  const { own } = await findComments(asked, thread, { marker: comment.marker, ...by });
  return own.filter((one) => comment.outdated?.some(({ id }) => id === one.comment.id) !== true);
}

/**
 * Makes a comment, then looks whether another job made one as well: the one with the lowest id stays, so that both come to the same end.
 * Lists lag, so it looks twice. The answer says who we are, which helps where nothing else told it (`sawAll` is false then): an older
 * comment of ours may be found only now.
 */
async function create(asked: Asked, order: OwnOrder, { sawAll }: { sawAll: boolean }): Promise<PostedComment> {
  const { octokit, request } = asked;
  const { body, thread } = order;
  const { data } = await octokit.rest.issues.createComment({
    owner: thread.owner,
    repo: thread.repo,
    issue_number: thread.pullRequest,
    body,
    request,
  });
  const created = { id: data.id, url: data.html_url };
  const login = data.user?.login ?? null;
  const since = sawAll ? new Date(Date.parse(data.created_at) - SAME_TIME_MS).toISOString() : null;
  try {
    for (const wait of [0, order.listLagMs]) {
      await sleep(wait, undefined, { signal: request.signal });
      const ours = await current(asked, order, { author: async () => login, since });
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

async function edit(asked: Asked, { body, thread }: OwnOrder, id: number): Promise<boolean> {
  return (await editComment(asked, thread, { id, body })) === "edited";
}

/** A second comment of ours that stays is untidy, and no reason to fail. */
async function remove({ octokit, request }: Asked, { thread }: OwnOrder, id: number): Promise<void> {
  try {
    await octokit.rest.issues.deleteComment({ owner: thread.owner, repo: thread.repo, comment_id: id, request });
  } catch (error) {
    octokit.log.debug(`Comment ${id} could not be deleted: ${error instanceof Error ? error.message : String(error)}`);
  }
}
