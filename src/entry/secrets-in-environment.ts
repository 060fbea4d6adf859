import { open } from "node:fs/promises";
import { resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables' names by which people hand secrets to a step. */
const secretName =
  /(?:TOKEN|SECRET|PASSWORD|PASSPHRASE|PASSWD|CREDENTIALS?|PRIVATE_KEY|ACCESS_KEY|API_KEY|APIKEY|AUTH)$/u;

/** How a secret stands in a longer value, whatever that variable is called: a header, an address with user info. */
const credential =
  /\b(?:bearer|basic|token)\s+(?<header>[\w+/.~=-]{6,})|[a-z][a-z0-9+.-]*:\/\/(?:[^\s/?#@:]*:)?(?<userInfo>[^\s/?#@]+)@/giu;

/**
 * The values of the environment that look like secrets, by their variables' names or by what they hold. The runner masks a workflow's
 * secrets in its log, but not in what is sent to GitHub's API, so we hide these ourselves.
 */
export function secretsInEnvironment(environment: Environment): string[] {
  return Object.entries(environment).flatMap(([name, value = ""]) => [
    ...(value !== "" && secretName.test(name.toUpperCase()) ? [value] : []),
    ...[...value.matchAll(credential)].flatMap(({ groups }) => credentialsOf(groups ?? {})),
  ]);
}

function credentialsOf(groups: Readonly<Record<string, string | undefined>>): string[] {
  const { header, userInfo } = groups;
  if (userInfo !== undefined) {
    return [userInfo, decoded(userInfo)];
  }
  const [, password] = /^[^:]*:(?<password>[ -~]+)$/u.exec(Buffer.from(header ?? "", "base64").toString()) ?? [];
  return [header ?? "", ...(password === undefined ? [] : [password])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** More than any passphrase or token is long. */
const LONGEST = 64 * 1024;

/**
 * The texts of files that variables with a secret's name and `_FILE` lead to, such as `PULUMI_CONFIG_PASSPHRASE_FILE`. A relative path is
 * looked for in each of the folders. A file that cannot be read is left to whoever needs it.
 */
export async function secretsInFiles(environment: Environment, folders: readonly string[]): Promise<string[]> {
  const paths = Object.entries(environment).flatMap(([name, path = ""]) => {
    const [, of] = /^(?<of>.+)_FILE$/u.exec(name.toUpperCase()) ?? [];
    return of !== undefined && secretName.test(of) && path !== "" ? folders.map((folder) => resolve(folder, path)) : [];
  });
  return (await Promise.all([...new Set(paths)].map(beginningOf))).flat();
}

async function beginningOf(path: string): Promise<string[]> {
  try {
    await using file = await open(path, "r");
    const { bytesRead, buffer } = await file.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
    return [buffer.toString("utf8", 0, bytesRead)];
  } catch {
    return [];
  }
}
