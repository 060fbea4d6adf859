import { expect } from "vitest";

import { exampleReport } from "../../../scripts/example-report.ts";
import { createAnnouncer } from "../../../src/commands/announce.ts";
import type { GitHub } from "../../../src/github/github.ts";
import type { Log } from "../../../src/log.ts";
import type { StageReport } from "../../../src/report/stage-report.ts";
import { openPullRequest } from "../../support/github/people.ts";
import { everyWorkflowPermission, githubActions } from "../../support/github/state.ts";
import { serverError, tooManyRequests } from "../../support/github/faults.ts";
import { refusal } from "../../support/github/call.ts";
import type { StandIn } from "../../support/github/start-github.ts";
import { test } from "../github/with-stand-in.ts";

const deploying: StageReport = { ...exampleReport, state: "deploying", changeSet: null, endedAt: null };
const failed: StageReport = {
  ...exampleReport,
  state: "failed",
  failure: { code: "deploy-failed", message: "no such region", next: "Push again." },
};
const removed: StageReport = { ...exampleReport, command: "remove", state: "removed" };

/** Announces one run after the other on the stand-in, each in an announcer of its own as each is a step of its own. */
function announcing(given: { standIn: StandIn; client: () => GitHub; environment?: string; number?: number }) {
  const { standIn, client, environment = null, number = 12 } = given;
  const { headSha } = openPullRequest(standIn.state, { branch: `feature-${number}`, number });
  const said: string[] = [];
  const keep = (text: string) => void said.push(text);
  const log: Log = { info: keep, warning: keep, error: keep, debug: () => undefined };
  const announcer = () =>
    createAnnouncer(
      {
        github: client(),
        log,
        mask: { add: () => undefined, hide: (text) => text },
        trail: { deploymentMade: () => undefined, checkMade: () => undefined },
      },
      { deployments: true, commitStatus: false, checkRun: false, environment },
    );
  return {
    said,
    states: () => standIn.state.deployments.map(({ statuses }) => statuses.at(-1)?.state ?? "none").join(" "),
    deploy: async (end: StageReport, begin: Partial<StageReport> = {}) => {
      const run = announcer();
      run.begin({ ...deploying, ...begin, commit: headSha }, { ephemeral: true });
      await run.end({ ...end, ...begin, commit: headSha });
    },
    remove: () => announcer().end(removed),
    waiting: () => {
      const run = announcer();
      run.queue({ ...deploying, state: "queued", commit: headSha }, { ephemeral: true });
      return {
        deploy: async () => {
          run.begin({ ...deploying, commit: headSha }, { ephemeral: true });
          await run.end({ ...exampleReport, commit: headSha });
        },
        drop: () => run.drop({ ...exampleReport, state: "superseded", commit: headSha }),
      };
    },
    requests: async (work: () => Promise<void>) => {
      const before = standIn.requests.length;
      await work();
      return standIn.requests.slice(before).map(({ operation }) => operation);
    },
  };
}

test("the last good deployment is retired by the next good one, however many failed between", async ({
  standIn,
  client,
}) => {
  const { deploy, states, said } = announcing({ standIn, client });
  await deploy(exampleReport);
  await deploy(failed);
  await deploy({ ...exampleReport, state: "cancelled" });
  expect(states()).toBe("success failure error");
  await deploy(exampleReport);
  expect(states()).toBe("inactive failure error success");
  expect(said).toEqual([]);
});

test("one that nobody ended, since its machine went, is retired as well", async ({ standIn, client }) => {
  const { deploy, states } = announcing({ standIn, client });
  await deploy(exampleReport);
  await deploy(exampleReport);
  standIn.state.deployments[1]?.statuses.pop();
  expect(states()).toBe("inactive in_progress");
  await deploy(exampleReport);
  expect(states()).toBe("inactive inactive success");
});

test("a deployment that was made twice, its first answer lost, leaves one that counts", async ({ standIn, client }) => {
  const { deploy, states } = announcing({ standIn, client });
  await deploy(exampleReport);
  standIn.fault({ operation: "repos/create-deployment", times: 1, drop: "after" });
  await deploy(exampleReport);
  expect(states()).toBe("inactive inactive success");
});

test("looks no further back than to the first that is inactive", async ({ standIn, client }) => {
  const { deploy, requests } = announcing({ standIn, client });
  for (let count = 0; count < 6; count += 1) {
    await deploy(exampleReport);
  }
  const asked = await requests(() => deploy(exampleReport));
  expect(asked.filter((operation) => operation === "repos/list-deployment-statuses")).toHaveLength(2);
  expect(asked.length).toBeLessThanOrEqual(7);
});

test("a retirement that breaks off is gone on with by the next deploy", async ({ standIn, client }) => {
  const { deploy, states } = announcing({ standIn, client });
  await deploy(exampleReport);
  standIn.fault({ operation: "repos/list-deployments", times: 1, answer: refusal(404, "Not Found") });
  await deploy(exampleReport);
  expect(states()).toBe("success success");
  // In progress, success, then the older of the two; the newer one is refused.
  standIn.fault({ operation: "repos/create-deployment-status", after: 3, times: 1, answer: refusal(422, "No") });
  await deploy(exampleReport);
  expect(states()).toBe("inactive success success");
  await deploy(exampleReport);
  expect(states()).toBe("inactive inactive inactive success");
});

test("other stages' deployments in the same environment stay as they are", async ({ standIn, client }) => {
  const { deploy, states, remove } = announcing({ standIn, client });
  await deploy(exampleReport, { stage: "pr-13" });
  await deploy(exampleReport);
  await deploy(exampleReport);
  expect(states()).toBe("success inactive success");
  await remove();
  expect(states()).toBe("success");
});

test("a stage's many deployments are deleted with few writes, the active one first made inactive", async ({
  standIn,
  client,
}) => {
  const { deploy, remove, requests, said } = announcing({ standIn, client });
  await deploy(exampleReport, { stage: "pr-13" });
  for (let count = 0; count < 12; count += 1) {
    await deploy(exampleReport);
  }
  const asked = await requests(remove);
  expect(standIn.state.deployments).toHaveLength(1);
  expect(asked.filter((operation) => operation === "repos/create-deployment-status")).toHaveLength(1);
  expect(said).toEqual([]);
});

test.for([
  ["403", refusal(403, "Resource not accessible by integration")],
  ["404", refusal(404, "Not Found")],
  ["409", refusal(409, "Conflict")],
  ["422", refusal(422, "Validation Failed")],
  ["429", tooManyRequests(3600)],
  ["500", serverError()],
] as const)("GitHub's %s to everything is said once a run", async ([, answer], { standIn, client }) => {
  const { deploy, remove, said } = announcing({ standIn, client });
  standIn.fault({ answer });
  await deploy(exampleReport);
  expect(said).toHaveLength(1);
  await remove();
  expect(said).toHaveLength(2);
});

test("a description is cut between characters", async ({ standIn, client }) => {
  const { deploy } = announcing({ standIn, client });
  const message = `x${"🦀".repeat(200)}`;
  await deploy({ ...failed, failure: { code: "deploy-failed", message, next: "" } });
  await deploy({ ...failed, failure: { code: "deploy-failed", message: `x${message}`, next: "" } });
  for (const { statuses } of standIn.state.deployments) {
    const description = statuses.at(-1)?.description ?? "";
    expect(description).toMatch(/🦀…$/u);
    expect(description.isWellFormed()).toBe(true);
    expect(description.length).toBeLessThanOrEqual(140);
  }
});

test("a deploy that waits is queued, and then the same deployment goes on, or is inactive", async ({
  standIn,
  client,
}) => {
  const { waiting, said } = announcing({ standIn, client });
  const history = () => standIn.state.deployments.map(({ statuses }) => statuses.map(({ state }) => state).join(" "));
  await waiting().deploy();
  expect(history()).toEqual(["queued in_progress success"]);
  await waiting().drop();
  expect(history()).toEqual(["queued in_progress success", "queued inactive"]);
  expect(said).toEqual([]);
});

test("an environment goes with its stage where it is the stage's alone, and the token may", async ({
  standIn,
  client,
}) => {
  standIn.state.tokens.set("ghp_admin", {
    user: { ...githubActions, login: "mona", type: "User" },
    kind: "person",
    permissions: { ...everyWorkflowPermission, administration: "write" },
  });
  const admin = () => client({ token: "ghp_admin" });
  let number = 20;
  const made = async (environment: string, by: () => GitHub) => {
    number += 1;
    const { deploy, remove } = announcing({ standIn, client: by, environment, number });
    await deploy(exampleReport);
    await remove();
    return [...standIn.state.environments];
  };
  expect(await made("shop/pr-12", admin)).toEqual([]);
  expect(await made("review", admin)).toEqual(["review"]);
  expect(await made("pr-12", client)).toEqual(["review", "pr-12"]);
});
