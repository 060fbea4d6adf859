import { expect, it } from "vitest";

import { createReferenceWatch } from "../../../../src/engine/pulumi/unreadable-reference.ts";

const said = (message: string) => ({ diagnosticEvent: { message, severity: "info" as const } });

it("stops a run whose engine goes on with empty values in place of secrets, and names the stage once", () => {
  const watch = createReferenceWatch();
  watch.see(said("eliding undecryptable secrets for stack reference 'organization/shop/production'\n"));
  watch.see(said("eliding undecryptable secrets for stack reference 'organization/shop/production'"));
  expect(watch.unreadable.aborted).toBe(true);
  expect(watch.failure()).toEqual([
    expect.objectContaining({ severity: "error", message: expect.stringContaining("organization/shop/production") }),
  ]);
});

it("lets every other run go on", () => {
  const watch = createReferenceWatch();
  watch.see(said("my program: eliding undecryptable secrets for stack reference 'x'"));
  watch.see({ summaryEvent: { result: "succeeded" } });
  expect(watch.unreadable.aborted).toBe(false);
  expect(watch.failure()).toBeNull();
});
