import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { createLocalHome } from "../../../src/home/local.ts";
import { verifyCheckpoint, verifyStage } from "../../../src/home/verify.ts";
import { deployOnce, stateFile, stateText } from "../../support/fake-engine.ts";

const key = { app: "shop", stage: "pr-12" };
const urn = (name: string) => `urn:pulumi:pr-12::shop::a:b:C::${name}`;
const stateOf = (...resources: object[]) => ({
  version: 3,
  checkpoint: {
    stack: "organization/shop/pr-12",
    latest: { resources: resources.map((resource) => ({ type: "a:b:C", urn: "", ...resource })) },
  },
});

describe("verifyCheckpoint", () => {
  it("finds nothing in a state whose resources come after what they name", () => {
    const provider = { urn: urn("provider") };
    const child = {
      urn: urn("child"),
      parent: urn("root"),
      dependencies: [urn("a")],
      provider: `${urn("provider")}::id::x`,
    };
    // The old one of a replacement that was cut off.
    const old = { urn: urn("a"), delete: true };
    expect(
      verifyCheckpoint(stateOf({ urn: urn("root"), parent: "" }, provider, { urn: urn("a") }, child, old)),
    ).toEqual([]);
    expect(verifyCheckpoint(stateOf())).toEqual([]);
  });

  it.each([
    ["a resource that is there twice", [{ urn: urn("a") }, { urn: urn("a") }], "duplicate-resource"],
    ["a parent that is gone", [{ urn: urn("a"), parent: urn("root") }], "missing-resource"],
    [
      "a dependency that comes later",
      [{ urn: urn("a"), dependencies: [urn("b")] }, { urn: urn("b") }],
      "missing-resource",
    ],
    ["a provider that is gone", [{ urn: urn("a"), provider: `${urn("p")}::id` }], "missing-resource"],
  ])("names %s", (_what, resources, code) => {
    expect(verifyCheckpoint(stateOf(...resources))).toEqual([{ code, message: expect.stringContaining(urn("a")) }]);
  });

  it("names what was under way", () => {
    const state = stateOf({ urn: urn("a") });
    const pending_operations = [{ type: "creating", resource: { type: "a:b:C", urn: urn("b") } }];
    const latest = { ...state.checkpoint.latest, pending_operations };
    expect(verifyCheckpoint({ ...state, checkpoint: { ...state.checkpoint, latest } })).toEqual([
      { code: "pending-operation", message: expect.stringContaining(urn("b")) },
    ]);
  });
});

describe("verifyStage", () => {
  const newHome = async () => {
    const directory = await mkdtemp(join(tmpdir(), "stagewright-verify-"));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    return createLocalHome({ directory });
  };

  it("finds nothing in a state as a deploy left it, and tells of one that something else wrote", async () => {
    const home = await newHome();
    await deployOnce(home, key, stateText(key, ["a"]));
    expect(await verifyStage(home, key)).toEqual([]);
    await writeFile(stateFile(home, key), stateText(key, ["a"], 10));
    expect(await verifyStage(home, key)).toEqual([
      { code: "changed-outside", message: expect.stringContaining("mona") },
    ]);
  });

  it("tells of a state that is missing, broken or another stage's", async () => {
    const home = await newHome();
    expect(await verifyStage(home, key)).toMatchObject([{ code: "no-state" }]);
    await mkdir(dirname(stateFile(home, key)), { recursive: true });
    await writeFile(stateFile(home, key), "{");
    expect(await verifyStage(home, key)).toMatchObject([{ code: "broken-state" }]);
    await writeFile(stateFile(home, key), stateText({ ...key, stage: "dev" }, []));
    expect(await verifyStage(home, key)).toMatchObject([{ code: "foreign-state" }]);
  });
});
