import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { basisOf, checkedOutCommit } from "../../../src/checkout/checked-out-commit.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stagewright-checkout-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function git(directory: string, ...args: string[]): string {
  const identity = [
    "-c",
    "user.name=octocat",
    "-c",
    "user.email=octocat@example.com",
    "-c",
    "protocol.file.allow=always",
  ];
  return execFileSync("git", [...identity, ...args], {
    cwd: directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

/** A repository whose main is the merge of a pull request's head, as GitHub's `refs/pull/N/merge` is. */
function makeMerge(): { readonly head: string; readonly base: string } {
  git(folder, "init", "--initial-branch=main", "origin");
  const origin = join(folder, "origin");
  git(origin, "commit", "--allow-empty", "-m", "base");
  git(origin, "checkout", "-b", "feature");
  git(origin, "commit", "--allow-empty", "-m", "head");
  const head = git(origin, "rev-parse", "HEAD");
  git(origin, "checkout", "main");
  const base = git(origin, "rev-parse", "HEAD");
  git(origin, "merge", "--no-ff", "-m", "merge\n\nparent 0123456789012345678901234567890123456789", "feature");
  return { head, base };
}

test("a shallow checkout of the merge still names the head that was merged", async () => {
  const { head, base } = makeMerge();
  git(folder, "clone", "--depth=1", `file://${folder}/origin`, "clone");

  const checkedOut = await checkedOutCommit(join(folder, "clone"));

  expect(checkedOut?.parents).toEqual([base, head]);
  expect(checkedOut !== null && basisOf(checkedOut, head)).toBe("merge");
  expect(checkedOut !== null && basisOf(checkedOut, base)).toBe(null);
});

test("the head itself is held, another commit is not", async () => {
  const { head, base } = makeMerge();
  git(join(folder, "origin"), "checkout", "feature");

  const checkedOut = await checkedOutCommit(join(folder, "origin"));

  expect(checkedOut?.commit).toBe(head);
  expect(checkedOut !== null && basisOf(checkedOut, head)).toBe("head");
  expect(checkedOut !== null && basisOf(checkedOut, base)).toBe(null);
});

test.each(["", "missing"])("nothing is told of a folder without a repository (%j)", async (name) => {
  await expect(checkedOutCommit(join(folder, name))).resolves.toBeNull();
});
