import { describe, expect, test } from "vitest";

import type { Change } from "../../../src/engine/change.ts";
import { componentGraph } from "../../../src/report/component-graph.ts";
import { outputsTable } from "../../../src/report/outputs-table.ts";
import { bytesOf } from "../../../src/report/room.ts";
import { renderFailure, renderSummary } from "../../../src/report/summary.ts";
import { readMarkdown } from "./read-markdown.ts";
import { sampleChange, sampleChangeSet, urnOf } from "./sample.ts";

const site = "shop:index:Site";
const room = { size: 100_000, measure: bytesOf };

describe("the graph of components", () => {
  const graphOf = (changes: readonly Change[], size = room.size) =>
    componentGraph(sampleChangeSet({ changes }), "pr-12", { ...room, size }).join("");

  test("draws each under the one that it lies in, with how many resources change", () => {
    const changes = [
      sampleChange({ name: "web", type: site }),
      sampleChange({ name: "page", parent: urnOf(site, "web") }),
      sampleChange({ name: "inner", type: site, parent: urnOf(site, "web") }),
      sampleChange({ name: "old", op: "delete", parent: urnOf(site, "inner") }),
    ];
    expect(graphOf(changes).split("\n")).toEqual([
      "```mermaid",
      "graph LR",
      '  c0["pr-12<br>+1"]',
      '  c1["web (shop:index:Site)<br>+2"]',
      "  c0 --> c1",
      '  c2["inner (shop:index:Site)<br>−1"]',
      "  c1 --> c2",
      "```",
    ]);
  });

  test("is left out where there are no components", () => {
    expect(graphOf([sampleChange()])).toBe("");
  });

  test("holds at most 200 nodes and what fits, and says how many are missing", () => {
    const changes = Array.from({ length: 1000 }, (_, index) => sampleChange({ parent: urnOf(site, `web-${index}`) }));
    expect(graphOf(changes).match(/\["/g)).toHaveLength(200);
    expect(graphOf(changes)).toContain('more["802 more components"]');
    expect(graphOf(changes, 2000).length).toBeLessThan(2200);
  });

  test("shows names as text, whatever they hold", () => {
    const graph = graphOf([sampleChange({ parent: urnOf(site, 'x"]; click c0 "javascript:1"\n```<b>#quot;') })]);
    expect(graph).toContain("x#34;#93;#59; click c0 #34;javascript:1#34; #96;#96;#96;#60;b#62;#35;quot#59;");
  });

  test("ends on a state whose components lie in each other", () => {
    const [one, two] = [urnOf(site, "one"), urnOf(site, "two")];
    const changes = [
      sampleChange({ name: "one", type: site, parent: two }),
      sampleChange({ name: "two", type: site, parent: one }),
    ];
    expect(graphOf(changes)).toContain("one (shop:index:Site)");
  });
});

test("outputs are told by name, addresses as links, secrets without their value", () => {
  const outputs = {
    url: { value: "https://a.example/x|y", secret: false },
    site: { value: "https://a.example", secret: false },
    password: { value: "never shown", secret: true },
    "a|b": { value: { c: ["|"] }, secret: false },
  };
  const [table = ""] = outputsTable(outputs, { room, elsewhere: "there" });
  expect(readMarkdown(table).tables).toEqual([[2, 2, 2, 2, 2]]);
  expect(readMarkdown(table).links).toEqual(["https://a.example"]);
  expect(table).not.toContain("never shown");
  expect(outputsTable(outputs, { room: { ...room, size: 70 }, elsewhere: "there" }).at(-1)).toBe(
    "3 more outputs are there.",
  );
});

test("a run without a stage says why", () => {
  expect(renderSummary({ reports: [], skip: { reason: "A tag was pushed by @octocat." } })).toBe(
    "### ⏭️ Nothing to do\n\nA tag was pushed by @&#8203;octocat.\n",
  );
  expect(renderFailure({ code: "x", message: "No `Pulumi.yaml`.\nLooked in .", next: "Set working-directory." })).toBe(
    "### ❌ Failed\n\n```text\nNo `Pulumi.yaml`.\nLooked in .\n```\n\n**What to do:** Set working-directory.\n",
  );
});
