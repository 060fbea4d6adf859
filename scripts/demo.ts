import { strict as assert } from "node:assert";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { pushEvent } from "../test/support/github/events.ts";
import { newCommit, newId, type PullRequest, person } from "../test/support/github/state.ts";
import { makeSiteWorld, type RunResult, siteSecret, type SiteWorld } from "../test/support/site-world.ts";
import { testCache } from "../test/support/engine.ts";
import { ensureEngine, ensureSdk } from "./engine.ts";
import { githubPage, type PageSection } from "./github-page.ts";
import { say } from "./progress.ts";
import { root } from "./root.ts";
import { runScript } from "./run-script.ts";

const proved: string[] = [];
/** Every comment as it was written or edited, and every job summary, in their order. */
const conversation: PageSection[] = [];
let current = "";

await runScript(async () => {
  const engine = await ensureEngine();
  await ensureSdk();
  await using world = await makeSiteWorld({ engine, cache: testCache() });
  await tell(world);
  console.log(`\nProved, each read back from the web server, GitHub's stand-in or the stored state:`);
  for (const line of proved) {
    console.log(`  ✓ ${line}`);
  }
  await writeConversation();
  return 0;
});

/** The whole conversation as GitHub would show it, as a page beside the repository's own files. */
async function writeConversation(): Promise<void> {
  const folder = join(root, ".demo");
  await mkdir(folder, { recursive: true });
  const file = join(folder, "conversation.html");
  await writeFile(file, await githubPage("The demo's pull request, comment by comment", conversation, "light"));
  console.log(`\nThe whole conversation, as GitHub shows it: ${file}`);
}

/** The life of a pull request, told step by step by what can be seen from outside. */
async function tell(world: SiteWorld): Promise<void> {
  const { github } = world;
  await world.checkOut();

  scene("A push to main deploys the stage production");
  const payload = pushEvent({
    ref: "refs/heads/main",
    after: commitOn(world, "main"),
    repository: github.state.repository,
  });
  await expectStep(
    world,
    { code: 0 },
    world.run({ event: { name: "push", payload }, inputs: { branches: "main=production" } }),
  );
  await expectPage(world, "production", /Welcome from production/u);

  scene("Pull request 12 is opened and gets the stage pr-12");
  const pull = openPullRequest(world);
  await expectStep(world, { code: 0, pull }, world.runPullRequest("opened", pull));
  await expectPage(world, "pr-12", /Good-day from pr-12/u);
  const [firstComment] = github.state.comments;

  scene("A second push to it changes a page");
  await world.writePage("index.html", "<!doctype html>\n<title>{stage}</title>\n<h1>A new look for {stage}</h1>\n");
  pushTo(world, pull);
  await expectStep(world, { code: 0, pull }, world.runPullRequest("synchronize", pull));
  await expectPage(world, "pr-12", /A new look for pr-12/u);

  scene("A push breaks it: a page has no title");
  await world.writePage("about.html", "<p>Nothing here has a title.</p>\n");
  pushTo(world, pull);
  await expectStep(world, { code: 1, pull }, world.runPullRequest("synchronize", pull));
  assert.match(world.comments(12)[0] ?? "", /the page has no title/u);
  prove("a failing push is told in the comment, with the provider's own words");
  await expectPage(world, "pr-12", /A new look for pr-12/u);

  scene("The next push mends it");
  await world.writePage("about.html", "<!doctype html>\n<title>About</title>\n<p>Mended.</p>\n");
  pushTo(world, pull);
  await expectStep(world, { code: 0, pull }, world.runPullRequest("synchronize", pull));
  assert.match((await world.pages.fetchPage("/pr-12/about.html")) ?? "", /Mended/u);
  assert.doesNotMatch(world.comments(12)[0] ?? "", /the page has no title/u);
  prove("after the fix the error is gone from the comment");

  scene("It is closed: pr-12 goes, from an empty workspace, without program or branch");
  await world.emptyWorkspace();
  github.state.refs.delete(`heads/${pull.headBranch}`);
  pull.open = false;
  await expectStep(world, { code: 0, pull }, world.runPullRequest("closed", pull));
  assert.equal(await world.pages.fetchPage("/pr-12/"), null);
  prove("http …/pr-12/ answers 404");
  assert.equal(await world.state("pr-12"), null);
  prove("the state knows no stage pr-12 any more");
  await expectPage(world, "production", /Welcome from production/u);

  assert.equal(world.comments(12).length, 1);
  assert.equal(github.state.comments[0]?.id, firstComment?.id);
  prove("one comment, edited in place, told the whole story");
  const told = JSON.stringify(github.requests);
  assert.ok(!told.includes(siteSecret), "the secret of the configuration reached GitHub");
  prove("the configuration's secret was never sent to GitHub");
  assert.deepEqual(github.violations, []);
  prove(`${github.requests.length} requests to GitHub's API, all as its published description says`);
}

function scene(title: string): void {
  console.log("");
  say(title);
  current = title;
}

function prove(line: string): void {
  proved.push(line);
}

/** Waits for a step, shows the pull request's comment as it stands then, and holds the exit code against what is expected. */
async function expectStep(
  world: SiteWorld,
  expected: { readonly code: number; readonly pull?: PullRequest },
  running: Promise<RunResult>,
): Promise<void> {
  const before = world.sentComments().length;
  const { main, post } = await running;
  for (const [index, markdown] of world.sentComments().slice(before).entries()) {
    conversation.push({ title: `${current}: the comment${index === 0 ? "" : ", edited"}`, markdown });
  }
  conversation.push({ title: `${current}: the job summary`, markdown: main.summary });
  if (main.code !== expected.code || post.code !== 0) {
    console.log(main.log, post.log);
  }
  assert.equal(main.code, expected.code, "the step's exit code");
  assert.equal(post.code, 0, "the post step's exit code");
  const comment = expected.pull === undefined ? undefined : world.comments(expected.pull.number)[0];
  if (comment !== undefined) {
    console.log(`\n${comment.replaceAll(/^/gmu, "    │ ")}\n`);
  }
}

async function expectPage(world: SiteWorld, stage: string, expected: RegExp): Promise<void> {
  const page = await world.pages.fetchPage(`/${stage}/`);
  assert.match(page ?? "404", expected);
  const line = `${world.pages.address}/${stage}/ shows “${/<h1>(.*)<\/h1>/u.exec(page ?? "")?.[1]}”`;
  say(line);
  prove(line);
}

function commitOn(world: SiteWorld, branch: string): string {
  const commit = newCommit(world.github.state);
  world.github.state.refs.set(`heads/${branch}`, commit);
  return commit;
}

function openPullRequest(world: SiteWorld): PullRequest {
  const { state } = world.github;
  const pull: PullRequest = {
    number: 12,
    user: person,
    headBranch: "new-look",
    createdAt: newId(state),
    headRepository: "own",
    title: "A new look",
    baseBranch: "main",
    headSha: commitOn(world, "new-look"),
    open: true,
    mergedSha: null,
    updatedAt: newId(state),
  };
  state.pulls.push(pull);
  return pull;
}

function pushTo(world: SiteWorld, pull: PullRequest): void {
  pull.headSha = commitOn(world, pull.headBranch);
}
