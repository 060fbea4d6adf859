import type { z } from "zod";

import type { Answer, Question } from "../http/fetch.ts";
import { jsonOrNull } from "../json.ts";

type Fetch = (url: string, question: Question) => Promise<Answer>;

/** Asks for something by its path below the API's address; null for all but a plain answer of the form that is expected. */
export type FirstLook = <Data>(path: string, schema: z.ZodType<Data>, signal: AbortSignal) => Promise<Data | null>;

/**
 * One plain question, as Octokit would ask it, but without Octokit, which takes longer to load than all else that comes before the engine.
 * An answer that is none goes, by `fetch`, to the Octokit that asks the same next: as the first of its tries, which it explains or repeats.
 */
export function createFirstLook(order: { readonly token: string; readonly apiUrl: string; readonly fetch: Fetch }): {
  readonly look: FirstLook;
  readonly fetch: Fetch;
} {
  const { token, apiUrl } = order;
  const left = new Map<string, Promise<Answer>>();
  return {
    look: async (path, schema, signal) => {
      const url = `${apiUrl}${path}`;
      const headers = {
        accept: "application/vnd.github.v3+json",
        authorization: `token ${token}`,
        "user-agent": "stagewright",
      };
      const asked = order.fetch(url, { method: "GET", headers, signal });
      const answer = await asked.catch(() => null);
      const seen = answer?.status === 200 ? schema.safeParse(jsonOrNull(await answer.text())).data : undefined;
      if (seen === undefined) {
        left.set(url, asked);
      }
      return seen ?? null;
    },
    fetch: (url, question) => {
      const asked = question.method === "GET" ? left.get(url) : undefined;
      left.delete(url);
      return asked ?? order.fetch(url, question);
    },
  };
}

/** What goes into a path, escaped: a branch's name may hold what means something there. */
export function pathOf(...segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join("");
}
