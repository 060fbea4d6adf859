import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";

import { everyFault } from "../../support/every-fault.ts";
import { deleteBranch } from "../../support/github/people.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import type { StepOrder } from "../../support/run-action.ts";
import { type FaultProxy, type ProxiedRequest, startFaultProxy } from "../../support/s3-fault-proxy.ts";
import { type S3Server, s3Environment, startVersitygw } from "../../support/s3-servers.ts";

let server: S3Server;
let world: ProbeWorld;

beforeAll(async () => {
  [server, world] = await Promise.all([startVersitygw(), makeProbeWorld()]);
  await server.createBucket("shop-state");
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await server.stop();
});

/** A step of a job that has a bucket behind the proxy, and nothing else: no passphrase, no backend. */
const through = ({ endpoint }: FaultProxy, prefix: string): Pick<StepOrder, "inputs" | "environment"> => ({
  inputs: { home: `s3://shop-state/${prefix}?endpoint=${endpoint}&region=us-east-1` },
  environment: { ...s3Environment, PULUMI_CONFIG_PASSPHRASE: undefined, RUNNER_ENVIRONMENT: "github-hosted" },
});

it.each(everyFault.map((one, index) => ({ ...one, index })).filter(({ index }) => index % 3 === 1))(
  "deploys for the first time, and removes, though every request fails once with $name",
  async ({ fault, index }) => {
    const seen = new Set<string>();
    const proxy = await startFaultProxy({
      endpoint: server.endpoint,
      choose: (asked) => {
        const isFirst = !seen.has(objectOf(asked));
        seen.add(objectOf(asked));
        return isFirst ? fault : null;
      },
    });
    onTestFinished(() => proxy.stop());
    const order = through(proxy, `first-${index}`);
    await world.program({ things: [{ name: "page", content: "one", secret: "s3cret-value" }] });
    const { main } = await world.runPush(`try-${index}`, order);
    expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed", created: "1" } });
    expect(await world.thing(`try-${index}`, "page")).toBe("one");
    seen.clear();
    deleteBranch(world.github.state, `try-${index}`);
    const removed = await world.runDelete(`try-${index}`, order);
    expect(removed.main, removed.main.log).toMatchObject({ code: 0, outputs: { result: "removed", deleted: "1" } });
    expect(await world.thing(`try-${index}`, "page")).toBeNull();
    expect(proxy.faults()).toBeGreaterThan(20);
  },
);

it.each([
  ["ExpiredToken", 400],
  ["InvalidAccessKeyId", 403],
] as const)("says at once that the credentials are at fault (%s)", async (code, status) => {
  const proxy = await startFaultProxy({
    endpoint: server.endpoint,
    choose: () => ({ kind: "answer", status, code, when: "before" }),
  });
  onTestFinished(() => proxy.stop());
  const { main } = await world.runPush("refused", through(proxy, "refused"));
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(main.log).toMatch(/credentials (have expired|are not valid)/u);
  expect(proxy.requests.length).toBeLessThan(8);
});

function objectOf({ method, url }: ProxiedRequest): string {
  const { pathname, searchParams } = new URL(url, "http://s3");
  return `${method} ${searchParams.get("prefix") ?? pathname}`;
}
