/** Statuses whose answers have no body; `Response` refuses one for them. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * `fetch` with a limit for each attempt, in milliseconds, that holds for the body too. The body is read here, so that a connection that ends
 * within it fails the attempt, which is then retried; Octokit itself would go on with an empty answer.
 */
export function patientFetch(fetchOnce: typeof fetch, attemptMs: number): typeof fetch {
  return async (input, init) => {
    const limit = AbortSignal.timeout(attemptMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    const response = await fetchOnce(input, { ...init, signal });
    const body = await response.arrayBuffer();
    const { headers, status, statusText } = response;
    return new Response(WITHOUT_BODY.has(status) ? null : body, { headers: [...headers], status, statusText });
  };
}
