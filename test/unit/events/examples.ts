import { createRequire } from "node:module";
import { z } from "zod";

const require = createRequire(import.meta.url);

/** GitHub's own servers, and those that GitHub Enterprise Server versions send. */
const SOURCES = ["api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35"] as const;

const payloadSchema = z.record(z.string(), z.unknown());
const definitionsSchema = z.array(z.object({ name: z.string(), examples: z.array(payloadSchema) }));

export type Payload = Readonly<Record<string, unknown>>;

export type Example = {
  readonly source: string;
  readonly event: string;
  /** From 1, within the source and event. */
  readonly number: number;
  readonly payload: Payload;
};

/** Every official payload example of an event (https://github.com/octokit/webhooks), of all sources. */
export function officialExamples(event: string): readonly Example[] {
  return SOURCES.flatMap((source) => {
    const definitions = definitionsSchema.parse(require(`@octokit/webhooks-examples/${source}/index.json`));
    const examples = definitions.find((definition) => definition.name === event)?.examples ?? [];
    return examples.map((payload, index) => ({ source, event, number: index + 1, payload }));
  });
}

/** The first official example of an event, of one action where it has such, to change for a test. */
export function examplePayload(event: string, action?: string): Payload {
  const found = officialExamples(event).find(({ payload }) => action === undefined || payload["action"] === action);
  if (found === undefined) {
    throw new Error(`There is no official example of ${event} ${action ?? ""}.`);
  }
  return structuredClone(found.payload);
}

/** A copy with one field set, by its path (`pull_request.head.repo`). */
export function changed(payload: Payload, path: string, value: unknown): Payload {
  const [key = "", ...rest] = path.split(".");
  const isLast = rest.length === 0;
  return { ...payload, [key]: isLast ? value : changed(payloadSchema.parse(payload[key]), rest.join("."), value) };
}
