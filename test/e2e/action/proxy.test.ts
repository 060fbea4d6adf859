import { afterAll, beforeAll, expect, it } from "vitest";

import { openPullRequest } from "../../support/github/people.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { startTunnelProxy } from "../../support/tunnel-proxy.ts";

// Only a proxy takes the package undici, which dist/ loads on its own (src/undici).

let world: ProbeWorld;

beforeAll(async () => {
  world = await makeProbeWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

it("reaches GitHub by the job's proxy, which alone knows that host", async () => {
  await using proxy = await startTunnelProxy(world.github.url);
  const pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  await world.program({ things: [{ name: "page", content: "one" }] });
  const environment = { GITHUB_API_URL: "http://github.acme.example", http_proxy: proxy.url };
  const { main, post } = await world.runPullRequest("opened", pull, { environment });
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(main.log).not.toContain("::warning::");
  expect(post.code).toBe(0);
  expect(new Set(proxy.asked)).toEqual(new Set(["github.acme.example:80"]));
  expect(world.comments(12)).toEqual([expect.stringContaining("pr-12")]);
  expect(world.github.violations).toEqual([]);
});
