import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { ActionWorld, RunResult } from "./action-world.ts";
import type { SeenRequest } from "./github/start-github.ts";

/** A secret that nobody has seen before, with signs that are escaped on their way into JSON, addresses and markdown. */
export function drawSecret(): string {
  return `${randomBytes(6).toString("hex")}"&+/\\ é${randomBytes(6).toString("base64")}`;
}

/** Every form in which a secret may not be found. */
export function formsOf(secret: string): readonly string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
  ];
}

/**
 * Where a secret stands that should not: in a log, a request to GitHub, a file of the runner or one of the home's, but for the state, where
 * the engine has encrypted it.
 */
export async function findLeaks(
  world: ActionWorld,
  { main, post }: RunResult,
  secrets: readonly string[],
): Promise<string[]> {
  const folders = [join(world.folder, "runner"), join(world.home, "record"), join(world.home, "lock")];
  const files = (await Promise.all(folders.map((folder) => filesBelow(folder)))).flat();
  const texts: readonly Placed[] = [
    ["main's log", withoutMaskCommands(main.log)],
    ["post's log", withoutMaskCommands(post.log)],
    ...world.github.requests.map(requestText),
    ...(await Promise.all(files.map(fileText))),
  ];
  const sought = secrets.flatMap((secret) => formsOf(secret));
  return texts.flatMap(([where, text]) => {
    // Much of it is JSON, where a value's quotes are escaped: it is looked at as it was sent and as it is read.
    const seen = `${text}\n${text.replaceAll(/\\(?<sign>["\\/])/gu, "$<sign>")}`;
    return sought.filter((form) => seen.includes(form)).map((form) => `${form} in ${where}`);
  });
}

type Placed = readonly [where: string, text: string];

const requestText = ({ path, body }: SeenRequest): Placed => [`a request to ${path}`, JSON.stringify(body) ?? ""];
const fileText = async (file: string): Promise<Placed> => [file, await readFile(file, "utf8")];

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The runner takes these lines out of what it shows. */
function withoutMaskCommands(log: string): string {
  return log
    .split("\n")
    .filter((line) => !line.startsWith("::add-mask::"))
    .join("\n");
}
