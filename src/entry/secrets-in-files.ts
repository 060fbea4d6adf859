import { open } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import { jsonOrNull } from "../json.ts";
import { namesSecret } from "./secrets-in-environment.ts";

/** More than any passphrase, token or file of credentials is long. */
const LONGEST = 64 * 1024;

/**
 * What is secret in the files that variables lead to: `…_FILE` and `…_PATH` of a secret's name (`PULUMI_CONFIG_PASSPHRASE_FILE`,
 * `ARM_OIDC_TOKEN_FILE_PATH`), a secret's name that holds a path (`GOOGLE_APPLICATION_CREDENTIALS`), and `KUBECONFIG`. A relative path is
 * looked for in each of the folders. A file that cannot be read is left to whoever needs it.
 */
export async function secretsInFiles(
  environment: Readonly<Record<string, string | undefined>>,
  folders: readonly string[],
): Promise<string[]> {
  const files = Object.entries(environment).flatMap(([name, value = ""]) =>
    pathsIn(name.toUpperCase(), value).flatMap((path) =>
      folders.map((folder) => ({ path: resolve(folder, path), isRecord: recordName.test(name.toUpperCase()) })),
    ),
  );
  const unique = [...new Map(files.map((file) => [file.path, file])).values()];
  const found = await Promise.all(
    unique.map(async ({ path, isRecord }) => {
      const text = await beginningOf(path);
      return text === null ? [] : secretsIn(text, isRecord);
    }),
  );
  return found.flat();
}

/** Files in which more stands than secrets. */
const recordName = /CREDENTIALS?(?:_(?:FILE|PATH|FILE_PATH))?$|^KUBECONFIG$/u;

function pathsIn(name: string, value: string): readonly string[] {
  const { of } = /^(?<of>.+?)(?:_FILE|_PATH|_FILE_PATH|_FILENAME)$/u.exec(name)?.groups ?? {};
  const isPath = /^(?:[/~]|\.{1,2}\/)/u.test(value);
  const isNamed = (of !== undefined && namesSecret(of)) || (isPath && namesSecret(name));
  const paths = name === "KUBECONFIG" ? value.split(delimiter) : isNamed ? [value] : [];
  return paths
    .filter((path) => path !== "" && path.length < 4096 && !path.includes("\n"))
    .map((path) => (path.startsWith("~/") ? join(homedir(), path.slice(2)) : path));
}

/** The values with a secret's name; the whole text, too, unless it is a record that has some. */
function secretsIn(text: string, isRecord: boolean): readonly string[] {
  const json = /^\s*\{/u.test(text) ? jsonOrNull(text) : null;
  const values = json === null ? inLines(text) : inJson(json);
  return isRecord && values.length > 0 ? values : [text, ...values];
}

/** `name = value`, `name: value` (INI, YAML, shell). */
function inLines(text: string): readonly string[] {
  const lines = text.matchAll(
    /^[ \t]*(?:-[ \t]+|export[ \t]+)?(?<name>[\w.-]+)[ \t]*[:=][ \t]*(?<quote>["']?)(?<value>\S.*?)\k<quote>[ \t\r]*$/gmu,
  );
  return [...lines].flatMap(({ groups }) => (namesSecret(groups?.["name"] ?? "") ? [groups?.["value"] ?? ""] : []));
}

function inJson(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === "string" && namesSecret(name) ? [inner] : inJson(inner),
  );
}

async function beginningOf(path: string): Promise<string | null> {
  try {
    await using file = await open(path, "r");
    if (!(await file.stat()).isFile()) {
      return null;
    }
    const { bytesRead, buffer } = await file.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } catch {
    return null;
  }
}
