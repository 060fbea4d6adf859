import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { answerTo } from "./answer-to.ts";
import { type Answer, refusal } from "./call.ts";
import { type ArrivedRequest, type Contract, loadContract } from "./contract.ts";
import { type Fault, Faults } from "./faults.ts";
import { createState, type State } from "./state.ts";

export type SeenRequest = {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** An operation's id in the description, `graphql`, or null for what is not described. */
  readonly operation: string | null;
  readonly token: string | null;
  readonly body: unknown;
  readonly status: number | "dropped";
};

/** A running stand-in for GitHub's API. */
export type StandIn = {
  readonly url: string;
  /** A workflow's `GITHUB_TOKEN`: it acts as `github-actions[bot]`. */
  readonly token: string;
  readonly state: State;
  readonly requests: readonly SeenRequest[];
  /** Requests and answers that were not as GitHub describes them; a test asserts that there are none. */
  readonly violations: readonly string[];
  readonly fault: (fault: Fault) => void;
  readonly clearFaults: () => void;
  readonly stop: () => Promise<void>;
};

export type Wish = {
  readonly owner?: string;
  readonly name?: string;
  readonly port?: number;
  /** Added to every answer, in milliseconds. */
  readonly latency?: number;
  /** Ready to answer at once, for those who measure; starts slower. */
  readonly warm?: boolean;
};

/** Starts one on 127.0.0.1. */
export async function startGitHub(wish: Wish = {}): Promise<StandIn> {
  const contract = await loadContract({ warm: wish.warm ?? false });
  const token = `ghs_${randomBytes(18).toString("hex")}`;
  const state = createState({ owner: wish.owner ?? "acme", name: wish.name ?? "shop", token });
  const requests: SeenRequest[] = [];
  const violations: string[] = [];
  const faults = new Faults();
  const server = createServer((request, response) => {
    const served = serve(
      { contract, state, requests, violations, faults, latency: wish.latency ?? 0 },
      request,
      response,
    );
    served.catch((error: unknown) => {
      violations.push(`The stand-in failed at ${request.method} ${request.url}: ${String(error)}`);
      send(response, refusal(599, String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(wish.port ?? 0, "127.0.0.1", resolve);
  });
  const port = portOf(server);
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    state,
    requests,
    violations,
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Serving = {
  readonly contract: Contract;
  readonly state: State;
  readonly requests: SeenRequest[];
  readonly violations: string[];
  readonly faults: Faults;
  readonly latency: number;
};

async function serve(serving: Serving, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { faults, requests, state, violations } = serving;
  const arrived = await read(incoming);
  const token = /^(?:token|bearer) (.+)$/i.exec(arrived.headers["authorization"] ?? "")?.[1] ?? null;
  const described = serving.contract.find(arrived);
  const operation = isGraphql(arrived) ? "graphql" : (described?.id ?? null);
  const fault = faults.next(operation ?? "");
  const seen = (status: number | "dropped") =>
    requests.push({ method: arrived.method, path: arrived.path, operation, token, body: arrived.body, status });

  const wait = serving.latency + (fault?.delay ?? 0);
  if (wait > 0) {
    await sleep(wait);
  }
  if (fault?.drop === "before" || response.destroyed) {
    seen("dropped");
    response.destroy();
    return;
  }
  const api = `http://${incoming.headers.host}`;
  const { answer, breaches } = answerTo({ state, described, arrived, token, api, injected: fault?.answer ?? null });
  violations.push(...breaches.map((breach) => `${arrived.method} ${arrived.path}: ${breach}`));
  if (fault?.drop === "after") {
    seen("dropped");
    response.destroy();
    return;
  }
  seen(answer.status);
  send(response, answer);
}

async function read(incoming: IncomingMessage): Promise<ArrivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(Buffer.from(chunk));
  }
  const text = Buffer.concat(chunks).toString("utf8");
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    method: incoming.method ?? "GET",
    path: incoming.url ?? "/",
    headers: Object.fromEntries(headers),
    body: text === "" ? undefined : JSON.parse(text),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("The stand-in listens on no port.");
  }
  return address.port;
}

function isGraphql({ method, path }: ArrivedRequest): boolean {
  return method === "POST" && path === "/graphql";
}

function send(response: ServerResponse, answer: Answer): void {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    response.setHeader(name, value);
  }
  if (answer.body === undefined) {
    response.end();
    return;
  }
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.end(JSON.stringify(answer.body));
}
