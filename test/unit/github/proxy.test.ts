import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { expect } from "vitest";
import { z } from "zod";

import { openPullRequest } from "../../support/github/people.ts";
import { test } from "./with-stand-in.ts";

const module = join(import.meta.dirname, "../../../src/github/create-github.ts");
const program = `
  const { createGitHub } = await import(process.env.MODULE);
  const silent = () => {};
  const log = { info: silent, warning: silent, error: silent, debug: silent };
  const repository = { owner: "acme", name: "shop" };
  const github = createGitHub({ token: process.env.TOKEN, apiUrl: process.env.GITHUB_API_URL, repository, log });
  console.log(JSON.stringify(await github.pullRequest(12)));
`;

test("goes through the proxy that the environment names", async ({ standIn }) => {
  openPullRequest(standIn.state, { branch: "feature", number: 12 });
  const asked: (string | undefined)[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, client) => {
    asked.push(request.url);
    const upstream = connect(Number(new URL(standIn.url).port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    client.on("error", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
  const { port } = z.object({ port: z.number() }).parse(proxy.address());

  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    env: {
      MODULE: module,
      TOKEN: standIn.token,
      GITHUB_API_URL: "http://github.example",
      http_proxy: `http://127.0.0.1:${port}`,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const answer = await text(child.stdout);
  proxy.close();

  expect(JSON.parse(answer)).toMatchObject({ number: 12, head: { branch: "feature" } });
  expect(asked).toEqual(["github.example:80"]);
});
