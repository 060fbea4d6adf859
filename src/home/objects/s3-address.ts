import { Failure } from "../../failure.ts";

/** Where a home in S3 is, and how to get there; null is the SDK's own choice (environment, profile). */
export type S3Address = {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly prefix: string;
  readonly region: string | null;
  readonly endpoint: string | null;
  readonly pathStyle: boolean;
  readonly encryption: S3Encryption | null;
};

export type S3Encryption = {
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
  /** null: the bucket's or the account's own key. */
  readonly key: string | null;
};

const algorithms = ["AES256", "aws:kms", "aws:kms:dsse"] as const;
const options = ["region", "endpoint", "path-style", "sse", "sse-key"] as const;
type Option = (typeof options)[number];

/**
 * Reads `s3://BUCKET/PREFIX?region=…&endpoint=…&path-style=true&sse=…&sse-key=…`; anything that it does not understand is a `Failure`,
 * so that no option is ever ignored. With an endpoint of its own, path style is the default.
 */
export function parseS3Address(text: string): S3Address {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.protocol !== "s3:" || url.username !== "" || url.password !== "" || url.hash !== "") {
    throw refused("it is not of the form s3://BUCKET/PREFIX?option=value");
  }
  const bucket = url.host;
  if (bucket === "") {
    throw refused(
      "the bucket's name is missing (in a workflow: the variable for it is empty, or not in the job's environment)",
    );
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/.test(bucket)) {
    throw refused(`${JSON.stringify(bucket)} cannot be the name of a bucket`);
  }
  const given = readOptions(url.searchParams);
  const endpoint = given.get("endpoint") ?? null;
  if (endpoint !== null && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol))) {
    throw refused(`its endpoint ${JSON.stringify(endpoint)} is not a URL with http:// or https://`);
  }
  return {
    bucket,
    prefix: readPrefix(url.pathname),
    region: given.get("region") ?? null,
    endpoint,
    pathStyle: readPathStyle(given.get("path-style"), endpoint !== null),
    encryption: readEncryption(given),
  };
}

function readOptions(parameters: URLSearchParams): Map<Option, string> {
  const given = new Map<Option, string>();
  for (const [name, value] of parameters) {
    const option = options.find((known) => known === name);
    if (option === undefined) {
      throw refused(`there is no option ${JSON.stringify(name)}`);
    }
    if (value === "" || given.has(option)) {
      throw refused(`its option ${option} ${value === "" ? "has no value" : "is given twice"}`);
    }
    given.set(option, value);
  }
  return given;
}

function readPrefix(pathname: string): string {
  let prefix: string;
  try {
    prefix = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, "");
  } catch {
    throw refused("its path is not properly encoded");
  }
  if (prefix.split("/").some((part) => part === "." || part === ".." || (part === "" && prefix !== ""))) {
    throw refused(`${JSON.stringify(prefix)} cannot be a prefix`);
  }
  return prefix;
}

function readPathStyle(value: string | undefined, usual: boolean): boolean {
  if (value !== undefined && value !== "true" && value !== "false") {
    throw refused("its option path-style is neither true nor false");
  }
  return value === undefined ? usual : value === "true";
}

function readEncryption(given: ReadonlyMap<Option, string>): S3Encryption | null {
  const sse = given.get("sse");
  const key = given.get("sse-key") ?? null;
  const algorithm = algorithms.find((known) => known === sse);
  if (sse !== undefined && algorithm === undefined) {
    throw refused(`its option sse is none of ${algorithms.join(", ")}`);
  }
  if (key !== null && (algorithm === undefined || algorithm === "AES256")) {
    throw refused("sse-key needs sse=aws:kms or sse=aws:kms:dsse");
  }
  return algorithm === undefined ? null : { algorithm, key };
}

/** The address itself is not repeated: somebody may have put a password into it. */
function refused(why: string): Failure {
  return new Failure({
    code: "bad-home",
    message: `The home's s3:// address cannot be used: ${why}.`,
    next: `Write s3://BUCKET/PREFIX, and after a question mark what you need of ${options.join(", ")}, for example s3://shop-state/app?region=eu-west-1. Credentials come from the environment.`,
  });
}
