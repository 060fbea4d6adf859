import { expect } from "vitest";

import { exampleReport } from "../../../scripts/example-report.ts";
import { refusal } from "../../support/github/call.ts";
import { serverError, tooManyRequests } from "../../support/github/faults.ts";
import { test } from "../github/with-stand-in.ts";
import { announcing, failed, superseded } from "./announcing.ts";

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

test("one that waits for its stage is queued, once, and goes on as the same", async ({ standIn, client }) => {
  const { wait, requests, said } = announcing({ standIn, client });
  const asked = await requests(() => wait(exampleReport));
  expect(asked.filter((operation) => operation === "repos/create-deployment")).toHaveLength(1);
  expect(standIn.state.deployments).toHaveLength(1);
  expect(standIn.state.deployments[0]?.statuses.map(({ state, description }) => `${state} (${description})`)).toEqual([
    "queued (queued: octocat deploys it)",
    "in_progress (deploying …)",
    "success (deployed: 1 deleted · 1 updated · 1 created · 9 unchanged)",
  ]);
  expect(said).toEqual([]);
});

test("one that waited and did not happen is inactive, and those before it are retired all the same", async ({
  standIn,
  client,
}) => {
  const { deploy, wait, states, said } = announcing({ standIn, client });
  await deploy(exampleReport);
  await wait(superseded);
  await wait({ ...superseded, state: "skipped" });
  expect(states()).toBe("success inactive inactive");
  expect(standIn.state.deployments[1]?.statuses.at(-1)?.description).toBe("superseded: A newer run had this stage.");
  await deploy(exampleReport);
  expect(states()).toBe("inactive inactive inactive success");
  expect(said).toEqual([]);
});

test("nothing is taken back where nothing waited", async ({ standIn, client }) => {
  const { announcer, requests } = announcing({ standIn, client }, { checkRun: true });
  expect(await requests(() => announcer().withdraw(superseded))).toEqual([]);
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
