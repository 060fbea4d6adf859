/**
 * The stand-in in a process of its own, for demo and bench:
 *
 *     node test/support/github/serve.ts [--latency 20] [--port 0] [--pull-request feature/login]
 *
 * The first line that it prints is its address and token as JSON. Each line that it then reads (`{"do":"push","branch":"main"}`) is done
 * and answered with a line. It ends with its standard input, or at SIGTERM.
 */
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { z } from "zod";

import * as people from "./people.ts";
import { startGitHub } from "./start-github.ts";

const number = z.number();
const orderSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("push"), branch: z.string() }),
  z.strictObject({ do: z.literal("deleteBranch"), branch: z.string() }),
  z.strictObject({ do: z.literal("openPullRequest"), branch: z.string(), number: z.exactOptional(number) }),
  z.strictObject({ do: z.literal("closePullRequest"), number }),
  z.strictObject({ do: z.literal("reopenPullRequest"), number }),
  z.strictObject({ do: z.literal("mergePullRequest"), number }),
  z.strictObject({ do: z.literal("comment"), pullRequest: number, body: z.string() }),
  z.strictObject({ do: z.literal("read") }),
]);

const { values } = parseArgs({
  options: {
    latency: { type: "string", default: "0" },
    port: { type: "string", default: "0" },
    "pull-request": { type: "string" },
  },
});

const github = await startGitHub({ latency: Number(values.latency), port: Number(values.port), warm: true });
const branch = values["pull-request"];
const pullRequest = branch === undefined ? null : people.openPullRequest(github.state, { branch });

print({ url: github.url, token: github.token, pullRequest });
process.once("SIGTERM", () => void stop());
const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => print(obey(line)));
lines.on("close", () => void stop());

function obey(line: string): unknown {
  try {
    const order = orderSchema.parse(JSON.parse(line));
    return { done: carryOut(order) };
  } catch (error) {
    return { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) };
  }
}

function carryOut(order: z.infer<typeof orderSchema>): string | object {
  const { requests, state, violations } = github;
  switch (order.do) {
    case "push":
      return people.push(state, order.branch);
    case "deleteBranch":
      return { deleted: people.deleteBranch(state, order.branch) };
    case "openPullRequest":
      return people.openPullRequest(state, order);
    case "closePullRequest":
      return people.closePullRequest(state, order.number);
    case "reopenPullRequest":
      return people.reopenPullRequest(state, order.number);
    case "mergePullRequest":
      return people.mergePullRequest(state, order.number);
    case "comment":
      return people.comment(state, order);
    case "read":
      break;
  }
  return { requests, violations, comments: state.comments, pulls: state.pulls, deployments: state.deployments };
}

async function stop(): Promise<void> {
  await github.stop();
  process.exit(0);
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
