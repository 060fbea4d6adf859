import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseEvent } from "../../../src/events/parse-event.ts";
import { resolveTarget } from "../../../src/events/resolve-target.ts";
import { officialExamples } from "./examples.ts";
import { rulesOf } from "./given.ts";
import { officialRows } from "./official-table.ts";

// What is expected of each example was read and judged by hand. A row that changes is a change of behaviour: judge it again.
const expected = readFileSync(new URL("./official-examples.txt", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");
const EVENTS = ["push", "delete", "workflow_dispatch", "pull_request", "pull_request_target"];

describe("GitHub's official payload examples", () => {
  it("come to what official-examples.txt says", () => {
    expect(officialRows()).toEqual(expected);
  });

  it("are all in the table, of every action there is an example of", () => {
    const count = (event: string) => expected.filter((row) => row.includes(`| ${event} `)).length;

    expect(EVENTS.map(count)).toEqual([14, 11, 7, 46, 46]);
  });

  it.each(["auto", "deploy", "remove", "diff"] as const)(
    "come to a target or a reason with the command %s",
    (command) => {
      const resolve = (event: string) =>
        officialExamples(event.replace("_target", "")).map(({ payload }) =>
          // A long-lived stage that is not named is refused to a manual run that removes: see resolve-manual.test.ts.
          resolveTarget(
            parseEvent(event, payload),
            rulesOf({ command, stage: event === "workflow_dispatch" ? "dev" : null }),
          ),
        );
      const reasons = EVENTS.flatMap(resolve).map((target) => (target.kind === "skip" ? target.reason : target.rule));

      expect(reasons).toHaveLength(124);
      expect(reasons).not.toContain("");
    },
  );
});
