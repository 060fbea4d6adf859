import { createFetch } from "../http/fetch.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { createFirstLook, type FirstLook } from "./first-look.ts";
import { type Octokit, openOctokit, type OctokitOrder } from "./octokit.ts";

/** What a question may use. `request` goes into every call of Octokit, so that none outlives the question. */
export type Asked = { readonly octokit: Octokit; readonly request: { readonly signal: AbortSignal } };

/** What a first look may use (`first-look.ts`). */
export type Looking = { readonly look: FirstLook; readonly signal: AbortSignal };

/**
 * Asks GitHub something within the patience given. `what` ends the sentence "GitHub did not let us …".
 * Throws `GitHubUnavailable` for whatever goes wrong.
 */
export type Ask = <Result>(
  what: string,
  question: (asked: Asked) => Promise<Result>,
  how?: {
    /** It ends with a write, so a permission that is missing for a look before that is named as the one to write. */
    readonly writes?: boolean;
    /** Asked before, without Octokit; the question is only asked where the answer is null. */
    readonly first?: (looking: Looking) => Promise<Result | null>;
  },
) => Promise<Result>;

export function createAsk(order: Omit<OctokitOrder, "fetch">): Ask {
  const { look, fetch } = createFirstLook({ ...order, fetch: createFetch(order.patience.attemptMs) });
  let opened: Promise<Octokit> | null = null;
  return async (what, question, { writes = false, first } = {}) => {
    const { totalMs } = order.patience;
    const limit = new AbortController();
    const outOfPatience = new Error(`no answer within ${totalMs / 1000} s`);
    const timer = setTimeout(() => limit.abort(), totalMs);
    const tooLate = new Promise<never>((_resolve, reject) => {
      limit.signal.addEventListener("abort", () => reject(outOfPatience), { once: true });
    });
    try {
      const { signal } = limit;
      const answer = async () => {
        const seen = (await first?.({ look, signal })) ?? null;
        if (seen !== null) {
          return seen;
        }
        opened ??= openOctokit({ ...order, fetch });
        return question({ octokit: await opened, request: { signal } });
      };
      return await Promise.race([answer(), tooLate]);
    } catch (error) {
      throw explainRefusal({ error, what, token: order.token, writes });
    } finally {
      clearTimeout(timer);
    }
  };
}
