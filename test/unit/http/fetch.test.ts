import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { gzipSync } from "node:zlib";

import { expect, test, onTestFinished } from "vitest";
import { z } from "zod";

import { createFetch } from "../../../src/http/fetch.ts";

const headers = { authorization: "token secret" };

/** A server that answers so; resolves to its address. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
}

test("takes answers packed, and gives their text and headers", async () => {
  const url = await serve((request, response) => {
    expect(request.headers["accept-encoding"]).toContain("gzip");
    response.setHeader("content-encoding", "gzip").setHeader("x-page", ["1", "2"]);
    response.end(gzipSync("größer"));
  });
  const answer = await createFetch(5000)(`${url}/a`, { method: "GET", headers });
  expect([answer.status, answer.headers.get("x-page"), answer.url]).toEqual([200, "1, 2", `${url}/a`]);
  expect(await answer.text()).toBe("größer");
  expect(new TextDecoder().decode(await answer.arrayBuffer())).toBe("größer");
});

test("follows a repository that was renamed with what was to be written, and tells no other host the token", async () => {
  const seen: unknown[] = [];
  const other = await serve((request, response) => {
    request.setEncoding("utf8").on("data", (body: string) => {
      seen.push([request.method, body, request.headers.authorization]);
      response.end("{}");
    });
  });
  const first = await serve((request, response) => {
    const to = request.url === "/old" ? "/new" : `${other.replace("127.0.0.1", "localhost")}/elsewhere`;
    response.writeHead(307, { location: to }).end();
  });
  const answer = await createFetch(5000)(`${first}/old`, { method: "PATCH", headers, body: '{"body":"ü"}' });
  expect(await answer.text()).toBe("{}");
  expect(seen).toEqual([["PATCH", '{"body":"ü"}', undefined]]);
});

test.for([
  ["is silent", () => undefined],
  [
    "stops within its answer",
    (_request, response) => void response.writeHead(200, { "content-length": "9" }).write("{"),
  ],
] satisfies [string, RequestListener][])("gives up in time on a server that %s", async ([, answer]) => {
  const url = await serve(answer);
  const begun = performance.now();
  await expect(createFetch(300)(url, { method: "GET", headers })).rejects.toThrow();
  expect(performance.now() - begun).toBeLessThan(5000);
});

test("fails where the connection ends within the answer, packed or not", async () => {
  const url = await serve((request, response) => {
    const body = request.url === "/packed" ? gzipSync("x".repeat(1000)) : Buffer.from("x".repeat(1000));
    response.writeHead(200, request.url === "/packed" ? { "content-encoding": "gzip" } : { "content-length": "1000" });
    response.write(body.subarray(0, 20), () => request.socket.destroy());
  });
  const ask = createFetch(5000);
  await expect(ask(`${url}/packed`, { method: "GET", headers })).rejects.toThrow();
  await expect(ask(`${url}/plain`, { method: "GET", headers })).rejects.toThrow();
});

test("is called off by its signal", async () => {
  const url = await serve(() => undefined);
  const stop = new AbortController();
  const asked = createFetch(5000)(url, { method: "GET", headers, signal: stop.signal });
  stop.abort();
  await expect(asked).rejects.toThrow(/abort/u);
});
