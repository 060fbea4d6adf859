import { listedPullRequest, pullRequestAnswer } from "../answers/pull-request.ts";
import { notFound, type Operations, page } from "../call.ts";

export const pulls: Operations = {
  "pulls/get": (call) => {
    const number = Number(call.path["pull_number"]);
    const pull = call.state.pulls.find((candidate) => candidate.number === number);
    return pull === undefined ? notFound() : { status: 200, body: pullRequestAnswer(call.state, pull) };
  },
  "pulls/list": (call) => {
    const { state } = call;
    const wanted = call.query["state"] ?? "open";
    // `owner:branch`; anything without a colon is as if it were not given.
    const [owner = "", ...branch] = (call.query["head"] ?? "").split(":");
    const isFrom = (own: boolean) => (own ? state.repository.owner : "stranger").toLowerCase() === owner.toLowerCase();
    const known = state.pulls
      .filter((pull) => wanted === "all" || pull.open === (wanted === "open"))
      .filter((pull) => call.query["base"] === undefined || pull.baseBranch === call.query["base"])
      .filter(
        (pull) =>
          branch.length === 0 || (pull.headBranch === branch.join(":") && isFrom(pull.headRepository === "own")),
      )
      .filter((pull) => Date.now() - pull.createdAt >= state.listLag)
      .toSorted((one, other) => other.number - one.number);
    return page(call, known, (pull) => listedPullRequest(state, pull));
  },
};
