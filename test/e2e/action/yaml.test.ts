import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { type ActionWorld, makeActionWorld } from "../../support/action-world.ts";
import { engineBin, testCache } from "../../support/engine.ts";
import { closePullRequest, openPullRequest, push } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { readReport } from "../../support/read-report.ts";

const plugin = resolve(import.meta.dirname, "../../fixtures/notes-plugin");

let world: ActionWorld;
let pull: PullRequest;
const notes = () => join(world.folder, "notes");

beforeAll(async () => {
  world = await makeActionWorld({
    engine: [plugin, engineBin()].join(delimiter),
    cache: testCache(),
    app: "notes",
    fixture: "test/fixtures/notes",
    passphrase: "notes passphrase",
  });
  await mkdir(notes());
  await world.checkOut();
  await configure();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
});
afterAll(() => world[Symbol.asyncDispose]());

const configure = () =>
  writeFile(join(world.workspace, "Pulumi.preview.yaml"), `config:\n  notes:folder: ${notes()}\n  notes:mode: 0644\n`);

/** Puts a line of the program in another's place. */
const change = async (from: string, to: string) => {
  const path = join(world.workspace, "Pulumi.yaml");
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
  push(world.github.state, "new-look");
};

it("a pull request's program in YAML is previewed and deployed, with each resource counted once", async () => {
  const preview = await world.runPullRequest("opened", pull, { inputs: { command: "diff" } });
  expect(preview.main, preview.main.log).toMatchObject({ code: 0, outputs: { result: "previewed", created: "3" } });
  expect(preview.main.log.match(/would create notes:index:Board board$/gmu)).toHaveLength(1);
  const { main } = await world.runPullRequest("opened", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed", created: "3" } });
  expect(await readFile(join(notes(), "pr-12-welcome.txt"), "utf8")).toBe("hello");
  expect(await readFile(join(notes(), "pr-12-board.txt"), "utf8")).toBe("team");
  expect(JSON.parse(main.outputs["outputs"] ?? "")).toMatchObject({ mode: 420, path: `${notes()}/pr-12-welcome.txt` });
});

it("deployed again without a change, its component that registers no outputs is unchanged and reached", async () => {
  const { main } = await world.runPullRequest("synchronize", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "unchanged", changed: "false", same: "3" } });
  expect(world.comments(12)).toEqual([expect.not.stringMatching(/not reached|drift/u)]);
});

it("an error in the program is shown with its place, in comment and annotation, and without the console's noise", async () => {
  await change("text: hello", "text: ${nothing.here}");
  const { main } = await world.runPullRequest("synchronize", pull);
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed", changed: "false" } });
  const [stage] = (await readReport(main)).stages;
  expect(stage).toMatchObject({
    failure: { message: expect.stringContaining('resource, variable, or config value "nothing" not found') },
  });
  for (const text of [...world.comments(12), main.summary]) {
    expect(text).toMatch(/Pulumi\.yaml:12[^]*value "nothing" not found/u);
    expect(text).not.toContain("\u001B");
    expect(text).not.toContain("exit status");
  }
  expect(main.log.match(/^::error .*$/gmu)).toEqual([expect.stringMatching(/file=Pulumi\.yaml,line=12/u)]);
  await change("text: ${nothing.here}", "text: hello");
});

it("a type that its provider does not have is one error that names it", async () => {
  await change("type: notes:Board", "type: notes:Bord");
  const { main } = await world.runPullRequest("synchronize", pull);
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed", changed: "false" } });
  expect(world.comments(12)).toEqual([expect.stringMatching(/notes:Bord/u)]);
  await change("type: notes:Bord", "type: notes:Board");
});

it("a closed pull request's stage is removed from an empty workspace", async () => {
  closePullRequest(world.github.state, 12);
  await world.emptyWorkspace();
  const { main } = await world.runPullRequest("closed", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "removed", deleted: "3" } });
  await expect(readFile(join(notes(), "pr-12-welcome.txt"))).rejects.toThrow("ENOENT");
  expect(world.github.violations).toEqual([]);
});
