import type { Json } from "./json.ts";
import type { State, TokenRights } from "./state.ts";

/** One request that kept to the description, as an operation gets it. */
export type Call = {
  readonly state: State;
  readonly rights: TokenRights;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json;
  /** Where the stand-in answers, for links. */
  readonly api: string;
  /** The request's own path and query. */
  readonly url: URL;
};

export type Answer = {
  readonly status: number;
  /** Absent: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Operations = Readonly<Record<string, (call: Call) => Answer>>;

const DOCUMENTATION = "https://docs.github.com/rest";

export function refusal(status: number, message: string, more: Json = {}): Answer {
  return { status, body: { message, ...more, documentation_url: DOCUMENTATION, status: String(status) } };
}

export function notFound(): Answer {
  return refusal(404, "Not Found");
}

/** A 422 as GitHub words it; `detail` names the resource and field. */
export function invalid(detail: Json): Answer {
  return {
    status: 422,
    body: { message: "Validation Failed", errors: [detail], documentation_url: DOCUMENTATION, status: "422" },
  };
}

/** The page that was asked for, with the `Link` header that leads to the others. */
export function page<Item>(call: Call, items: readonly Item[], shown: (item: Item) => unknown): Answer {
  const cut = pageOf(call, items);
  return { status: 200, body: cut.items.map(shown), headers: cut.headers };
}

/** The same for lists that stand in an object with a count. */
export function pageOf<Item>(
  call: Call,
  items: readonly Item[],
): { items: readonly Item[]; headers: Record<string, string> } {
  const size = Math.min(100, Number(call.query["per_page"] ?? 30));
  const number = Number(call.query["page"] ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const links: string[] = [];
  const link = (to: number, rel: string) => {
    const url = new URL(call.url.pathname + call.url.search, call.api);
    url.searchParams.set("page", String(to));
    links.push(`<${url.href}>; rel="${rel}"`);
  };
  if (number > 1) {
    link(number - 1, "prev");
    link(1, "first");
  }
  if (number < last) {
    link(number + 1, "next");
    link(last, "last");
  }
  const shown = items.slice((number - 1) * size, number * size);
  return { items: shown, headers: links.length > 0 ? { link: links.join(", ") } : {} };
}

export function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
