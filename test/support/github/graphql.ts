import { type Answer, refusal } from "./call.ts";
import type { ArrivedRequest } from "./contract.ts";
import { objectOf } from "./json.ts";
import type { State } from "./state.ts";

/** The description is REST's, so the one question that is asked by GraphQL is known by its text; any other is a breach. */
const VIEWER = "query{viewer{login}}";

/** An installation's viewer is its bot, under the same login as REST shows (`github-actions[bot]`). */
export function graphqlAnswer(question: {
  readonly state: State;
  readonly arrived: ArrivedRequest;
  readonly token: string | null;
}): Answer {
  const rights = question.state.tokens.get(question.token ?? "");
  if (rights === undefined) {
    return refusal(401, "Bad credentials");
  }
  const { query, ...rest } = objectOf(question.arrived.body);
  if (typeof query !== "string" || query.replaceAll(/\s/g, "") !== VIEWER || Object.keys(rest).length > 0) {
    return refusal(599, `The stand-in does not know this query: ${JSON.stringify(query)}`);
  }
  return { status: 200, body: { data: { viewer: { login: rights.user.login } } } };
}
