import { type Answer, notFound, type Operations, refusal } from "./call.ts";
import type { ArrivedRequest, Described } from "./contract.ts";
import { objectOf } from "./json.ts";
import { graphqlAnswer } from "./graphql.ts";
import { checks } from "./operations/checks.ts";
import { comments } from "./operations/comments.ts";
import { deployments } from "./operations/deployments.ts";
import { environments } from "./operations/environments.ts";
import { pulls } from "./operations/pulls.ts";
import { refs } from "./operations/refs.ts";
import { repository } from "./operations/repository.ts";
import { permissionRefusal } from "./permissions.ts";
import { chargeRate, rateHeaders } from "./rate.ts";
import type { State } from "./state.ts";

const operations: Operations = {
  ...checks,
  ...comments,
  ...deployments,
  ...environments,
  ...pulls,
  ...refs,
  ...repository,
};

export type Judged = { readonly answer: Answer; readonly breaches: readonly string[] };

type Question = {
  readonly state: State;
  readonly described: Described | null;
  readonly arrived: ArrivedRequest;
  readonly token: string | null;
  readonly api: string;
  /** What a fault makes GitHub answer instead. */
  readonly injected: Answer | null;
};

/** What GitHub would answer, and what in request or answer is not as GitHub describes it. A breach is answered with 599. */
export function answerTo(question: Question): Judged {
  const { described, injected, state } = question;
  const isGraphql = question.arrived.path === "/graphql";
  const requestBreaches = isGraphql ? [] : (described?.requestBreaches ?? ["not in the description"]);
  if (requestBreaches.length > 0) {
    return broken(requestBreaches);
  }
  const answer = injected ?? (isGraphql ? graphqlAnswer(question) : restAnswer(question));
  const breaches = described?.answerBreaches(answer.status, answer.body) ?? [];
  if (breaches.length > 0 || answer.status === 599) {
    return broken(breaches.length > 0 ? breaches : [JSON.stringify(answer.body)]);
  }
  return { answer: { ...answer, headers: { ...rateHeaders(state), ...answer.headers } }, breaches: [] };
}

function restAnswer({ state, described, arrived, token, api }: Question): Answer {
  const rights = state.tokens.get(token ?? "");
  if (rights === undefined || described === null) {
    return refusal(401, "Bad credentials");
  }
  const limited = described.id === "rate-limit/get" ? null : chargeRate(state);
  if (limited !== null) {
    return limited;
  }
  const { owner, repo } = described.pathParameters;
  const { owner: ownOwner, name } = state.repository;
  if (owner !== undefined && `${owner}/${repo}`.toLowerCase() !== `${ownOwner}/${name}`.toLowerCase()) {
    return notFound();
  }
  const url = new URL(arrived.path, api);
  const call = {
    state,
    rights,
    api,
    url,
    path: described.pathParameters,
    query: Object.fromEntries(url.searchParams),
    body: objectOf(arrived.body ?? {}),
  };
  return (
    permissionRefusal(described.id, rights) ??
    operations[described.id]?.(call) ??
    refusal(599, `The stand-in does not know ${described.id}.`)
  );
}

function broken(breaches: readonly string[]): Judged {
  return { answer: refusal(599, `Not as GitHub describes it: ${breaches.join("; ")}`), breaches };
}
