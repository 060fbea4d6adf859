import { readdir } from "node:fs/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { openPullRequest } from "../../support/github/people.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { readReport } from "../../support/read-report.ts";

let world: ProbeWorld;

beforeAll(async () => {
  world = await makeProbeWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Where a shell would leave its mark. */
const mark = () => `${world.folder}/ran`;

/** Lines that the runner would take for a command, but for the ones by which it is told what to mask. */
const commands = (log: string) =>
  log.split("\n").filter((line) => /^\s*::(?!add-mask::|error::|error title=|warning::|debug::)|##\[/u.test(line));

it("gives a branch of any name a safe stage, runs nothing of it and shows it as text", async () => {
  await world.program({ things: [{ name: "page" }], print: ["::warning::printed"] });
  for (const [branch, stage] of [
    [`$(touch ${mark()})`, /^touch-tmp-/u],
    ["--help", /^help$/u],
    ['it\'s a "quoted" `touch ran` <b>branch</b>|&;', /^it-s-a-quoted-touch-ran-b-branch/u],
    ["🚀", /^branch-[0-9a-f]{8}$/u],
    [`${"long/".repeat(59)}end!!`, /^(?:long-){6}l-[0-9a-f]{8}$/u],
  ] as const) {
    const { main } = await world.runPush(branch);
    expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
    expect(main.outputs["stage"]).toMatch(stage);
    expect(main.outputs["stage"]?.length).toBeLessThanOrEqual(40);
    expect(main.summary).not.toMatch(/<b>|\n\s*::/u);
    expect(commands(main.log)).toEqual([]);
  }
  expect(await readdir(world.folder)).not.toContain("ran");
});

it("lets no resource's name, output or message become a workflow command or markup", async () => {
  const pull = openPullRequest(world.github.state, { branch: "hostile", number: 5 });
  const evil = [
    "::set-output name=x::y",
    "##[error]no",
    "</code></pre><img src=x onerror=alert(1)>",
    "[link](https://evil.example) @acme/owners #1",
    "```\n::stop-commands::now",
  ];
  await world.program({
    things: evil.map((name) => ({ name, content: name })),
    outputs: Object.fromEntries(evil.map((name, index) => [`${name}${index}`, name])),
    print: [...evil, "  ::add-path::/tmp"],
    throws: "::error::thrown\n##[group]thrown\n<script>alert(1)</script> @acme/owners",
  });
  const failed = await world.runPullRequest("opened", pull);
  expect(failed.main.code, failed.main.log).toBe(1);
  expect(commands(failed.main.log)).toEqual([]);

  await world.program({
    things: evil.map((name) => ({ name, content: name })),
    outputs: Object.fromEntries(evil.map((name, index) => [`${name}${index}`, name])),
    print: [...evil, "  ::add-path::/tmp"],
  });
  const { main } = await world.runPullRequest("synchronize", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed", created: String(evil.length) } });
  expect(commands(main.log)).toEqual([]);
  // Our own still are: the runner masks what we tell it to.
  expect(main.log).toContain(`::add-mask::${world.github.token}\n`);
  expect(Object.keys(main.outputs)).not.toContain("x");

  for (const text of [...world.sentComments(), main.summary, failed.main.summary].map(withoutCode)) {
    expect(text).not.toMatch(/<img|<script|<\/pre|\]\(https:\/\/evil|(?:^|\s)@acme|^\s*::/mu);
  }
  expect((await readReport(main)).stages).toHaveLength(1);
  expect(world.github.violations).toEqual([]);
});

/** Markdown without fenced blocks and code spans, where everything is text. */
function withoutCode(markdown: string): string {
  return markdown
    .replaceAll(/^(?<fence>`{3,}|~{3,})[^\n]*\n[^]*?\n\k<fence>$/gmu, "")
    .replaceAll(/(?<ticks>`+)(?!`)[^]*?(?<!`)\k<ticks>(?!`)/gu, "");
}
