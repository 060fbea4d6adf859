import { expect, test } from "vitest";

import { losesData, mostDestructiveFirst } from "../../../src/report/change-order.ts";
import { sampleChange } from "./sample.ts";

test("only deletion and replacement lose data, and only where there is any", () => {
  const losing = (holdsData: boolean) =>
    (["create", "update", "replace", "delete", "import"] as const).filter((op) =>
      losesData(sampleChange({ op, holdsData })),
    );
  expect(losing(true)).toEqual(["replace", "delete"]);
  expect(losing(false)).toEqual([]);
});

test("the loss of data stands before every other deletion", () => {
  const changes = [
    sampleChange({ op: "delete", name: "a" }),
    sampleChange({ op: "replace", name: "b", holdsData: true }),
  ];
  expect(mostDestructiveFirst(changes).map(({ name }) => name)).toEqual(["b", "a"]);
});
