import { z } from "zod";

import { acceptedPermissions } from "./accepted-permissions.ts";
import { GitHubUnavailable } from "./github.ts";

/** The parts of Octokit's `RequestError` that tell what happened, if an answer came. */
const refusalSchema = z.object({
  status: z.number(),
  message: z.string(),
  response: z.object({
    headers: z.record(z.string(), z.union([z.string(), z.number(), z.undefined()])),
    data: z.unknown(),
  }),
});

/** What GitHub answers with a refusal; only a 422 has details, as texts or objects. */
const bodySchema = z.object({
  message: z.string(),
  errors: z.array(z.union([z.string(), z.object({ message: z.string().optional() })])).catch([]),
});

type Refusal = z.infer<typeof refusalSchema>;

/** Turns whatever a call of Octokit threw into words for people. The token is in none of them. */
export function explainRefusal(happened: {
  readonly error: unknown;
  readonly what: string;
  readonly token: string;
  readonly writes: boolean;
}): GitHubUnavailable {
  const { error, what, token, writes } = happened;
  const refusal = asRefusal(error);
  const accepted =
    refusal?.status === 403 && closedTo(refusal) === null
      ? acceptedPermissions(header(refusal, "x-accepted-github-permissions"))
      : null;
  const permission = accepted !== null && writes ? accepted.replaceAll(": read", ": write") : accepted;
  const why = refusal === null ? noAnswer(error) : reason(refusal, permission);
  return new GitHubUnavailable({
    message: `GitHub did not let us ${what}: ${why}`.replaceAll(token, "***"),
    status: refusal?.status ?? null,
    permission,
    cause: error,
  });
}

/** Whether GitHub refuses something to this token that another may be allowed to do. */
export function isNotForUs(error: unknown): boolean {
  const refusal = asRefusal(error);
  return refusal?.status === 403 && !isRateLimit(refusal) && closedTo(refusal) === null;
}

/** The status of GitHub's answer, or null where none came. */
export function refusedWith(error: unknown): number | null {
  return asRefusal(error)?.status ?? null;
}

function reason(refusal: Refusal, permission: string | null): string {
  const said = `${refusal.status}: ${messageOf(refusal)}`;
  if (isRateLimit(refusal)) {
    return `the token's rate limit is used up (${said}). ${whenAgain(refusal)}`;
  }
  const closed = closedTo(refusal);
  if (closed !== null) {
    return `${closed} (${said}).`;
  }
  switch (refusal.status) {
    case 401:
      return `it does not accept the token (${said}). Check the input token; a workflow's own ends with its job.`;
    case 403:
      return permission === null
        ? `the token may not (${said}).`
        : `the token lacks a permission (${said}). Give the job \`${permission}\` under permissions.`;
    case 404:
      return `there is no such thing, or the token may not see it (${said}).`;
    case 409:
      return `it is in conflict with something else (${said}).`;
    case 422:
      return `it does not accept what we sent (${said}).`;
    default:
      return refusal.status >= 500 ? `it has a problem of its own (${said}).` : `${said}.`;
  }
}

/** What GitHub refuses to everybody, whatever the token may: by its own words, since the status says no more than "no". */
const closedPlaces: readonly (readonly [RegExp, string])[] = [
  [/\barchived\b/iu, "the repository is archived; unarchive it to write there"],
  [
    /\b(?:issue|conversation|discussion|pull request)s? (?:is|are|was|has been) locked|\blocked\b/iu,
    "the conversation is locked; unlock it to have comments there",
  ],
  [/commenting is disabled/iu, "comments are closed there"],
  [/issues (?:are|has been) disabled/iu, "the repository has issues turned off"],
  [/was deleted/iu, "it was deleted"],
  [/\b(?:suspended|blocked|disabled)\b/iu, "access is blocked, whatever the token may do"],
  [/saml|single sign-on|\bsso\b/iu, "the token must be authorized for the organization's single sign-on"],
  [/ip allow ?list/iu, "the organization's IP allow list does not have this runner"],
];

/** Why nobody may, whatever the token may do; null for any other refusal. */
function closedTo(refusal: Refusal): string | null {
  if (![403, 410, 422, 423].includes(refusal.status) || isRateLimit(refusal)) {
    return null;
  }
  const message = messageOf(refusal);
  return closedPlaces.find(([pattern]) => pattern.test(message))?.[1] ?? null;
}

function noAnswer(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `it could not be reached (${message}).`;
}

function isRateLimit(refusal: Refusal): boolean {
  const limited = refusal.status === 403 || refusal.status === 429;
  const empty = header(refusal, "x-ratelimit-remaining") === "0";
  return limited && (refusal.status === 429 || empty || /secondary rate/i.test(refusal.message));
}

function whenAgain(refusal: Refusal): string {
  const seconds = header(refusal, "retry-after");
  if (seconds !== null) {
    return `It asks to wait ${seconds} s.`;
  }
  const reset = Number(header(refusal, "x-ratelimit-reset") ?? Number.NaN);
  return header(refusal, "x-ratelimit-remaining") === "0" && Number.isFinite(reset)
    ? `There is more after ${new Date(reset * 1000).toISOString()}.`
    : "It does not say for how long.";
}

/** GitHub's own message with the details of a 422, without the link to its documentation. */
function messageOf(refusal: Refusal): string {
  const body = bodySchema.safeParse(refusal.response.data).data;
  if (body === undefined) {
    return refusal.message.trim() === "" ? "no reason given" : refusal.message;
  }
  const details = body.errors.map((detail) => (typeof detail === "string" ? detail : detail.message));
  const words = [body.message, ...details].filter((text) => text !== undefined);
  return words.join("; ").replace(/\.$/, "");
}

function header(refusal: Refusal, name: string): string | null {
  const value = refusal.response.headers[name];
  return value === undefined ? null : String(value);
}

function asRefusal(error: unknown): Refusal | null {
  return refusalSchema.safeParse(error).data ?? null;
}
