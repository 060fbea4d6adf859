import { expect, it } from "vitest";

import { createDiagnosticList } from "../../../../src/engine/pulumi/diagnostic-list.ts";
import type { DiagnosticEvent } from "../../../../src/engine/pulumi/engine-event.ts";
import { stackUrn, urnOf } from "./events.ts";

const collect = (events: readonly DiagnosticEvent[]) => {
  const list = createDiagnosticList();
  for (const event of events) {
    list.add(event);
  }
  return list.all(false);
};

it("says each message once, and whose it is", () => {
  const all = collect([
    { severity: "warning", message: "deprecated\n", urn: urnOf("a") },
    { severity: "warning", message: "deprecated", urn: urnOf("a") },
    { severity: "warning", message: "deprecated", urn: urnOf("b") },
    { severity: "info#err", message: "<{%fg 1%}>\u001B[31mred\u001B[39m<{%reset%}>", urn: stackUrn },
    { severity: "info", message: "50 %", ephemeral: true },
    { severity: "info", message: "  \n" },
  ]);
  expect(all.map(({ severity, message, resource }) => [severity, message, resource])).toEqual([
    ["warning", "deprecated", "a"],
    ["warning", "deprecated", "b"],
    ["info", "red", null],
  ]);
});

it("leaves out that a plugin was found on PATH", () => {
  const message = "using pulumi-resource-pulumi-nodejs from $PATH at /cache/bin/pulumi-resource-pulumi-nodejs";
  expect(collect([{ severity: "warning", message, urn: stackUrn }])).toEqual([]);
});

it("keeps 'update failed' only where nothing better was said", () => {
  const generic: DiagnosticEvent = { severity: "error", message: "update failed", urn: stackUrn };
  expect(collect([generic])).toHaveLength(1);
  expect(collect([generic, { severity: "error", message: "AccessDenied", urn: urnOf("a") }])).toMatchObject([
    { message: "AccessDenied" },
  ]);
});

it("tells with a program's bad end what it printed last", () => {
  const all = collect([
    { severity: "info#err", message: "index.ts(3,5): error TS2322: Type 'string' is not assignable", urn: stackUrn },
    {
      severity: "error",
      message: "an unhandled error occurred: Program exited with non-zero exit code: 1",
      urn: stackUrn,
    },
  ]);
  expect(all.at(-1)).toMatchObject({
    message: expect.stringContaining("error TS2322"),
    source: { file: "index.ts", line: 3, column: 5 },
  });
});

it("is bounded, and says what it left out", () => {
  const all = collect(Array.from({ length: 5000 }, (_, n) => ({ severity: "info", message: `line ${n}` })));
  expect(all).toHaveLength(1001);
  expect(all.at(-1)?.message).toBe("4000 further messages are left out.");
});
