import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";

import { parse, YAMLParseError } from "yaml";
import { z } from "zod";

import { Failure } from "../../failure.ts";
import { checkName } from "../../home/key.ts";
import { here } from "../../reader/reader.ts";

/** A project file larger than this, in characters, is no project's: reading it would only keep the run waiting. */
const mostCharacters = 1_000_000;

/** A key without a value is an absent one, as for Pulumi. */
const projectSchema = z.looseObject({
  name: z.string().min(1),
  runtime: z.union([z.string(), z.looseObject({ name: z.string() })]),
  /** Folder of the `Pulumi.<stack>.yaml` files; `config` as a string is its older name. */
  stackConfigDir: z.string().nullish(),
  config: z.unknown().optional(),
  backend: z.looseObject({ url: z.string().nullish() }).nullish(),
  requiredPulumiVersion: z.string().nullish(),
  main: z.string().nullish(),
  plugins: z.record(z.string(), z.array(z.looseObject({ path: z.string().nullish() })).nullish()).nullish(),
  packages: z.record(z.string(), z.unknown()).nullish(),
});

/** What Stagewright needs to know of a `Pulumi.yaml` project. */
export type PulumiProject = {
  /** The app's name: the namespace of all that it owns. */
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
  /** Absolute folder of the stages' configuration files. */
  readonly configDirectory: string;
  /** Of the project's file, and so of its stages' configuration files: `.yaml`, `.yml` or `.json`. */
  readonly extension: string;
  readonly backendUrl: string | null;
  readonly requiredPulumiVersion: string | null;
  /** The program's folder or file, as the file has it; null for the project's folder. */
  readonly main: string | null;
  /** Providers that lie in a folder of the project's own (`plugins`, `packages`), with their paths as the file has them. */
  readonly ownProviders: readonly OwnProvider[];
};

export type OwnProvider = { readonly name: string; readonly path: string };

const fileNames = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** Reads the project file in a folder; null when there is none. A file that is no project is a `Failure` that names it. */
export async function readProject(directory: string): Promise<PulumiProject | null> {
  for (const fileName of fileNames) {
    const path = join(directory, fileName);
    const text = await readIfThere(path);
    if (text !== null) {
      return toProject(path, directory, text);
    }
  }
  return null;
}

/** Whether a project file lies in a folder, broken or not. */
export async function hasProject(directory: string): Promise<boolean> {
  const texts = await Promise.all(fileNames.map((fileName) => readIfThere(join(directory, fileName))));
  return texts.some((text) => text !== null);
}

/** The project in a folder; null also where its file cannot be used, which whoever needs the project says (`requireProject`). */
export async function readUsableProject(directory: string): Promise<PulumiProject | null> {
  return readProject(directory).catch((error: unknown) => {
    if (error instanceof Failure) {
      return null;
    }
    throw error;
  });
}

/** The project in a folder; none (or no folder, where nothing was checked out) is a `Failure`. */
export async function requireProject(directory: string | null): Promise<PulumiProject> {
  const project = directory === null ? null : await readProject(directory);
  if (project !== null) {
    return project;
  }
  throw new Failure({
    code: "no-project",
    message: `There is no Pulumi.yaml in ${directory ?? "the workspace"}.`,
    next: here("go to the project"),
  });
}

function toProject(path: string, directory: string, text: string): PulumiProject {
  if (text.length > mostCharacters) {
    throw new Failure({
      code: "broken-project",
      message: `${path} is too large for a Pulumi project file: ${text.length} characters.`,
      next: `Keep it below ${mostCharacters} characters.`,
    });
  }
  const parsed = projectSchema.safeParse(parseYaml(path, text));
  if (!parsed.success) {
    throw new Failure({
      code: "broken-project",
      message: `${path} is not a Pulumi project file:\n${z.prettifyError(parsed.error)}`,
      next: "It needs at least a `name` and a `runtime`.",
    });
  }
  const { data } = parsed;
  const configFolder = data.stackConfigDir ?? (typeof data.config === "string" ? data.config : ".");
  return {
    name: checkName(data.name, `an app (\`name\` in ${path})`),
    directory,
    configDirectory: join(directory, configFolder),
    extension: extname(path),
    backendUrl: data.backend?.url ?? null,
    requiredPulumiVersion: data.requiredPulumiVersion ?? null,
    main: data.main || null,
    ownProviders: ownProviders(data),
  };
}

function ownProviders({ plugins, packages }: z.infer<typeof projectSchema>): readonly OwnProvider[] {
  const ofPlugins = (plugins?.["providers"] ?? []).flatMap(({ name, path }) =>
    typeof name === "string" && typeof path === "string" ? [{ name, path }] : [],
  );
  const ofPackages = Object.entries(packages ?? {}).flatMap(([name, spec]) => {
    const source: unknown = typeof spec === "object" && spec !== null ? Reflect.get(spec, "source") : spec;
    return typeof source === "string" && isFolder(source) ? [{ name, path: source }] : [];
  });
  return [...ofPlugins, ...ofPackages];
}

/** Pulumi's `IsLocalPluginPath`, for what a person would write: neither the name of a plugin nor a URL. */
function isFolder(source: string): boolean {
  return /^\.{1,2}(?:\/|$)|^\//u.test(source);
}

const parsedFiles = new Map<string, { readonly text: string; readonly value: unknown }>();

/** Parses a file's YAML, once while it stays as it is: the value is not to be changed. A syntax error is a `Failure` with the file's name and the line. */
export function parseYaml(path: string, text: string): unknown {
  const before = parsedFiles.get(path);
  if (before?.text === text) {
    return before.value;
  }
  try {
    const value: unknown = parse(text, { logLevel: "error" });
    parsedFiles.set(path, { text, value });
    return value;
  } catch (cause) {
    throw brokenYaml(path, cause instanceof YAMLParseError ? cause.message : String(cause), cause);
  }
}

export function brokenYaml(path: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code: "broken-yaml",
    message: `${path} is not valid YAML: ${why}`,
    next: "Fix the file and run again.",
    cause,
  });
}

/** A file's text, or null when there is no such file. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) {
      return null;
    }
    throw error;
  }
}
