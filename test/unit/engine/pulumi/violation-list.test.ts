import { expect, it } from "vitest";

import { createViolationList } from "../../../../src/engine/pulumi/violation-list.ts";
import type { PolicyEvent } from "../../../../src/engine/pulumi/engine-event.ts";
import { stackUrn, urnOf } from "./events.ts";

const event = (over: Partial<PolicyEvent> = {}): PolicyEvent => ({
  resourceUrn: urnOf("a"),
  message: "no public buckets\n",
  policyName: "s3",
  policyPackName: "acme",
  enforcementLevel: "mandatory",
  ...over,
});

const collect = (events: readonly PolicyEvent[]) => {
  const list = createViolationList();
  for (const one of events) {
    list.add(one);
  }
  return { ...list.all(), refusal: list.refusal() };
};

it("says each once, and of whom", () => {
  const { violations, counts } = collect([
    event(),
    event(),
    event({ resourceUrn: urnOf("b") }),
    event({ resourceUrn: stackUrn }),
    event({ resourceUrn: "" }),
  ]);
  expect(violations.map(({ urn, resource }) => [urn, resource])).toEqual([
    [urnOf("a"), "a"],
    [urnOf("b"), "b"],
    [null, null],
  ]);
  expect(violations[0]).toMatchObject({ pack: "acme", policy: "s3", message: "no public buckets" });
  expect(counts).toEqual({ mandatory: 3, remediate: 0, advisory: 0 });
});

it.each([
  ["mandatory", "mandatory"],
  ["remediate", "remediate"],
  ["advisory", "advisory"],
  ["warning", "advisory"],
  ["constructor", "advisory"],
])("takes the level %s for %s", (enforcementLevel, enforcement) => {
  expect(collect([event({ enforcementLevel })]).violations).toMatchObject([{ enforcement }]);
});

it("leaves colours out, the engine's and a terminal's", () => {
  const message = "<{%fg 13%}>no <{%bold%}>public\u001B[31m buckets\u001B[0m<{%reset%}>\n";
  expect(collect([event({ message })]).violations[0]?.message).toBe("no public buckets");
});

it("names the policies that forbid a run, each once, and no others", () => {
  expect(collect([event({ enforcementLevel: "advisory" })]).refusal).toBeNull();
  expect(collect([event(), event({ resourceUrn: urnOf("b") }), event({ policyName: "iam" })]).refusal).toEqual({
    severity: "error",
    message: "Mandatory policies are violated: acme/s3, acme/iam.",
  });
  const many = Array.from({ length: 13 }, (_, index) => event({ policyName: `p${index}` }));
  expect(collect(many).refusal?.message).toMatch(/acme\/p9 and 3 more\.$/u);
});

it("is bounded, keeps what binds, and counts what it left out", () => {
  const advised = Array.from({ length: 5000 }, (_, n) => event({ message: `${n}`, enforcementLevel: "advisory" }));
  const { violations, counts } = collect([...advised, event()]);
  expect(violations).toHaveLength(1001);
  expect(violations.at(-1)).toMatchObject({ enforcement: "mandatory" });
  expect(counts).toEqual({ mandatory: 1, remediate: 0, advisory: 5000 });
});
