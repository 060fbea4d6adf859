import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { expect, test } from "vitest";
import { z } from "zod";

test("the stand-in in a process of its own tells its address, obeys line by line and ends with its input", async () => {
  const serve = join(import.meta.dirname, "../../support/github/serve.ts");
  const child = spawn(process.execPath, [serve, "--pull-request", "feature"], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => z.looseObject({}).parse(JSON.parse(String((await lines.next()).value)));
  const order = (what: unknown) => {
    child.stdin.write(`${JSON.stringify(what)}\n`);
    return next();
  };
  const { url, token, pullRequest } = await next();
  expect(pullRequest).toMatchObject({ number: 1, headBranch: "feature" });

  const answer = await fetch(`${String(url)}/repos/acme/shop/pulls/1`, {
    headers: { authorization: `token ${String(token)}` },
  });
  expect(await answer.json()).toMatchObject({ number: 1, state: "open" });

  expect(await order({ do: "closePullRequest", number: 1 })).toMatchObject({ done: { open: false } });
  expect(await order({ do: "closePullRequest", number: 2 })).toMatchObject({
    error: expect.stringContaining("no pull request 2"),
  });
  expect(await order({ do: "read" })).toMatchObject({
    done: { requests: [{ operation: "pulls/get", status: 200 }], violations: [], comments: [] },
  });
  expect(await order({ do: "clone" })).toMatchObject({ error: expect.stringContaining("do") });

  child.stdin.end();
  expect((await once(child, "exit"))[0]).toBe(0);
});
