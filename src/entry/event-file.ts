import { readFile } from "node:fs/promises";

import type { Event } from "../events/event.ts";
import { parseEvent } from "../events/parse-event.ts";
import { Failure } from "../failure.ts";
import { here } from "../reader/reader.ts";

/**
 * Reads and parses the event that the runner wrote down. An absent file or broken JSON is a `Failure` that names the file. `repository`
 * (id and full name) stands in where the payload of a scheduled run names none.
 */
export async function readEvent(
  name: string,
  path: string,
  repository: { readonly id: number; readonly full_name: string } | null = null,
): Promise<Event> {
  const payload = parseJson(path, await readText(path));
  const isBare = name === "schedule" && repository !== null && typeof payload === "object";
  return parseEvent(name, isBare ? { repository, ...payload } : payload);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new Failure({
      code: "no-event",
      message: `${here("the event file")} ${path} cannot be read.`,
      next: here("have the event file"),
      cause,
    });
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure({
      code: "broken-event",
      message: `${here("the event file")} ${path} is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: here("correct the event file"),
      cause,
    });
  }
}
