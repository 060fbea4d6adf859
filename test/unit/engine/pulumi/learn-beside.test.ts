import { setTimeout as sleep } from "node:timers/promises";

import { expect, it } from "vitest";

import { learnBeside } from "../../../../src/engine/pulumi/learn-beside.ts";

it("lets the engine start first", async () => {
  let begun = false;
  const { known } = learnBeside(async () => {
    begun = true;
  });
  await sleep(100);
  expect(begun).toBe(false);
  await known;
  expect(begun).toBe(true);
});

it("begins at once when the engine is done, and only once", async () => {
  const learnt: string[] = [];
  const later = learnBeside(async () => void learnt.push("later"));
  const sooner = learnBeside(async () => void learnt.push("sooner"));
  sooner.atOnce();
  await Promise.all([later.known, sooner.known]);
  sooner.atOnce();
  expect(learnt).toEqual(["sooner", "later"]);
});

it("keeps what went wrong for whoever asks", async () => {
  const { known, atOnce } = learnBeside(() => Promise.reject(new Error("the passphrase opens nothing")));
  atOnce();
  await sleep(20);
  await expect(known).rejects.toThrow("opens nothing");
});
