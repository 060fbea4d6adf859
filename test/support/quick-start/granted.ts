import { type FaultProxy, startFaultProxy } from "../s3-fault-proxy.ts";
import type { Policy } from "./guide-setup.ts";

/** What a request asks of S3, as policies name it. */
type Asked = { readonly action: string; readonly resource: string };

/** An S3 server as a role with certain policies sees it. */
export type GrantedServer = FaultProxy & {
  /** What was asked that no policy allows, as `s3:Action on resource`. */
  readonly refused: readonly string[];
  /** The pairs of action and resource of the policies that no request needed. */
  readonly unused: () => readonly string[];
};

/** Passes on to an S3 server (path style) what the policies allow; everything else is `AccessDenied`. */
export async function startGrantedServer(endpoint: string, policies: readonly Policy[]): Promise<GrantedServer> {
  const refused: string[] = [];
  const grants = policies.flatMap(({ Statement }) =>
    Statement.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => ({ action, resource, isUsed: false }))),
    ),
  );
  const proxy = await startFaultProxy({
    endpoint,
    choose: ({ method, url }) => {
      const asked = askedOf(method, url);
      const grant = grants.find(({ action, resource }) => action === asked.action && fits(resource, asked.resource));
      if (grant === undefined) {
        refused.push(`${asked.action} on ${asked.resource}`);
        return { kind: "answer", status: 403, when: "before" };
      }
      grant.isUsed = true;
      return null;
    },
  });
  const unused = () => grants.filter(({ isUsed }) => !isUsed).map(({ action, resource }) => `${action} on ${resource}`);
  return { ...proxy, refused, unused };
}

/** By https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html, for the requests that a home makes. */
function askedOf(method: string, url: string): Asked {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const [bucket = "", ...key] = decodeURIComponent(pathname).slice(1).split("/");
  const object = key.join("/");
  const resource = `arn:aws:s3:::${bucket}${object === "" ? "" : `/${object}`}`;
  if (object === "") {
    const isList = method === "GET" && searchParams.get("list-type") === "2";
    return { action: isList ? "s3:ListBucket" : `${method} of a bucket`, resource };
  }
  const actions: Readonly<Record<string, string>> = {
    GET: "s3:GetObject",
    HEAD: "s3:GetObject",
    PUT: "s3:PutObject",
    DELETE: "s3:DeleteObject",
  };
  const isPlain = [...searchParams.keys()].every((name) => name === "x-id");
  return { action: (isPlain && actions[method]) || `${method} ${searchParams}`, resource };
}

function fits(pattern: string, resource: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[$()+.?[\\\]^{|}]/gu, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "u").test(resource);
}
