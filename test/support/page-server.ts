import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join, normalize } from "node:path";

/** A web server for the pages that a stage's resources wrote; on 127.0.0.1. */
export type PageServer = {
  readonly address: string;
  /** Asks the server as a browser would: the page's text, or null where it answers 404. */
  readonly fetchPage: (path: string) => Promise<string | null>;
  readonly stop: () => Promise<void>;
};

/** Serves the files below `root`; a folder shows its index.html. */
export async function startPageServer(root: string): Promise<PageServer> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    readFile(join(root, path.endsWith("/") ? `${path}index.html` : path)).then(
      (page) => response.setHeader("content-type", "text/html; charset=utf-8").end(page),
      () => {
        response.statusCode = 404;
        response.end("not found\n");
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const bound = server.address();
  const address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`;
  return {
    address,
    fetchPage: async (path) => {
      const response = await fetch(`${address}${path}`);
      const text = await response.text();
      return response.status === 404 ? null : text;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
