import { existsSync } from "node:fs";
import { delimiter, isAbsolute, resolve } from "node:path";

import { isKeptBack } from "./kept-back.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable whose value is a relative path, and what it means from a folder. */
export type RelativePath = { readonly name: string; readonly value: string; readonly absolute: string };

/** Of Pulumi, the clouds, Kubernetes and TLS: paths whether or not they exist. */
const known = new Set([
  "PULUMI_CONFIG_PASSPHRASE_FILE",
  "PULUMI_HOME",
  "PULUMI_CREDENTIALS_PATH",
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_CA_BUNDLE",
  "GOOGLE_APPLICATION_CREDENTIALS",
  "CLOUDSDK_CONFIG",
  "AZURE_CONFIG_DIR",
  "AZURE_CLIENT_CERTIFICATE_PATH",
  "AZURE_FEDERATED_TOKEN_FILE",
  "ARM_CLIENT_CERTIFICATE_PATH",
  "ARM_OIDC_TOKEN_FILE_PATH",
  "KUBECONFIG",
  "DOCKER_CONFIG",
  "DOCKER_CERT_PATH",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
]);

/** Names that promise a path; the value is taken for one where there is such a file or folder. */
const mayBePath = /(?:FILE|DIR|FOLDER|PATHS?|HOME|BUNDLE|CERTS?|CACERT|CERTIFICATE|CREDENTIALS|CONFIG|KEY)$/u;

/**
 * The variables whose values are paths relative to `folder` (absolute), by name: those that are known to hold paths, and those whose names
 * say so and whose values exist there. Lists of paths (`KUBECONFIG`) are taken apart. What begins with `~` is for its reader to expand.
 */
export function relativePaths(environment: Environment, folder: string): readonly RelativePath[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined || value === "" || !(known.has(name) || (mayBePath.test(name) && isOthers(name)))) {
      return [];
    }
    const isPath = (part: string) => isRelative(part) && (known.has(name) || existsSync(resolve(folder, part)));
    const absolute = value
      .split(delimiter)
      .map((part) => (isPath(part) ? resolve(folder, part) : part))
      .join(delimiter);
    return absolute === value ? [] : [{ name, value, absolute }];
  });
}

/** Neither the list of folders with programs, which we put together, nor what Stagewright itself is told by. */
function isOthers(name: string): boolean {
  return name.toUpperCase() !== "PATH" && !isKeptBack(name) && !name.startsWith("STAGEWRIGHT_");
}

function isRelative(path: string): boolean {
  return path !== "" && !isAbsolute(path) && !path.startsWith("~") && !/^[a-z][a-z0-9+.-]*:|[\n{]/iu.test(path);
}

/**
 * The environment as plain `pulumi` would understand it in `folder` (absolute), for a process that runs elsewhere: relative paths are
 * absolute.
 */
export function withAbsolutePaths<Given extends Environment>(environment: Given, folder: string): Given {
  const absolute = relativePaths(environment, folder).map((path) => [path.name, path.absolute] as const);
  return { ...environment, ...Object.fromEntries(absolute) };
}
