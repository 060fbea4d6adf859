import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import type { Home } from "../../src/home/home.ts";
import { acquireLock } from "../../src/lock/lock.ts";
import { openPullRequest } from "../support/github/people.ts";
import type { PullRequest } from "../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../support/probe-world.ts";
import { runCli, runMain } from "../support/run-action.ts";
import { ownerOf } from "../support/lock-record.ts";
import { createLogLines } from "../support/log-lines.ts";

/** A home as the toolkit and the action name it, and as the test looks into it. */
export type ToolkitPlace = {
  readonly address: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: Home;
  readonly damage: (text: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const key = { app: "probe", stage: "pr-12" };
const historySchema = z.object({
  updates: z.array(z.object({ id: z.string(), command: z.string(), reason: z.string().nullable() })),
  snapshots: z.array(z.object({ id: z.string() })),
});

/** The toolkit's commands and steps from the compiled dist/, on stages that the real engine deployed. */
export function testToolkit(what: string, open: (world: ProbeWorld) => Promise<ToolkitPlace>): void {
  describe(`the toolkit on ${what}`, () => {
    let world: ProbeWorld;
    let place: ToolkitPlace;
    let pull: PullRequest;

    beforeAll(async () => {
      world = await makeProbeWorld();
      place = await open(world);
      pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
    });
    afterAll(async () => {
      await world[Symbol.asyncDispose]();
      await place.stop();
    });

    const order = () => ({ inputs: { home: place.address }, environment: place.environment });
    const cli = (...args: readonly string[]) =>
      runCli({
        args,
        cwd: world.folder,
        environment: {
          PATH: process.env["PATH"],
          HOME: world.folder,
          STAGEWRIGHT_HOME_URL: place.address,
          ...place.environment,
        },
      });
    const step = (action: string, inputs: Readonly<Record<string, string>>) =>
      runMain(
        world.stepOrder({
          event: { name: "workflow_dispatch", payload: {} },
          action,
          ...order(),
          inputs: { home: place.address, ...inputs },
        }),
      );
    const deploy = async (content: string) => {
      await world.program({ things: [{ name: "page", content }], outputs: { url: "https://a.example/" } });
      const { main } = await world.runPullRequest("synchronize", pull, order());
      expect(main, main.log).toMatchObject({ code: 0 });
    };
    const history = async () =>
      historySchema.parse(JSON.parse((await cli("state", "history", "--stage", "pr-12", "--json")).stdout));

    it("says that there is nothing where there is nothing", async () => {
      expect(await cli("stages")).toMatchObject({ code: 0, stdout: expect.stringContaining("There are no stages") });
      const exported = await cli("state", "export", "--stage", "pr-12", "--app", "probe");
      expect(exported).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining("There is no stage pr-12 of probe"),
      });
      expect(await cli("unlock", "--stage", "pr-12", "--app", "probe")).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining("There is no stage pr-12 of probe"),
      });
      expect(await cli("state", "history", "--stage", "pr-12")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("--app"),
      });
    });

    it("lists stages, resources and history; a raw export is the state, byte for byte", async () => {
      await deploy("one");
      await deploy("two");
      const stages = await cli("stages");
      expect(stages.stdout).toMatch(/probe +pr-12 +pull request 12 of acme\/probe +[0-9a-f]{7} +deployed/u);
      expect(JSON.parse((await cli("stages", "--json")).stdout)).toMatchObject([{ app: "probe", stage: "pr-12" }]);
      const resources = await cli("state", "list", "--stage", "pr-12");
      expect(resources.stdout).toContain("page");
      const { updates, snapshots } = await history();
      expect(updates.map(({ command }) => command)).toEqual(["deploy", "deploy"]);
      expect(snapshots.map(({ id }) => id)).toEqual(updates.map(({ id }) => id));
      const text = await place.home.text(key);
      expect((await cli("state", "export", "--stage", "pr-12", "--raw")).stdout).toBe(text);
      const exported = JSON.parse((await cli("state", "export", "--stage", "pr-12")).stdout);
      expect(exported).toEqual({ version: 3, deployment: JSON.parse(text ?? "").checkpoint.latest });
      expect(await cli("state", "verify", "--stage", "pr-12")).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("is whole"),
      });
    });

    it("brings an earlier state back, keeps what it replaces, and the next deploy converges", async () => {
      const [second, first] = (await history()).updates;
      const before = await place.home.text(key);
      const earlier = (await cli("state", "export", first?.id ?? "", "--stage", "pr-12", "--raw")).stdout;
      const restored = await cli("state", "restore", first?.id ?? "", "--stage", "pr-12", "--reason", "two was wrong");
      expect(restored, restored.stderr).toMatchObject({ code: 0 });
      expect(await place.home.text(key)).toBe(earlier);
      const after = await history();
      expect(after.updates[0]).toMatchObject({ command: "restore", reason: "two was wrong" });
      const kept = /it replaced is snapshot (?<id>\S+?)\./u.exec(restored.stdout)?.groups?.["id"] ?? "";
      expect((await cli("state", "export", kept, "--stage", "pr-12", "--raw")).stdout).toBe(before);
      expect(after.snapshots.map(({ id }) => id)).toContain(second?.id);
      await deploy("three");
      expect(await world.thing("pr-12", "page")).toBe("three");
    });

    it("restores as a step of a workflow without a checkout, and says in the summary what it did", async () => {
      const { updates } = await history();
      const first = updates.at(-1)?.id ?? "";
      await world.emptyWorkspace();
      const listed = await step("actions/state", { stage: "pr-12" });
      expect(listed, listed.log).toMatchObject({ code: 0, summary: expect.stringContaining(first) });
      const restored = await step("actions/state", {
        command: "restore",
        stage: "pr-12",
        snapshot: first,
        reason: "again",
      });
      expect(restored, restored.log).toMatchObject({ code: 0, outputs: { ok: "true" } });
      expect((await history()).updates[0]).toMatchObject({ command: "restore", reason: "again" });
      const stages = await step("actions/stages", {});
      expect(JSON.parse(stages.outputs["json"] ?? "")).toMatchObject([{ stage: "pr-12" }]);
      const none = await step("actions/state", { command: "restore", stage: "pr-12" });
      expect(none).toMatchObject({ code: 1, log: expect.stringContaining("`snapshot` is empty") });
      await deploy("four");
    });

    it("refuses a snapshot that is not there, or is another stage's, and changes nothing", async () => {
      const before = await place.home.text(key);
      const none = await cli("state", "restore", "../../pr-13/x", "--stage", "pr-12");
      expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining("no snapshot") });
      const id = "20260101T000000000Z-abcdef";
      const foreign = (before ?? "").replaceAll("pr-12", "pr-13");
      await place.home.history?.addSnapshot(key, id, new TextEncoder().encode(foreign));
      const other = await cli("state", "restore", id, "--stage", "pr-12");
      expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("pr-13") });
      expect(await place.home.text(key)).toBe(before);
    });

    it("shows who holds a stage, restores nothing meanwhile, and takes it from the holder for a reason only", async () => {
      const { locks } = place.home;
      if (locks === null) {
        throw new Error("the home has no locks");
      }
      await using held = await acquireLock({
        store: locks,
        key,
        command: "deploy",
        owner: ownerOf({ job: null }),
        log: createLogLines(),
        signal: new AbortController().signal,
        timeoutSeconds: 1,
        timing: { leaseSeconds: 3 },
      });
      const shown = await cli("unlock", "--stage", "pr-12");
      expect(shown).toMatchObject({ code: 1, stdout: expect.stringContaining("deploy by mona") });
      const [update] = (await history()).updates;
      const blocked = await cli("state", "restore", update?.id ?? "", "--stage", "pr-12", "--lock-timeout", "1");
      expect(blocked).toMatchObject({ code: 1, stderr: expect.stringContaining("mona") });
      const broken = await step("actions/unlock", { stage: "pr-12", reason: "her machine is gone" });
      expect(broken, broken.log).toMatchObject({ code: 0, outputs: { ok: "true" } });
      expect((await locks.read(key))?.record).toMatchObject({
        releasedAt: expect.any(String),
        broken: { reason: "her machine is gone", by: "octocat", from: { actor: "mona" } },
      });
      await expect.poll(() => held.lost.aborted, { timeout: 10_000 }).toBe(true);
      expect(String(held.lost.reason)).toContain("her machine is gone");
    });

    it("finds a state that is cut, and mends it from a snapshot", async () => {
      const whole = await place.home.text(key);
      await place.damage((whole ?? "").slice(0, 200));
      const verified = await cli("state", "verify", "--stage", "pr-12", "--app", "probe", "--json");
      expect(verified.code).toBe(1);
      expect(JSON.parse(verified.stdout)).toMatchObject([{ code: "broken-state" }]);
      const [update] = (await history()).updates;
      const restored = await cli("state", "restore", update?.id ?? "", "--stage", "pr-12");
      expect(restored, restored.stderr).toMatchObject({ code: 0 });
      expect(await cli("state", "verify", "--stage", "pr-12")).toMatchObject({ code: 0 });
      await deploy("five");
    });
  });
}
