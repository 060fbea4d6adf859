import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, get as httpsGet } from "node:https";

/** How files are fetched: by whose proxy, how patiently, until when. */
export type Connection = {
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are taken from it (Node 24.5 and newer). */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Without a single byte for so long (milliseconds), connecting included, it is given up. */
  readonly silenceMs: number;
  /** How often a fetch that failed for a passing reason is begun anew, and the pause before (milliseconds). */
  readonly retries: number;
  readonly pauseMs: number;
  /** Told of each part of a file: how many bytes came, of how many (null where the server does not say). */
  readonly received?: (how: { readonly bytes: number; readonly total: number | null }) => void;
};

/** Nothing came for too long. */
export class SilenceError extends Error {}

const mostRedirects = 5;

/**
 * Opens a web address and resolves to its answer, whatever its status, after redirects (GitHub's downloads are one). Rejects with
 * `SilenceError` or the network's own error. The same holds while the body is read: it ends with an error when it is cut or falls silent.
 */
export async function openUrl(url: string, connection: Connection): Promise<IncomingMessage> {
  let current = new URL(url);
  for (let redirects = 0; ; redirects += 1) {
    const response = await request(current, connection);
    const location = response.headers.location;
    const redirected = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0) && location !== undefined;
    if (!redirected) {
      return response;
    }
    response.destroy();
    const next = new URL(location, current);
    if (redirects === mostRedirects || (current.protocol === "https:" && next.protocol !== "https:")) {
      throw new Error(`${current.href} leads on to ${next.href}, which is not followed`);
    }
    current = next;
  }
}

function request(url: URL, { environment, signal, silenceMs }: Connection): Promise<IncomingMessage> {
  const secure = url.protocol === "https:";
  const agent = new (secure ? HttpsAgent : HttpAgent)({ proxyEnv: environment });
  const options = { agent, timeout: silenceMs, headers: { "user-agent": "stagewright" }, ...(signal && { signal }) };
  return new Promise((resolve, reject) => {
    const sent = (secure ? httpsGet : httpGet)(url, options);
    let answer: IncomingMessage | null = null;
    sent.on("timeout", () => {
      const silence = new SilenceError(`no byte for ${silenceMs / 1000} s`);
      (answer ?? sent).destroy(silence);
    });
    sent.on("response", (response) => {
      answer = response;
      resolve(response);
    });
    sent.on("error", reject);
  });
}
