import { describe, expect, it } from "vitest";

import type { StateResource } from "../../../../src/engine/pulumi/checkpoint.ts";
import { missingPluginIn } from "../../../../src/engine/pulumi/known-errors.ts";
import { needOfProgram, protectedResources } from "../../../../src/engine/pulumi/removal-checks.ts";
import { urnOf } from "./events.ts";

const key = { app: "shop", stage: "pr-7" };
const resource = (name: string, more: Partial<StateResource> = {}): StateResource => ({
  urn: urnOf(name),
  type: "mech:index:Thing",
  ...more,
});

describe("protected resources", () => {
  it("stop a removal, each by name", () => {
    const held = ["db", "bucket"].map((name) => resource(name, { protect: true }));
    expect(protectedResources([resource("web"), ...held], key)?.message).toContain(
      "2 resources of stage pr-7 must not be deleted. They are protected: db (mech:index:Thing), bucket (mech:index:Thing).",
    );
    expect(protectedResources([resource("web", { protect: false })], key)).toBeNull();
  });

  it("are not all named when they are many", () => {
    const held = Array.from({ length: 25 }, (_, n) => resource(`r${n}`, { protect: true }));
    expect(protectedResources(held, key)?.message).toContain("r19 (mech:index:Thing) and 5 more.");
  });
});

describe("what needs the program", () => {
  it.each([
    ["hooks before a deletion", { resourceHooks: { BeforeDelete: ["stop-it"] } }, { runsProgram: true }],
    ["hooks after a deletion", { resourceHooks: { AfterDelete: ["tell"] } }, { runsProgram: true }],
    ["a Python dynamic provider", { type: "pulumi-python:dynamic:Resource" }, { runsProgram: false }],
  ])("is found: %s", (_, more, need) => {
    expect(needOfProgram([resource("a"), resource("b", more)])).toMatchObject(need);
  });

  it.each([
    ["other hooks", { resourceHooks: { BeforeCreate: ["x"], BeforeDelete: [] } }],
    ["a Node dynamic provider", { type: "pulumi-nodejs:dynamic:Resource" }],
  ])("is not: %s", (_, more) => {
    expect(needOfProgram([resource("b", more)])).toBeNull();
  });
});

it.each([
  [
    "error: no resource plugin 'pulumi-resource-acme' found in the workspace at version v1.2.0 or on your $PATH",
    "pulumi-resource-acme",
  ],
  ["error: something else", null],
])("reads which plugin is missing from: %s", (text, plugin) => {
  expect(missingPluginIn(text)).toBe(plugin);
});
