import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { type ActionWorld, makeActionWorld } from "../../support/action-world.ts";
import { engineBin, testCache } from "../../support/engine.ts";
import { openPullRequest } from "../../support/github/people.ts";
import { readReport } from "../../support/read-report.ts";

// A real policy pack beside the real engine. Pulumi's releases hold a launcher of packs, which only starts this program of its SDK.
const launcher = `#!/bin/sh
exec node node_modules/@pulumi/pulumi/cmd/run-policy-pack "$@"
`;

const root = resolve(import.meta.dirname, "../../..");
let world: ActionWorld;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await makeActionWorld({
    engine: engineBin(),
    cache: testCache(),
    app: "shop",
    fixture: "test/fixtures/policies/app",
    passphrase: "passphrase of the shop",
  });
  const [bin, pack] = [join(world.folder, "bin"), join(world.folder, "pack")];
  await mkdir(bin);
  await writeFile(join(bin, "pulumi-analyzer-policy-pack"), launcher, { mode: 0o755 });
  await cp(join(root, "test/fixtures/policies/pack"), pack, { recursive: true });
  await symlink(join(root, "node_modules"), join(pack, "node_modules"));
  environment = {
    PATH: [bin, engineBin(), process.env["PATH"] ?? ""].join(delimiter),
    PULUMI_OPTION_POLICY_PACK: pack,
  };
  await world.checkOut();
});
afterAll(() => world[Symbol.asyncDispose]());

it("tells what policies advise against, and fails what they forbid, in their words", async () => {
  const pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  const advised = await world.runPullRequest("opened", pull, { environment });
  expect(advised.main.code, advised.main.log).toBe(0);
  expect(world.comments(12)).toEqual([
    expect.stringContaining(
      "> [!WARNING]\n> **Policies are violated.** None of them is mandatory, so the run continues:",
    ),
  ]);
  expect(world.comments(12)[0]).toContain("**advisory** `acme-rules/has-owner` on `notes`");

  const forbidden = await world.runPullRequest("synchronize", pull, { environment: { ...environment, PUBLIC: "1" } });
  expect(forbidden.main.code).toBe(1);
  const [comment = ""] = world.comments(12);
  expect(comment).toContain("> [!CAUTION]\n> **Mandatory policies are violated.**");
  expect(comment).toContain("**mandatory** `acme-rules/no-public-files` on `page`");
  expect(comment).toContain("The file is public. Make it private, see");
  expect(forbidden.main.log).toContain("Mandatory policies are violated: acme-rules/no-public-files");
  const { stages } = await readReport(forbidden.main);
  // How many of the others the engine still asks about before it ends differs from run to run.
  expect(stages).toMatchObject([{ changeSet: { policies: { counts: { mandatory: 1, remediate: 0 } } } }]);
  expect(await world.state("pr-12")).toMatchObject({ pending: 0 });
});
