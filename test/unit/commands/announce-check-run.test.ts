import { describe, expect } from "vitest";

import { exampleReport } from "../../../scripts/example-report.ts";
import { refusal } from "../../support/github/call.ts";
import { serverError } from "../../support/github/faults.ts";
import { test } from "../github/with-stand-in.ts";
import { announcing, failed, superseded } from "./announcing.ts";

const wanted = { deployments: false, checkRun: true };

test("is made in progress, and ends with the changes on its page", async ({ standIn, client }) => {
  const { deploy, headSha, requests, said } = announcing({ standIn, client }, wanted);
  expect(await requests(() => deploy(exampleReport))).toEqual(["checks/create", "checks/update"]);
  expect(standIn.requests.at(-2)?.body).toMatchObject({
    name: "stagewright/shop/pr-12",
    head_sha: headSha,
    status: "in_progress",
    details_url: exampleReport.run?.url,
    output: { title: "deploying …" },
  });
  expect(standIn.state.checkRuns).toEqual([
    expect.objectContaining({
      headSha,
      name: "stagewright/shop/pr-12",
      status: "completed",
      conclusion: "success",
      detailsUrl: exampleReport.run?.url,
      title: "deployed: 1 deleted · 1 updated · 1 created · 9 unchanged",
      summary: expect.stringContaining("orders"),
    }),
  ]);
  expect(said).toEqual([]);
});

test.for([
  [{ ...exampleReport, state: "unchanged" }, "success"],
  [failed, "failure"],
  [{ ...exampleReport, state: "cancelled" }, "cancelled"],
] as const)("ends as the deploy does", async ([report, conclusion], { standIn, client }) => {
  await announcing({ standIn, client }, wanted).deploy(report);
  expect(standIn.state.checkRuns).toMatchObject([{ status: "completed", conclusion }]);
});

test("is queued while the deploy waits for its stage, and skipped where it does not happen", async ({
  standIn,
  client,
}) => {
  const { wait, requests } = announcing({ standIn, client }, wanted);
  await wait(exampleReport);
  expect(standIn.requests.map(({ body }) => body)).toMatchObject([
    { status: "queued", output: { title: "queued: octocat deploys it" } },
    { status: "in_progress" },
    { status: "completed", conclusion: "success" },
  ]);
  expect(await requests(() => wait(superseded))).toEqual(["checks/create", "checks/update"]);
  expect(standIn.state.checkRuns).toMatchObject([
    { conclusion: "success" },
    { status: "completed", conclusion: "skipped", title: "superseded: A newer run had this stage." },
  ]);
});

test("stands also for a deploy that failed before it began", async ({ standIn, client }) => {
  const { headSha, announcer } = announcing({ standIn, client }, wanted);
  await announcer().end({ ...failed, commit: headSha });
  expect(standIn.state.checkRuns).toMatchObject([
    { status: "completed", conclusion: "failure", title: "deploy failed: no such region" },
  ]);
});

test("is made by no preview and no removal, and not where nobody asked for it", async ({ standIn, client }) => {
  const asked = announcing({ standIn, client }, wanted);
  await asked.announcer().end({ ...exampleReport, command: "diff", state: "previewed", commit: asked.headSha });
  await asked.remove();
  await announcing({ standIn, client }, { deployments: false }).deploy(exampleReport);
  expect(standIn.requests).toEqual([]);
});

describe("an error of GitHub's", () => {
  test.for([
    ["a refusal", refusal(403, "Resource not accessible by integration")],
    ["its own", serverError()],
  ] as const)("%s is told once", async ([, answer], { standIn, client }) => {
    standIn.fault({ answer });
    const { deploy, said } = announcing({ standIn, client }, wanted);
    await deploy(exampleReport);
    expect(said).toEqual([expect.stringContaining("make a check run of commit")]);
  });

  test("at the beginning leaves the end to be told", async ({ standIn, client }) => {
    standIn.fault({ operation: "checks/create", times: 1, answer: refusal(422, "No") });
    await announcing({ standIn, client }, wanted).deploy(exampleReport);
    expect(standIn.state.checkRuns).toMatchObject([{ status: "completed", conclusion: "success" }]);
  });
});
