import type { GitHub } from "@actions/github/lib/utils";
import type { ThrottlingOptions } from "@octokit/plugin-throttling";

import type { Log } from "../log.ts";
import type { Answer, Question } from "../http/fetch.ts";
import type { Patience } from "./patience.ts";

export type Octokit = InstanceType<typeof GitHub>;

export type OctokitOrder = {
  readonly token: string;
  /** `https://api.github.com`, or an Enterprise server's `https://…/api/v3`. */
  readonly apiUrl: string;
  readonly log: Log;
  readonly patience: Patience;
  readonly fetch: (url: string, question: Question) => Promise<Answer>;
};

/** Refusals that another try does not mend. 429 is the throttling plugin's, which waits as long as GitHub asks. */
const FINAL = [400, 401, 403, 404, 409, 410, 422, 429, 451];
const RETRIES = 2;
/** GitHub names no time with some secondary limits; its advice is at least a minute (seconds). */
const UNNAMED_WAIT = 60;

/** The Actions toolkit's Octokit, with Octokit's own retry and throttling, all within the patience that is given. */
export async function openOctokit(order: OctokitOrder): Promise<Octokit> {
  const { log, patience } = order;
  // Not at the top: the toolkit reads and parses the event file as it is imported, which must be ours to complain about.
  const [{ getOctokitOptions, GitHub }, { retry }, { throttling }] = await Promise.all([
    import("@actions/github/lib/utils"),
    import("@octokit/plugin-retry"),
    import("@octokit/plugin-throttling"),
  ]);
  const mayWait = (seconds: number, tries: number) =>
    tries < RETRIES && seconds * patience.secondMs <= patience.totalMs / 2;
  const onLimit =
    (kind: string) =>
    (...limit: [seconds: number, request: unknown, octokit: unknown, tries: number]) => {
      const [seconds, , , tries] = limit;
      const waits = mayWait(seconds, tries);
      log.debug(`GitHub's ${kind} rate limit asks to wait ${seconds} s: ${waits ? "waiting" : "giving up"}.`);
      return waits;
    };
  const WithPlugins = GitHub.plugin(retry, throttling);
  const options = getOctokitOptions(order.token, {
    baseUrl: order.apiUrl,
    userAgent: "stagewright",
    log: { debug: log.debug, info: log.debug, warn: log.debug, error: log.debug },
    request: { fetch: order.fetch },
    retry: { doNotRetry: FINAL, retries: RETRIES, retryAfterBaseValue: patience.secondMs },
    throttle: {
      write: atOnce,
      notifications: atOnce,
      retryAfterBaseValue: patience.secondMs,
      fallbackSecondaryRateRetryAfter: UNNAMED_WAIT,
      onRateLimit: onLimit("hourly"),
      onSecondaryRateLimit: onLimit("secondary"),
    },
  });
  return new WithPlugins(options);
}

/**
 * In place of the plugin's spacing of writes by one and three seconds: a run writes a handful of times, far below the 80 a minute that
 * GitHub allows, and a deploy should not wait for it.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of all that a Bottleneck can do, the plugin calls this alone
const atOnce = {
  key: () => ({ schedule: <Result>(_options: unknown, job: () => Promise<Result>) => job() }),
} as unknown as NonNullable<ThrottlingOptions["write"]>;
