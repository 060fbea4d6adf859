import { type Answer, refusal } from "./call.ts";
import type { ArrivedRequest } from "./contract.ts";
import { objectOf } from "./json.ts";
import type { State } from "./state.ts";

/** The description is REST's, so what is asked by GraphQL is known by its text; anything else is a breach. */
const VIEWER = "query{viewer{login}}";
const HIDE = "mutation($id:ID!){minimizeComment(input:{subjectId:$id,classifier:OUTDATED}){clientMutationId}}";

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
  const { query, variables, ...rest } = objectOf(question.arrived.body);
  const text = typeof query === "string" ? query.replaceAll(/\s/g, "") : "";
  if (text === VIEWER && variables === undefined && Object.keys(rest).length === 0) {
    return { status: 200, body: { data: { viewer: { login: rights.user.login } } } };
  }
  if (text === HIDE && Object.keys(rest).length === 0) {
    return hide(question.state, String(objectOf(variables)["id"]));
  }
  return refusal(599, `The stand-in does not know this query: ${JSON.stringify(query)}`);
}

function hide(state: State, nodeId: string): Answer {
  const comment = state.comments.find(({ id }) => `IC_${id}` === nodeId);
  if (comment === undefined || state.othersComments === "nothing") {
    const type = comment === undefined ? "NOT_FOUND" : "FORBIDDEN";
    return { status: 200, body: { data: { minimizeComment: null }, errors: [{ type, message: "Not allowed." }] } };
  }
  comment.hidden = true;
  return { status: 200, body: { data: { minimizeComment: { clientMutationId: null } } } };
}
