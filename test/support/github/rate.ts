import { type Answer, refusal } from "./call.ts";
import type { State } from "./state.ts";

/** Takes one request off the hour's allowance; GitHub's refusal once there is none left, else null. */
export function chargeRate(state: State): Answer | null {
  const { rate } = state;
  if (Date.now() >= rate.resetAt) {
    rate.remaining = rate.limit;
    rate.resetAt = Date.now() + 3_600_000;
  }
  if (rate.remaining === 0) {
    return refusal(
      403,
      "API rate limit exceeded for installation ID 1. If you reach out to GitHub Support for help, please include the request ID.",
    );
  }
  rate.remaining -= 1;
  return null;
}

export function rateHeaders(state: State): Record<string, string> {
  const { limit, remaining, resetAt } = state.rate;
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-used": String(limit - remaining),
    "x-ratelimit-reset": String(Math.ceil(resetAt / 1000)),
    "x-ratelimit-resource": "core",
  };
}
