import { accountAnswer } from "../answers/account.ts";
import { type Answer, type Call, invalid, isoTime, notFound, type Operations, page, refusal } from "../call.ts";
import { comment as write } from "../people.ts";
import type { Comment } from "../state.ts";

/** GitHub counts bytes, though its message speaks of characters. */
const BODY_BYTES = 262_144;

export const comments: Operations = {
  "issues/list-comments": (call) => {
    const number = Number(call.path["issue_number"]);
    if (!isThere(call, number)) {
      return notFound();
    }
    const since = Date.parse(call.query["since"] ?? "1970-01-01T00:00:00Z");
    const known = call.state.comments.filter(
      (comment) =>
        comment.pullRequest === number &&
        comment.updatedAt >= since &&
        Date.now() - comment.createdAt >= call.state.listLag,
    );
    return page(call, known, (comment) => commentAnswer(call, comment));
  },
  "issues/create-comment": (call) => {
    const number = Number(call.path["issue_number"]);
    const body = String(call.body["body"]);
    if (!isThere(call, number)) {
      return notFound();
    }
    const comment = () => write(call.state, { pullRequest: number, body, user: call.rights.user });
    return bodyProblem(body) ?? { status: 201, body: commentAnswer(call, comment()) };
  },
  "issues/get-comment": (call) => {
    const comment = find(call);
    return comment === undefined ? notFound() : { status: 200, body: commentAnswer(call, comment) };
  },
  // The last writer wins: GitHub has no conditional writes.
  "issues/update-comment": (call) => {
    const comment = find(call);
    if (comment === undefined) {
      return notFound();
    }
    const body = String(call.body["body"]);
    const problem = ownerProblem(call, comment) ?? bodyProblem(body);
    if (problem !== null) {
      return problem;
    }
    comment.body = body;
    comment.updatedAt = Date.now();
    return { status: 200, body: commentAnswer(call, comment) };
  },
  "issues/delete-comment": (call) => {
    const comment = find(call);
    if (comment === undefined) {
      return notFound();
    }
    const problem = ownerProblem(call, comment);
    if (problem !== null) {
      return problem;
    }
    call.state.comments.splice(call.state.comments.indexOf(comment), 1);
    return { status: 204 };
  },
};

function ownerProblem({ state, rights }: Call, comment: Comment): Answer | null {
  return state.othersComments === "edit" || comment.user.login === rights.user.login
    ? null
    : refusal(403, "Resource not accessible by integration");
}

function isThere(call: Call, number: number): boolean {
  return call.state.pulls.some((pull) => pull.number === number);
}

function find(call: Call): Comment | undefined {
  const id = Number(call.path["comment_id"]);
  return call.state.comments.find((comment) => comment.id === id);
}

function bodyProblem(body: string): Answer | null {
  const about = { resource: "IssueComment", code: "unprocessable", field: "data" };
  if (body.trim() === "") {
    return invalid({ ...about, message: "Body cannot be blank" });
  }
  return Buffer.byteLength(body) > BODY_BYTES
    ? invalid({ ...about, message: "Body is too long (maximum is 65536 characters)" })
    : null;
}

function commentAnswer(call: Call, comment: Comment): unknown {
  const { owner, name } = call.state.repository;
  const api = `${call.api}/repos/${owner}/${name}/issues`;
  return {
    id: comment.id,
    node_id: `IC_${comment.id}`,
    url: `${api}/comments/${comment.id}`,
    html_url: `https://github.com/${owner}/${name}/pull/${comment.pullRequest}#issuecomment-${comment.id}`,
    issue_url: `${api}/${comment.pullRequest}`,
    body: comment.body,
    user: accountAnswer(comment.user),
    author_association: comment.user.type === "Bot" ? "NONE" : "MEMBER",
    created_at: isoTime(comment.createdAt),
    updated_at: isoTime(comment.updatedAt),
  };
}
