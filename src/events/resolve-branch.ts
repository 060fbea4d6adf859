import { type BranchStage, branchStage } from "./branch-stage.ts";
import type { Event } from "./event.ts";
import type { Skip, Target } from "./target.ts";
import type { TargetRules } from "./target-rules.ts";

type BranchEvent = Extract<Event, { kind: "branch" }>;

/** A pushed branch deploys its stage; a removed one removes it if it is ephemeral. */
export function resolveBranch(event: BranchEvent, rules: TargetRules): Target {
  const { branch } = event;
  if (isMergeQueue(branch)) {
    return skip("merge-queue", `${branch} is a merge queue's own branch; it gets no stage.`);
  }
  if (event.action === "removed") {
    return resolveRemoved(event, rules);
  }
  const place = stageFor(event, rules);
  if ("kind" in place) {
    return place;
  }
  const command = rules.command === "auto" ? "deploy" : rules.command;
  if (command !== "remove" && place.ephemeral && isDependabot(event)) {
    return skip(
      "dependabot",
      `Branch ${branch} is Dependabot's: its runs have no secrets, so nothing is deployed. ` +
        `A maintainer can start the workflow by hand on this branch.`,
    );
  }
  return {
    kind: "stage",
    command,
    ...place,
    origin: { kind: "branch", branch },
    asked: command === "remove",
    commit: event.commit,
  };
}

/** https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue */
export function isMergeQueue(branch: string): boolean {
  return branch.startsWith("gh-readonly-queue/");
}

function resolveRemoved(event: BranchEvent, rules: TargetRules): Target {
  const { branch } = event;
  if (event.by === "push") {
    // One of the two acts, and delete is the one that runs from the default branch's workflow file, with its secrets.
    return skip(
      "deleting-push",
      `Branch ${branch} was deleted; the event delete, which comes with it, is the one that counts.`,
    );
  }
  if (rules.command !== "auto" && rules.command !== "remove") {
    return skip("branch-gone", `Branch ${branch} was deleted: there is nothing to ${rules.command}.`);
  }
  const place = stageFor(event, rules);
  if ("kind" in place) {
    return place;
  }
  if (!place.ephemeral) {
    return skip(
      "not-ephemeral",
      `Branch ${branch} was deleted, but its stage ${place.stage} is long-lived (${place.rule}) and stays. ` +
        `To remove it, start the workflow by hand with that stage and the command remove.`,
    );
  }
  return {
    kind: "stage",
    command: "remove",
    ...place,
    origin: { kind: "branch", branch },
    asked: false,
    commit: event.commit,
  };
}

/** A stage that the input `stage` names is long-lived: a person gave it its name. */
function stageFor(event: BranchEvent, rules: TargetRules): BranchStage | Skip {
  if (rules.stage !== null) {
    const rule = `input stage, branch ${event.branch} → ${rules.stage}`;
    return { stage: rules.stage, ephemeral: false, namedBy: "input", rule };
  }
  return branchStage({
    branch: event.branch,
    rules: rules.branches,
    defaultBranch: event.repository.defaultBranch,
  });
}

/** By its branches' prefix, too: a person's push there belongs to a pull request that is still Dependabot's. */
function isDependabot(event: BranchEvent): boolean {
  return event.sender === "dependabot[bot]" || event.branch.startsWith("dependabot/");
}

function skip(code: string, reason: string): Skip {
  return { kind: "skip", code, reason };
}
