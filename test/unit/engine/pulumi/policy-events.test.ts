import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { createChangeSetBuilder } from "../../../../src/engine/pulumi/change-set.ts";
import { parseEngineEvent } from "../../../../src/engine/pulumi/engine-event.ts";

/**
 * Event logs of Pulumi 3.259.0 with a policy pack on @pulumi/policy 1.21.0, both in test/fixtures/policies, without debug messages; paths
 * and the providers' code are replaced. Previewed and deployed was with a public page, deployed before that without one.
 */
const folder = join(import.meta.dirname, "../../../fixtures/policies");

async function recorded(name: string) {
  const builder = createChangeSetBuilder({ preview: name.endsWith("preview"), now: () => 0, dataTypes: [] });
  for (const line of (await readFile(join(folder, `${name}.ndjson`), "utf8")).split("\n")) {
    const event = parseEngineEvent(line);
    if (event !== null) {
      builder.add(event);
    }
  }
  return builder.finish();
}

const notOwned = {
  pack: "acme-rules",
  policy: "has-owner",
  enforcement: "advisory",
  message: "Everything has an owner.\nThe resource has no owner.",
};
const isPublic = {
  pack: "acme-rules",
  policy: "no-public-files",
  enforcement: "mandatory",
  message: "Files are not public.\nThe file is public.\nMake it private, see <https://acme.example>.",
};
const urnOf = (name: string) => `urn:pulumi:pr-12::shop::pulumi-nodejs:dynamic:Resource::${name}`;

it("a deploy that policies only advise against goes on, and tells what they said", async () => {
  const { policies, diagnostics, counts } = await recorded("advised-deploy");
  expect(policies).toEqual({
    counts: { mandatory: 0, remediate: 0, advisory: 1 },
    violations: [{ ...notOwned, urn: urnOf("notes"), resource: "notes" }],
  });
  expect(diagnostics).toEqual([]);
  expect(counts.create).toBe(1);
});

it("a deploy that a policy forbids fails for that reason, which the engine itself does not give", async () => {
  const { policies, diagnostics, changes } = await recorded("forbidden-deploy");
  expect(policies.violations).toEqual([
    { ...notOwned, urn: urnOf("notes"), resource: "notes" },
    { ...isPublic, urn: urnOf("page"), resource: "page" },
    { ...notOwned, urn: urnOf("page"), resource: "page" },
  ]);
  expect(diagnostics).toMatchObject([
    { severity: "error", message: "Mandatory policies are violated: acme-rules/no-public-files.", resource: null },
  ]);
  expect(changes).toEqual([]);
});

it("a preview tells those of the whole stage as well, and no longer only that it failed", async () => {
  const { policies, diagnostics } = await recorded("forbidden-preview");
  expect(policies.counts).toEqual({ mandatory: 2, remediate: 0, advisory: 2 });
  expect(policies.violations.at(-1)).toMatchObject({ policy: "not-too-many", urn: null, resource: null });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "Mandatory policies are violated: acme-rules/no-public-files, acme-rules/not-too-many.",
  ]);
});
