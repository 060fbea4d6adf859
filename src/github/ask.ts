import { explainRefusal } from "./explain-refusal.ts";
import { type Octokit, openOctokit, type OctokitOrder } from "./octokit.ts";

/** What a question may use. `request` goes into every call of Octokit, so that none outlives the question. */
export type Asked = { readonly octokit: Octokit; readonly request: { readonly signal: AbortSignal } };

/**
 * Asks GitHub something within the patience given. `what` ends the sentence "GitHub did not let us …".
 * Throws `GitHubUnavailable` for whatever goes wrong.
 */
export type Ask = <Result>(
  what: string,
  question: (asked: Asked) => Promise<Result>,
  /** `writes`: it ends with a write, so a permission that is missing for a look before that is named as the one to write. */
  how?: { readonly writes: boolean },
) => Promise<Result>;

export function createAsk(order: OctokitOrder): Ask {
  // Loaded while others wait for their files; what goes wrong is told to whoever asks.
  const opened = openOctokit(order);
  opened.catch(() => undefined);
  return async (what, question, how = { writes: false }) => {
    const { totalMs } = order.patience;
    const limit = new AbortController();
    const outOfPatience = new Error(`no answer within ${totalMs / 1000} s`);
    const timer = setTimeout(() => limit.abort(), totalMs);
    const tooLate = new Promise<never>((_resolve, reject) => {
      limit.signal.addEventListener("abort", () => reject(outOfPatience), { once: true });
    });
    try {
      const answer = opened.then((octokit) => question({ octokit, request: { signal: limit.signal } }));
      return await Promise.race([answer, tooLate]);
    } catch (error) {
      throw explainRefusal({ error, what, token: order.token, ...how });
    } finally {
      clearTimeout(timer);
    }
  };
}
