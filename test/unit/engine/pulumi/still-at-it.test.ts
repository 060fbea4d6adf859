import { expect, it } from "vitest";

import { createStepWatch } from "../../../../src/engine/pulumi/still-at-it.ts";
import { pre } from "./events.ts";

it("names a few steps and counts the rest, however many are under way", () => {
  let now = 0;
  const watch = createStepWatch(() => now);
  for (let index = 0; index < 300; index += 1) {
    watch.see(pre({ op: "create", name: `n${index}`, new: { id: "" } }));
  }
  expect(watch.lines(20)).toEqual([]);
  now = 90_000;
  const lines = watch.lines(20);
  expect(lines).toHaveLength(6);
  expect(lines[0]).toMatch(/^still creating n0 \(.+\), 1m 30s$/u);
  expect(lines[5]).toBe("still at 295 more");
});
