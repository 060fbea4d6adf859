import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { drawSecret, findLeaks } from "../../support/find-leaks.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";

let world: ProbeWorld;
let pull: PullRequest;

beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "curious", number: 12 });
  await world.checkOut();
});
afterAll(() => world[Symbol.asyncDispose]());

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Looks for names of variables in its own environment and, on Linux, in that of each process above it, as any program of the same user can. */
const curious = `
const { readFileSync } = require("node:fs");
const shown = [Object.entries(process.env).map(([name, value]) => name + "=" + value)];
const commands = [];
for (let pid = process.ppid; process.platform === "linux" && pid > 1; ) {
  const stat = readFileSync("/proc/" + pid + "/stat", "latin1");
  commands.push(readFileSync("/proc/" + pid + "/cmdline", "utf8").split("\\0")[1] ?? "");
  shown.push(readFileSync("/proc/" + pid + "/environ", "utf8").split("\\0"));
  pid = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}
const secret = /^(?:WANTED_.*|INPUT_TOKEN|ACTIONS_RUNTIME_TOKEN|GITHUB_TOKEN|GIT_CONFIG_VALUE_0)=(?=.)/;
exports.found = shown.flat().filter((entry) => secret.test(entry)).map((entry) => entry.split("=")[0]);
exports.actionSeen = commands.some((command) => command.endsWith("main.js"));
exports.plain = shown[0].some((entry) => entry === "PLAIN=plain value");
`;

const foundSchema = z.object({ found: z.array(z.string()), actionSeen: z.boolean(), plain: z.boolean() });

describe("what a program finds in its environment and in that of the processes above it", () => {
  it("is no token, under no name, alone or within something else", async () => {
    const { token } = world.github;
    await writeFile(join(world.workspace, "index.js"), curious);
    const { main } = await world.runPullRequest("opened", pull, {
      environment: {
        PLAIN: "plain value",
        GITHUB_TOKEN: token,
        ACTIONS_RUNTIME_TOKEN: "a runtime token",
        WANTED_HEADER: `Authorization: Bearer ${token}`,
        WANTED_BASIC: `basic ${base64(`x-access-token:${token}`)}`,
        WANTED_ADDRESS: `https://x-access-token:${token}@github.com/acme/probe`,
        WANTED_JSON: base64(JSON.stringify({ auth: token })),
        WANTED_RUNTIME: JSON.stringify({ key: "a runtime token" }),
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: "http.https://github.com/.extraheader",
        GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${base64(`x-access-token:${token}`)}`,
      },
    });
    expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
    const outputs = foundSchema.parse(JSON.parse(main.outputs["outputs"] ?? ""));
    expect(outputs).toEqual({ found: [], actionSeen: process.platform === "linux", plain: true });
    expect(main.log).toMatch(/hold a token: .*WANTED_BASIC.*WANTED_RUNTIME/u);
  });
});

describe("a passphrase in a file", () => {
  it.each([
    ["with a newline at its end", "\n"],
    ["without", ""],
  ])("%s is hidden wherever the program lets it out", async (what, end) => {
    const passphrase = drawSecret();
    const file = join(world.folder, "pass.txt");
    await writeFile(file, `${passphrase}${end}`);
    await writeFile(
      join(world.workspace, "index.js"),
      `const text = require("node:fs").readFileSync(${JSON.stringify(file)}, "utf8");
      console.log("let out:", text, [text], JSON.stringify({ text }), Buffer.from(text).toString("base64"));
      console.log({ text }, Buffer.from(JSON.stringify({ text })).toString("base64"));
      exports.text = text;`,
    );
    const other = openPullRequest(world.github.state, { branch: `file ${what}`, number: end === "" ? 14 : 15 });
    const result = await world.runPullRequest("opened", other, {
      environment: { PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: file },
    });
    expect(result.main, result.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
    expect(JSON.parse(result.main.outputs["outputs"] ?? "")).toMatchObject({
      text: expect.stringMatching(/^\*{3}\n?$/u),
    });
    expect(await findLeaks(world, result, [passphrase])).toEqual([]);
  });
});
