import type { Fault } from "./s3-fault-proxy.ts";

/** Each way in which a request can go unanswered, but for silence, which takes as long as its limit. */
export const everyFault: readonly { readonly name: string; readonly fault: Fault }[] = (
  ["before", "after"] as const
).flatMap((when) => [
  { name: `a 503 ${when} it`, fault: { kind: "answer", status: 503, code: "ServiceUnavailable", when } },
  { name: `SlowDown ${when} it`, fault: { kind: "answer", status: 503, code: "SlowDown", when } },
  { name: `a 500 ${when} it`, fault: { kind: "answer", status: 500, when } },
  { name: `a timeout said by S3 ${when} it`, fault: { kind: "answer", status: 400, code: "RequestTimeout", when } },
  { name: `a page with 502 ${when} it`, fault: { kind: "page", status: 502, when } },
  { name: `a reset ${when} it`, fault: { kind: "broken", when } },
]);
