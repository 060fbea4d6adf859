/** How long a call may take. A deploy never hangs on GitHub. */
export type Patience = {
  /** For a whole call of `GitHub`, with all its requests, retries and waits (milliseconds). */
  readonly totalMs: number;
  /** For one attempt of one request, with its answer's body (milliseconds). */
  readonly attemptMs: number;
  /** A second of waiting between attempts, in milliseconds: 1000, but for tests. */
  readonly secondMs: number;
  /** Until a comment that another job made at the same time shows in GitHub's lists, which lag (milliseconds). */
  readonly listLagMs: number;
};

export const usualPatience: Patience = { totalMs: 20_000, attemptMs: 8000, secondMs: 1000, listLagMs: 2000 };
