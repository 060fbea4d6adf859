import { expect, test as plain } from "vitest";

import { exampleReport } from "../../../scripts/example-report.ts";
import { isOwnEnvironment } from "../../../src/commands/environment-of.ts";
import type { GitHub } from "../../../src/github/github.ts";
import { serverError } from "../../support/github/faults.ts";
import type { StandIn } from "../../support/github/start-github.ts";
import { everyWorkflowPermission, person } from "../../support/github/state.ts";
import { test } from "../github/with-stand-in.ts";
import { announcing } from "./announcing.ts";

type Bench = { readonly standIn: StandIn; readonly client: (wish: { readonly token: string }) => GitHub };

/** The same with a token that may delete environments. */
function asAdministrator({ standIn, client }: Bench) {
  const permissions = { ...everyWorkflowPermission, administration: "write", environments: "read" } as const;
  standIn.state.tokens.set("administrator", { user: person, kind: "person", permissions });
  return { standIn, client: () => client({ token: "administrator" }) };
}

const review = { environment: "review/pr-12" };

test("a removed stage's own environment is deleted once nothing is in it", async ({ standIn, client }) => {
  const { deploy, remove, said } = announcing(asAdministrator({ standIn, client }), review);
  await deploy(exampleReport);
  await deploy(exampleReport, { stage: "pr-1" });
  await remove();
  expect([...standIn.state.environments.keys()]).toEqual(["review/pr-12"]);
  standIn.state.deployments.length = 0;
  await deploy(exampleReport);
  await remove();
  expect([...standIn.state.environments.keys()]).toEqual([]);
  expect(said).toEqual([]);
});

test.for([
  ["a secret", { secrets: ["TOKEN"], variables: [], reviewed: false }],
  ["a variable", { secrets: [], variables: ["REGION"], reviewed: false }],
  ["a rule", { secrets: [], variables: [], reviewed: true }],
] as const)("one that holds %s stays", async ([, held], { standIn, client }) => {
  const { deploy, remove } = announcing(asAdministrator({ standIn, client }), review);
  standIn.state.environments.set(review.environment, {
    secrets: [...held.secrets],
    variables: [...held.variables],
    reviewed: held.reviewed,
  });
  await deploy(exampleReport);
  await remove();
  expect([...standIn.state.environments.keys()]).toEqual(["review/pr-12"]);
});

test("a workflow's own token may not, and nobody is told", async ({ standIn, client }) => {
  const { deploy, remove, said } = announcing({ standIn, client }, review);
  await deploy(exampleReport);
  await remove();
  expect(standIn.state.deployments).toEqual([]);
  expect([...standIn.state.environments.keys()]).toEqual(["review/pr-12"]);
  expect(said).toEqual([]);
});

test("what else goes wrong is told", async ({ standIn, client }) => {
  const { deploy, remove, said } = announcing(asAdministrator({ standIn, client }), review);
  await deploy(exampleReport);
  standIn.fault({ operation: "repos/delete-an-environment", answer: serverError() });
  await remove();
  expect(said).toEqual([expect.stringContaining("delete environment review/pr-12")]);
});

test("what stages share is not even looked at", async ({ standIn, client }) => {
  const { deploy, remove, requests } = announcing(asAdministrator({ standIn, client }));
  await deploy(exampleReport);
  expect(await requests(remove)).toEqual(["repos/list-deployments", "repos/delete-deployment"]);
  expect([...standIn.state.environments.keys()]).toEqual(["preview"]);
});

plain.each([
  ["staging", "staging", true],
  ["preview", "preview", false],
  ["preview", "pr-1", false],
  ["review/pr-1", "pr-1", true],
  ["pr-1 review", "pr-1", true],
  ["review/pr-12", "pr-1", false],
  ["xpr-1", "pr-1", false],
])("environment %s is the own one of stage %s: %s", (environment, stage, isOwn) => {
  expect(isOwnEnvironment(environment, stage)).toBe(isOwn);
});
