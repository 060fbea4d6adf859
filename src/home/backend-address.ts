import { isAbsolute, join } from "node:path";

import { Failure } from "../failure.ts";
import { here } from "../reader/reader.ts";

/** The project's own Pulumi backend. `url` is as the engine is to be told, from any folder; null: the one that this machine is logged in to. */
export type BackendAddress = {
  readonly url: string | null;
  readonly kind: "cloud" | "storage" | "unknown";
  /** For people, without credentials. */
  readonly where: string;
};

/**
 * Which backend Pulumi takes for a project: PULUMI_BACKEND_URL, else `backend.url` of Pulumi.yaml, else what `pulumi login` noted, or
 * Pulumi Cloud with an access token (workspace/creds.go and httpstate of Pulumi 3.259.0). A relative `file://` means the project's folder.
 */
export function findBackend(given: {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly projectUrl: string | null;
  /** The project's folder, absolute; null without a checkout. */
  readonly directory: string | null;
}): BackendAddress {
  const named = given.environment["PULUMI_BACKEND_URL"] || given.projectUrl;
  if (named) {
    const url = withAbsoluteFolder(named, given.directory);
    const isCloud = /^https?:\/\//iu.test(url);
    return { url, kind: isCloud ? "cloud" : "storage", where: withoutCredentials(url) };
  }
  if (given.environment["PULUMI_ACCESS_TOKEN"]) {
    return { url: null, kind: "cloud", where: "Pulumi Cloud" };
  }
  return { url: null, kind: "unknown", where: "the backend that Pulumi is logged in to" };
}

const filePrefix = "file://";

function withAbsoluteFolder(url: string, directory: string | null): string {
  if (!url.startsWith(filePrefix)) {
    return url;
  }
  const [path = "", ...query] = url.slice(filePrefix.length).split("?");
  if (isAbsolute(path) || path.startsWith("~")) {
    return url;
  }
  if (directory !== null) {
    return [filePrefix + join(directory, path), ...query].join("?");
  }
  throw new Failure({
    code: "relative-backend",
    message: `The backend ${url} is a folder relative to the project, and ${here("no project folder")}.`,
    next: `Name an absolute folder in PULUMI_BACKEND_URL, or ${here("get the project")}.`,
  });
}

/** A backend's address as people may see it: without user, password and query, in which some stores take their keys. */
export function withoutCredentials(url: string): string {
  const [address = ""] = url.split(/[?#]/u);
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/iu, "$1");
}

/** Whether stacks there have tags, in which records can be kept: in storage since Pulumi 3.211.0 (pulumi/pulumi#19882), in Pulumi Cloud always. */
export function keepsTags(kind: BackendAddress["kind"], engineVersion: string): boolean {
  const [major = 0, minor = 0] = engineVersion.replace(/^v/u, "").split(".").map(Number);
  return kind === "cloud" || major > 3 || (major === 3 && minor >= 211);
}
