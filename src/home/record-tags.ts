import { z } from "zod";

import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import { type StageOrigin, type StageRecord, stageRecordSchema } from "./record.ts";

/** The stack tag that holds a stage's record; what does not fit in goes on in `stagewright.1`, `stagewright.2`, … */
export const recordTag = "stagewright";

/** Pulumi Cloud takes 256 bytes a value (util/validation of Pulumi 3.259.0); what is written is ASCII. */
const maxValueLength = 256;

const fieldsSchema = z.tuple([
  z.literal(1),
  z.number(),
  z.number(),
  z.string(),
  z.string(),
  z.string().nullable(),
  z.string(),
  z.string(),
  z.union([z.string(), z.number()]).nullable(),
  z.string(),
  stageRecordSchema.shape.program,
]);

/**
 * A record as values of stack tags: its length, then its fields as a JSON array, cut to the size of a value. App and stage are the
 * stack's own names.
 */
export function toTags(record: StageRecord): Record<string, string> {
  const fields: z.infer<typeof fieldsSchema> = [
    record.version,
    record.repository.id,
    record.ephemeral ? 1 : 0,
    record.status,
    record.updatedAt,
    record.commit,
    record.repository.name,
    record.origin.kind,
    valueOf(record.origin),
    record.path,
    ...(record.program === undefined ? ([] as const) : ([record.program] as const)),
  ];
  const text = asciiJson(fields);
  const whole = `${text.length}:${text}`;
  const tags: Record<string, string> = {};
  for (let start = 0; start < whole.length; start += maxValueLength) {
    tags[tagName(start / maxValueLength)] = whole.slice(start, start + maxValueLength);
  }
  return tags;
}

/** Reads the record that a stack's tags hold; null when they hold none. One that is broken is a `Failure` that names the stack. */
export function fromTags(tags: Readonly<Record<string, string>>, key: StageKey): StageRecord | null {
  if (tags[recordTag] === undefined) {
    return null;
  }
  try {
    const [version, repository, ephemeral, status, updatedAt, commit, name, kind, value, path, program] =
      fieldsSchema.parse(JSON.parse(joined(tags)));
    return stageRecordSchema.parse({
      version,
      app: key.app,
      stage: key.stage,
      path,
      repository: { id: repository, name },
      origin: toOrigin(kind, value),
      ephemeral: ephemeral === 1,
      commit,
      status,
      updatedAt,
      ...(program === undefined ? {} : { program }),
    });
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new Failure({
      code: "broken-record",
      message: `The record of what stage ${key.stage} of ${key.app} was made for cannot be used: the tag ${recordTag} of its stack: ${why}`,
      next: `Nothing was changed. Delete the tag (\`pulumi stack tag rm ${recordTag}\`) and deploy the stage again, which writes a new one.`,
      cause,
    });
  }
}

function joined(tags: Readonly<Record<string, string>>): string {
  let whole = "";
  for (let index = 0; tags[tagName(index)] !== undefined; index += 1) {
    whole += tags[tagName(index)];
  }
  const start = whole.indexOf(":") + 1;
  // What a longer record left behind is not read.
  return whole.slice(start, start + Number.parseInt(whole, 10));
}

function tagName(index: number): string {
  return index === 0 ? recordTag : `${recordTag}.${index}`;
}

function valueOf(origin: StageOrigin): string | number | null {
  switch (origin.kind) {
    case "pull_request":
      return origin.number;
    case "branch":
      return origin.branch;
    case "tag":
      return origin.tag;
    case "manual":
      return null;
    default:
      return origin satisfies never;
  }
}

function toOrigin(kind: string, value: string | number | null): unknown {
  switch (kind) {
    case "pull_request":
      return { kind, number: value };
    case "branch":
      return { kind, branch: value };
    case "tag":
      return { kind, tag: value };
    default:
      return { kind };
  }
}

/** JSON of printable ASCII without spaces, which no store that trims or counts in its own way can change. */
function asciiJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replaceAll(/[ \u007F-\uFFFF]/g, escaped);
}
