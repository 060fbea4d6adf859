import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

import { compiledBefore, engineBin, testCache } from "../../support/engine.ts";
import { linkPackages } from "../../support/packages.ts";
import { runCli } from "../../support/run-action.ts";
import { openTestS3Home, type TestS3Home } from "../../support/s3-home.ts";
import { type S3Server, s3Environment, startVersitygw } from "../../support/s3-servers.ts";

// The compiled command line on two apps of one repository that share a home.

const repositoryRoot = resolve(import.meta.dirname, "../../..");
const secret = "t0ken-of-the-network";

let server: S3Server | undefined;
beforeAll(async () => {
  Object.assign(process.env, s3Environment);
  server = await startVersitygw();
  await server.createBucket("shared");
});
afterAll(() => server?.stop());

type Plan = { readonly vpc?: string; readonly token?: string; readonly from?: readonly string[] };

/** Runs commands on apps of the test's own, all in the home that `homeIn` names of the test's folder. */
async function makeApps(homeIn: (folder: string) => string) {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-references-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const project = (app: string) => join(folder, app);
  return {
    folder,
    plan: async (app: string, plan: Plan) => {
      await cp(join(repositoryRoot, "test/fixtures/programs/monorepo"), project(app), { recursive: true });
      await linkPackages(project(app)).catch(() => undefined);
      await writeFile(join(project(app), "Pulumi.yaml"), `name: ${app}\nruntime: nodejs\n`);
      await writeFile(join(project(app), "plan.json"), JSON.stringify(plan));
      await rm(join(project(app), "runs"), { force: true });
    },
    /** How often the app's program ran since it was planned. */
    runs: async (app: string) =>
      (await readFile(join(project(app), "runs"), "utf8").catch(() => "")).split("\n").length - 1,
    run: async (app: string, environment: Readonly<Record<string, string>>, ...args: readonly string[]) => {
      const { code, stdout, stderr } = await runCli({
        args: [...args, "--home", homeIn(folder)],
        cwd: project(app),
        environment: {
          ...s3Environment,
          PATH: [engineBin(), process.env["PATH"] ?? ""].join(delimiter),
          HOME: folder,
          RUNNER_TEMP: folder,
          STAGEWRIGHT_CACHE: testCache(),
          PULUMI_HOME: join(folder, "pulumi-home"),
          PULUMI_CONFIG_PASSPHRASE: "correct horse",
          ...compiledBefore(),
          ...environment,
        },
      });
      return { code, log: stdout + stderr };
    },
  };
}

async function inBucket(prefix: string) {
  const endpoint = server?.endpoint ?? "";
  const apps = await makeApps(() => `s3://shared/${prefix}?endpoint=${endpoint}&region=us-east-1`);
  await mkdir(join(apps.folder, "home"), { recursive: true });
  const home = await openTestS3Home({ endpoint, bucket: "shared", prefix, folder: join(apps.folder, "home") });
  return { ...apps, home };
}

async function stored({ objects }: TestS3Home, folder: string): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const page of objects.list("")) {
    for (const { key, tag } of page) {
      if (key.includes(folder)) {
        all[key] = tag;
      }
    }
  }
  return all;
}

describe("a stack reference to another app's stage", () => {
  it("is read in home s3 by deploy, diff, refresh and removal, masked, and leaves the other as it is", async () => {
    const { plan, run, home } = await inBucket("all");
    await plan("network", { vpc: "vpc-1", token: secret });
    expect((await run("network", {}, "deploy", "--stage", "dev")).code).toBe(0);
    const before = await stored(home, "network/dev");
    expect(Object.keys(before)).toContain("app/network/dev.json");

    const from = ["organization/network/dev"];
    await plan("shop", { from });
    const commands = [
      ["diff", "--stage", "mona"],
      ["deploy", "--stage", "mona"],
      ["deploy", "--stage", "mona"],
      ["refresh", "--stage", "mona"],
      ["remove", "--stage", "mona", "--yes"],
    ];
    for (const command of commands) {
      const { code, log } = await run("shop", {}, ...command);
      expect(code, `${command.join(" ")}\n${log}`).toBe(0);
      expect(log).not.toContain(secret);
    }
    expect(await stored(home, "network/dev")).toEqual(before);
  });

  it("is fetched when the engine asks for it, where the home has too many stages to fetch all", async () => {
    const { plan, run, runs, home } = await inBucket("many");
    for (let index = 0; index < 70; index += 1) {
      const stack = `organization/aaa/s${index}`;
      const text = JSON.stringify({ version: 3, checkpoint: { stack, latest: null } });
      await home.objects.putIfAbsent(`app/aaa/s${index}.json`, new TextEncoder().encode(text));
    }
    await plan("network", { vpc: "vpc-1", token: secret });
    expect((await run("network", {}, "deploy", "--stage", "dev")).code).toBe(0);
    await plan("shop", { from: ["organization/network/dev"] });
    const first = await run("shop", {}, "deploy", "--stage", "mona");
    expect(first.code, first.log).toBe(0);
    expect(first.log).not.toContain(secret);
    expect(first.log).toContain("1 created");
    expect(first.log).toContain("organization/network/dev: fetched");
    expect(first.log).not.toContain("could not read");
    expect(await runs("shop")).toBe(2);
    // The state names it now.
    await plan("shop", { from: ["organization/network/dev"] });
    const second = await run("shop", {}, "deploy", "--stage", "mona");
    expect(second.code, second.log).toBe(0);
    expect(await runs("shop")).toBe(1);
  });

  it("names what is missing, and what there is", async () => {
    const { plan, run } = await inBucket("missing");
    await plan("network", { vpc: "vpc-1", token: secret });
    expect((await run("network", {}, "deploy", "--stage", "dev")).code).toBe(0);
    await plan("shop", { from: ["organization/network/prod"] });
    const noStage = await run("shop", {}, "deploy", "--stage", "mona");
    expect(noStage.code).toBe(1);
    expect(noStage.log).toContain("has no stage prod of app network. Stages of network there: dev.");
    await plan("shop", { from: ["organization/netwrok/dev"] });
    const noApp = await run("shop", {}, "diff", "--stage", "mona");
    expect(noApp.log).toContain("It has no stage of netwrok at all; apps there: network");
    await plan("shop", { from: ["network/dev"] });
    const short = await run("shop", {}, "diff", "--stage", "mona");
    expect(short.log).toContain("here perhaps `organization/network/dev`");
  });

  it("is one clear error where its secrets are under another passphrase", async () => {
    const { plan, run } = await inBucket("passphrase");
    await plan("network", { vpc: "vpc-1", token: secret });
    expect((await run("network", {}, "deploy", "--stage", "dev")).code).toBe(0);
    await plan("shop", { from: ["organization/network/dev"] });
    const { code, log } = await run("shop", { PULUMI_CONFIG_PASSPHRASE: "other" }, "deploy", "--stage", "mona");
    expect(code).toBe(1);
    expect(log).toContain(
      "The secrets of organization/network/dev, to which a stack reference refers, cannot be opened",
    );
  });

  it("is masked in home backend by the first preview that reads it, and by the next after the secret changed", async () => {
    const { folder, plan, run } = await makeApps(() => "backend");
    await mkdir(join(folder, "states"));
    const backend = { PULUMI_BACKEND_URL: `file://${join(folder, "states")}` };
    await plan("network", { vpc: "vpc-1", token: secret });
    expect((await run("network", backend, "deploy", "--stage", "dev")).code).toBe(0);
    await plan("shop", { from: ["organization/network/dev"] });
    const first = await run("shop", backend, "diff", "--stage", "mona", "--json");
    expect(first.code, first.log).toBe(0);
    expect(first.log).toContain("token of organization/network/dev: ***");
    expect(first.log).not.toContain(secret);
    expect((await run("shop", backend, "deploy", "--stage", "mona")).code).toBe(0);
    await plan("network", { vpc: "vpc-1", token: "another-t0ken" });
    expect((await run("network", backend, "deploy", "--stage", "dev")).code).toBe(0);
    const next = await run("shop", backend, "diff", "--stage", "mona", "--json");
    expect(next.code, next.log).toBe(0);
    expect(next.log).not.toContain("another-t0ken");
  });

  it("is read in home local, also by the preview of a stage that does not exist yet", async () => {
    const { plan, run } = await makeApps((folder) => `local:${folder}/home`);
    await plan("network", { vpc: "vpc-1", token: secret });
    expect((await run("network", {}, "deploy", "--stage", "dev")).code).toBe(0);
    await plan("shop", { from: ["organization/network/dev"] });
    for (const command of ["diff", "deploy"]) {
      const { code, log } = await run("shop", {}, command, "--stage", "mona");
      expect(code, log).toBe(0);
      expect(log).not.toContain(secret);
    }
    await plan("shop", { from: ["organization/network/prod"] });
    const missing = await run("shop", {}, "diff", "--stage", "lisa");
    expect(missing.log).toContain("has no stage prod of app network. Stages of network there: dev.");
  });
});
