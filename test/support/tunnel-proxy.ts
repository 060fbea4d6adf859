import { createServer } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";

/** A running proxy, as companies have between their runners and the web. */
export type TunnelProxy = AsyncDisposable & {
  readonly url: string;
  /** What it was asked to connect to (`host:port`), in that order. */
  readonly asked: readonly string[];
};

/** Starts one on 127.0.0.1, by which every host, whatever its name, is the server at `to`. */
export async function startTunnelProxy(to: string): Promise<TunnelProxy> {
  const asked: string[] = [];
  const tunnels = new Set<Duplex>();
  const { hostname, port } = new URL(to);
  const server = createServer((_request, response) => response.writeHead(501).end());
  server.on("connect", (request, client) => {
    asked.push(request.url ?? "");
    tunnels.add(client);
    const upstream = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("the proxy has no port");
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const tunnel of tunnels) {
          tunnel.destroy();
        }
        server.closeAllConnections();
      }),
  };
}
