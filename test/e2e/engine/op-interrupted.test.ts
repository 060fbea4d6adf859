import { afterAll, beforeAll, expect, it } from "vitest";

import { type BesidePlain, makeBesidePlain } from "../../support/beside-plain.ts";
import type { FlagEntry } from "../../support/flag-rows.ts";

let beside: BesidePlain;
beforeAll(async () => {
  beside = await makeBesidePlain();
});
afterAll(() => beside[Symbol.asyncDispose]());

const first = { options: { deleteBeforeReplace: true } };
const halted = (force: string, more: object = {}): FlagEntry => ({ name: "halted", force, ...first, ...more });
const leftover = (force: string): FlagEntry => ({ name: "leftover", force });
const others: readonly FlagEntry[] = [{ name: "same" }, { name: "group", kind: "component" }];

it("says of replacements that were cut off, and of what is left of them, what Pulumi says", async () => {
  const { plan, change, run } = beside;
  const deploy = async (...entries: readonly FlagEntry[]) => {
    await plan([...others, ...entries]);
    return run("deploy");
  };
  await deploy(halted("a"), leftover("a"));

  // The new one is made, the old one cannot be deleted.
  await change({ "leftover-1": { fail: "delete" } });
  const undeleted = await deploy(halted("a"), leftover("b"));
  expect(undeleted.plain.words).toEqual({ leftover: "delete failed" });
  expect(undeleted.ours.words).toEqual({ leftover: "replace failed" });

  // The old one is deleted, the new one cannot be made. The engine stops there, and leaves what is to be deleted.
  const unmade = await deploy(halted("b", { fail: "create" }), leftover("b"));
  expect(unmade.ours.words).toEqual({ halted: "replace failed" });

  await change({ "leftover-1": {} });
  await plan([...others, halted("b"), leftover("b")]);
  for (const step of ["diff", "deploy"] as const) {
    const both = await run(step);
    expect(both.ours.words).toEqual({ halted: "replace", leftover: "delete" });
    expect(both.plain.words).toEqual(both.ours.words);
    // The one thing that Pulumi's summary does not count, and its display shows: what is deleted is not passed over.
    expect(both.ours.counts).toEqual({ ...both.plain.counts, delete: 1 });
    expect(both.ofItsLog).toEqual(both.ours);
  }
}, 300_000);

it("does not call it a deletion when there is nothing left to delete", async () => {
  const { plan, run } = beside;
  await plan([...others, halted("c", { fail: "create" })]);
  await run("deploy");
  await plan(others);
  for (const step of ["diff", "refresh", "deploy"] as const) {
    const both = await run(step);
    expect(both.ours).toEqual(both.plain);
    expect(both.ofItsLog).toEqual(both.ours);
  }
}, 300_000);
