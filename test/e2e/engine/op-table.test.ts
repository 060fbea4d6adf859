import { appendFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type BesidePlain, type BothSaid, makeBesidePlain } from "../../support/beside-plain.ts";
import { type FlagEntry, flagRows } from "../../support/flag-rows.ts";

const steps = [
  "first deploy",
  "preview",
  "deploy",
  "look for drift",
  "refresh",
  "deploy with refresh: always",
  "removal",
] as const;

let beside: BesidePlain;
const said = new Map<string, BothSaid>();
const of = (step: (typeof steps)[number]): BothSaid => {
  const both = said.get(step);
  if (both === undefined) {
    throw new Error(`${step} was not run`);
  }
  return both;
};

/** Every resource of the table in one stage, which goes through all commands once. */
beforeAll(async () => {
  beside = await makeBesidePlain();
  const { plan, change, run, project } = beside;
  const value = (text: string) => ({ value: text });
  const after = flagRows.flatMap((row) => row.after);
  const at = async (step: (typeof steps)[number], both: Promise<BothSaid>) => said.set(step, await both);

  await change(Object.fromEntries(["there-1", "there-2", "there-3", "seen-1", "seen-2"].map((id) => [id, value("a")])));
  await plan(flagRows.flatMap(({ before }) => before));
  await at("first deploy", run("deploy"));
  await change({ "seen-2": value("b") });
  await plan(after);
  await at("preview", run("diff"));
  await at("deploy", run("deploy"));
  await change({ "updated-1": value("c"), "kept-updated-1": value("c"), "seen-1": value("c"), "same-1": null });
  await at("look for drift", run("look"));
  await at("refresh", run("refresh"));
  await appendFile(join(project, "Pulumi.yaml"), "options:\n  refresh: always\n");
  await change({ "inside-1": value("c") });
  await plan(after.map(withoutProtection));
  await at("deploy with refresh: always", run("deploy"));
  await at("removal", run("remove"));
}, 600_000);
afterAll(() => beside[Symbol.asyncDispose]());

function withoutProtection({ options, ...entry }: FlagEntry): FlagEntry {
  return { ...entry, options: { ...Object(options), protect: false } };
}

describe.each(steps)("what is said of a %s", (step) => {
  it("has the counts of Pulumi's own summary", () => {
    const { plain, ours, ofItsLog, result } = of(step);
    expect(result, JSON.stringify(result.changeSet.diagnostics)).toMatchObject({ outcome: "succeeded" });
    expect(ours.counts).toEqual(plain.counts);
    expect(ofItsLog.counts).toEqual(plain.counts);
  });

  it("has the words of Pulumi's own display", () => {
    const { plain, ours, ofItsLog } = of(step);
    // Pulumi never shows what a removal only forgets.
    const shown = Object.entries(ours.words).filter(([, word]) => step !== "removal" || word !== "discard");
    expect(Object.fromEntries(shown)).toEqual(plain.words);
    expect(ofItsLog.words).toEqual(ours.words);
  });
});

it.each(flagRows)("$flag", ({ before, after, words }) => {
  const names = new Set([...before, ...after].map(({ name }) => name));
  for (const step of ["preview", "deploy"] as const) {
    const told = Object.entries(of(step).ours.words).filter(([name]) => names.has(name));
    expect(Object.fromEntries(told)).toEqual(words);
  }
});

it("tells drift once, whatever else a run does, and an output that always differs never", () => {
  const driftOf = (step: (typeof steps)[number]) =>
    of(step)
      .result.changeSet.changes.filter(({ op }) => op === "refresh")
      .map(({ name }) => name)
      .toSorted();
  const drifted = ["kept-updated", "owned-then-read", "same", "seen", "updated"];
  expect(driftOf("look for drift")).toEqual(drifted);
  expect(driftOf("refresh")).toEqual(drifted);
  expect(driftOf("deploy with refresh: always")).toEqual(["inside"]);
});

it("tells what was retained by its id", () => {
  const { changes, counts } = of("deploy").result.changeSet;
  expect(counts).toMatchObject({ retain: 1 });
  expect(changes.filter(({ retained }) => retained !== undefined).map(({ op, retained }) => [op, retained])).toEqual(
    expect.arrayContaining([
      // The provider numbers what it makes, in the order in which it comes to it.
      ["retain", { id: expect.stringMatching(/^kept-\d+$/u) }],
      ["replace", { id: expect.stringMatching(/^kept-replaced-\d+$/u) }],
    ]),
  );
});
