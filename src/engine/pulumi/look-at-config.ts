import { parseDocument } from "yaml";
import { z } from "zod";

import { Failure } from "../../failure.ts";
import { brokenYaml } from "./project.ts";

/** A key without a value is an absent one, as for Pulumi, to which a number is a text. */
const optionalText = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === "" ? undefined : String(value)))
  .optional();

const configSchema = z.looseObject({
  encryptionsalt: optionalText,
  secretsprovider: optionalText,
  encryptedkey: optionalText,
  config: z.record(z.string(), z.unknown()).nullish(),
});

/** The configuration that a stage runs with, as it stands in its file. */
export type StackConfig = z.infer<typeof configSchema>;

/** What we read in a configuration; `problem` is why we cannot read all of it, null where we can: whether Pulumi can is for Pulumi to say. */
export type ReadConfig = { readonly config: StackConfig; readonly problem: Failure | null };

/**
 * What a configuration's text says, as far as we can read it. Pulumi reads it with another library: of several documents in one file it takes the
 * first, and it is less strict about where a brace stands.
 */
export function lookAtConfig(file: string, text: string): ReadConfig {
  const document = parseDocument(text, { merge: true });
  const error = document.errors.find(({ code }) => code !== "MULTIPLE_DOCS");
  const { value, unreadable = error?.message } = valueOf(document);
  const parsed = configSchema.safeParse(value ?? {});
  const config = parsed.data ?? configSchema.catch({}).parse(isRecord(value) ? { ...value, config: null } : {});
  if (unreadable !== undefined) {
    return { config, problem: brokenYaml(file, unreadable) };
  }
  return { config, problem: parsed.success ? null : notAConfiguration(file, z.prettifyError(parsed.error)) };
}

/** Aliases may stand for nothing, or for too much. */
function valueOf(document: ReturnType<typeof parseDocument>): { value: unknown; unreadable?: string } {
  try {
    return { value: document.toJS() };
  } catch (error) {
    return { value: null, unreadable: String(error) };
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** What a configuration's text says; one that is none is a `Failure` that names the file. */
export function parseConfig(file: string, text: string): StackConfig {
  const { config, problem } = lookAtConfig(file, text);
  if (problem !== null) {
    throw problem;
  }
  return config;
}

function notAConfiguration(file: string, why: string): Failure {
  return new Failure({
    code: "broken-configuration",
    message: `${file} is not a stack configuration:\n${why}`,
    next: "Fix the file and run again.",
  });
}
