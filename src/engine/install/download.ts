import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";

import { Failure } from "../../failure.ts";
import { explainNoSpace } from "./no-space.ts";
import { type Connection, openUrl, SilenceError } from "./open-url.ts";
import { setting } from "../../reader/reader.ts";

/** Fetches a small text. Fails as `downloadFile` does. */
export function downloadText(url: string, connection: Connection): Promise<string> {
  return withRetries(url, connection, (response) => text(response));
}

/**
 * Fetches a file, whole, and resolves to its SHA-256. An HTTP error, a cut or stalled download, a full disk and an unreachable server are
 * one `Failure` each; what may pass by itself is tried again first.
 */
export function downloadFile(url: string, to: string, connection: Connection): Promise<{ sha256: string }> {
  return withRetries(url, connection, async (response) => {
    const hash = createHash("sha256");
    let bytes = 0;
    const promised = response.headers["content-length"];
    const total = promised === undefined ? null : Number(promised);
    async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        connection.received?.({ bytes, total });
        hash.update(chunk);
        yield chunk;
      }
    }
    try {
      await pipeline(response, counted, createWriteStream(to));
    } catch (error) {
      throw explainNoSpace(error, dirname(to));
    }
    if (total !== null && bytes !== total) {
      throw cut(url, `${bytes} of ${total} bytes`);
    }
    return { sha256: hash.digest("hex") };
  });
}

/** The server answered, but not with the file. */
class RefusedError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the server answered ${status}`);
    this.status = status;
  }
}

async function withRetries<T>(
  url: string,
  connection: Connection,
  read: (response: IncomingMessage) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await openUrl(url, connection);
      if (response.statusCode !== 200) {
        response.destroy();
        throw new RefusedError(response.statusCode ?? 0);
      }
      return await read(response);
    } catch (error) {
      if (!mayPass(error) || attempt >= connection.retries || connection.signal?.aborted === true) {
        throw explained(url, error);
      }
      await pause(connection.pauseMs * (attempt + 1));
    }
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof RefusedError) {
    return error.status >= 500 || error.status === 429;
  }
  return !(error instanceof Failure) || error.code === "download-cut";
}

const whatNext = () =>
  `Run again. Where Pulumi's servers cannot be reached, install Pulumi beforehand or give a mirror (${setting("pulumi-mirror")}).`;

function explained(url: string, error: unknown): Failure {
  if (error instanceof Failure) {
    return error;
  }
  if (error instanceof SilenceError) {
    const message = `The download of ${url} stalled: ${error.message}.`;
    return new Failure({ code: "download-stalled", message, next: whatNext(), cause: error });
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE") {
    return cut(url, "the connection ended before the file did", error);
  }
  // A name with several addresses fails with an error whose own message is empty.
  const how = error instanceof Error ? error.message || code : String(error);
  return new Failure({
    code: "download-failed",
    message: `${url} could not be fetched: ${how}.`,
    next: whatNext(),
    cause: error,
  });
}

function cut(url: string, how: string, cause?: unknown): Failure {
  return new Failure({ code: "download-cut", message: `Only a part of ${url} came: ${how}.`, next: whatNext(), cause });
}
