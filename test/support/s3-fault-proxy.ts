import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/**
 * What the proxy does to a request instead of passing it on. `before`: the server never sees it. `after`: the server did what was asked,
 * and the answer is lost or replaced.
 */
export type Fault =
  | {
      readonly kind: "answer";
      readonly status: 400 | 403 | 409 | 412 | 500 | 503;
      /** S3's error code; left out, the usual one of the status. */
      readonly code?: string;
      readonly when: "before" | "after";
    }
  /** A page of somebody who is not S3. */
  | { readonly kind: "page"; readonly status: 404 | 502; readonly when: "before" | "after" }
  | { readonly kind: "silence"; readonly when: "before" | "after" }
  | { readonly kind: "broken"; readonly when: "before" | "after" }
  /** The answer begins well and breaks off in the middle of its body. */
  | { readonly kind: "truncated" }
  /** A write whose condition does not hold is answered as if it had been done, as servers do that know no conditions. */
  | { readonly kind: "unconditional" };

export type ProxiedRequest = { readonly number: number; readonly method: string; readonly url: string };

export type FaultProxy = {
  readonly endpoint: string;
  readonly requests: readonly ProxiedRequest[];
  readonly faults: () => number;
  readonly stop: () => Promise<void>;
};

/**
 * An HTTP proxy on the loopback interface before one S3 server, which adds time to each request and does to it what `choose` says (null:
 * nothing). Signatures stay valid, since they cover the name that the client asked for.
 */
export async function startFaultProxy(options: {
  readonly endpoint: string;
  /** Milliseconds added before the request is passed on. */
  readonly delayMs?: number;
  readonly choose?: (asked: ProxiedRequest) => Fault | null;
}): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  let faults = 0;
  const server = createServer((incoming, outgoing) => {
    const asked = { number: requests.length, method: incoming.method ?? "GET", url: incoming.url ?? "/" };
    requests.push(asked);
    const fault = options.choose?.(asked) ?? null;
    faults += fault === null ? 0 : 1;
    incoming.on("error", () => outgoing.destroy());
    setTimeout(() => {
      treat({ incoming, outgoing, fault, endpoint: options.endpoint }).catch(() => outgoing.destroy());
    }, options.delayMs ?? 0);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("The proxy has no port.");
  }
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    requests,
    faults: () => faults,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

type Exchange = {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly fault: Fault | null;
  readonly endpoint: string;
};

async function treat({ incoming, outgoing, fault, endpoint }: Exchange): Promise<void> {
  const body = await bytesOf(incoming);
  if (fault !== null && "when" in fault && fault.when === "before") {
    fail(outgoing, fault);
    return;
  }
  const answer = await pass({ endpoint, incoming, body });
  if (fault !== null && "when" in fault) {
    fail(outgoing, fault);
    return;
  }
  if (fault?.kind === "unconditional" && answer.status === 412) {
    outgoing.writeHead(200, { etag: `"${createHash("md5").update(body).digest("hex")}"` }).end();
    return;
  }
  outgoing.writeHead(answer.status, answer.headers);
  if (fault?.kind === "truncated") {
    outgoing.write(answer.body.subarray(0, answer.body.length / 2), () => outgoing.destroy());
    return;
  }
  outgoing.end(answer.body);
}

function fail(outgoing: ServerResponse, fault: Extract<Fault, { readonly when: string }>): void {
  if (fault.kind === "broken") {
    outgoing.destroy();
  }
  if (fault.kind === "answer") {
    const usual = {
      400: "BadRequest",
      403: "AccessDenied",
      409: "ConditionalRequestConflict",
      412: "PreconditionFailed",
      500: "InternalError",
      503: "SlowDown",
    };
    outgoing.writeHead(fault.status, { "content-type": "application/xml" });
    outgoing.end(
      `<?xml version="1.0"?><Error><Code>${fault.code ?? usual[fault.status]}</Code><Message>injected</Message></Error>`,
    );
  }
  if (fault.kind === "page") {
    outgoing.writeHead(fault.status, { "content-type": "text/html" }).end("<html><body>Oh no.<br></body></html>");
  }
  // Silence: the connection stays open until one side gives up.
}

async function pass(sent: { readonly endpoint: string; readonly incoming: IncomingMessage; readonly body: Buffer }) {
  const { incoming, body } = sent;
  const forwarded = request(new URL(incoming.url ?? "/", sent.endpoint), {
    ...(incoming.method === undefined ? {} : { method: incoming.method }),
    headers: { ...incoming.headers, connection: "close" },
  });
  forwarded.end(body);
  const answered = once(forwarded, "response");
  const [answer]: IncomingMessage[] = await answered;
  if (answer === undefined) {
    throw new Error("no answer");
  }
  const { connection: _connection, "transfer-encoding": _encoding, ...kept } = answer.headers;
  return { status: answer.statusCode ?? 502, headers: kept, body: await bytesOf(answer) };
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}
