import { expect, test } from "vitest";

import { withDataTypes } from "../../../src/engine/data-types.ts";
import type { Engine, EngineOrder, EngineResult } from "../../../src/engine/engine.ts";
import { createLocalHome } from "../../../src/home/local.ts";
import { doesHoldData } from "../../../src/report/change-order.ts";
import { sampleChange, sampleChangeSet } from "../report/sample.ts";

function engineOf(types: readonly string[]): Engine {
  const changes = types.map((type) => sampleChange({ type }));
  const result: EngineResult = { outcome: "succeeded", changeSet: sampleChangeSet({ changes }), pending: [] };
  const command = async () => result;
  return { name: "sample", deploy: command, diff: command, remove: command, refresh: command };
}

/** The sample engine looks at none of it. */
const order: EngineOrder = {
  key: { app: "shop", stage: "pr-12" },
  directory: null,
  home: createLocalHome({ directory: "/nowhere" }),
  configFrom: null,
  log: { info: () => undefined, warning: () => undefined, error: () => undefined, debug: () => undefined },
  secrets: { add: () => undefined },
  signal: new AbortController().signal,
  started: () => undefined,
};

async function marked(types: readonly string[], names: readonly string[]): Promise<string[]> {
  const engine = withDataTypes(engineOf(types), names);
  const { changeSet } = await engine.deploy(order);
  return changeSet.changes.filter(doesHoldData).map(({ type }) => type);
}

const types = ["acme:db/store:Store", "acme:db:Stores", "acme:web:Site", "aws:rds/instance:Instance"];

test.each([
  [[], ["aws:rds/instance:Instance"]],
  [["acme:db/store:Store"], ["acme:db/store:Store", "aws:rds/instance:Instance"]],
  [["ACME:db:store"], ["acme:db/store:Store", "aws:rds/instance:Instance"]],
  [["acme:db:*"], ["acme:db/store:Store", "acme:db:Stores", "aws:rds/instance:Instance"]],
  [["acme:.*:Site", "(", "[a-z]+"], ["aws:rds/instance:Instance"]],
])("%j besides what is known", async (names, holding) => expect(await marked(types, names)).toEqual(holding));
