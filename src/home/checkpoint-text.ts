import { z } from "zod";

import type { StageKey } from "../engine/engine.ts";
import { type Checkpoint, checkpointSchema, type StateResource } from "../engine/pulumi/checkpoint.ts";
import { Failure } from "../failure.ts";
import { commandLine } from "../reader/advice.ts";

/** The full name of a stage's stack as the state carries it; Pulumi's file and bucket backends know one organization of this name. */
export function stackName(key: StageKey): string {
  return `organization/${key.app}/${key.stage}`;
}

/** The state of a stage that has none yet; Pulumi takes it for an empty stack. */
export function emptyCheckpoint(key: StageKey): Checkpoint {
  return { version: 3, checkpoint: { stack: stackName(key), latest: null } };
}

/** Reads a stage's state from text. `source` (a file, an object's name) is named in the `Failure` for text that is broken, cut or another stage's. */
export function parseCheckpoint(text: string, key: StageKey, source: string): Checkpoint {
  const parsed = checkpointSchema.safeParse(parseJson(text, key, source));
  if (!parsed.success) {
    throw broken(key, source, z.prettifyError(parsed.error));
  }
  checkOwner(parsed.data, key, source);
  return parsed.data;
}

function parseJson(text: string, key: StageKey, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw broken(key, source, cause);
  }
}

function broken(key: StageKey, source: string, cause: unknown): Failure {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Failure({
    code: "broken-state",
    message: `The state of stage ${key.stage} of ${key.app} cannot be read: ${source} is not a whole Pulumi checkpoint (${why}).`,
    next: `Nothing was changed. Put a good copy in its place: from the stage's history (\`${commandLine("state history", key)}\`, then \`${commandLine("state restore SNAPSHOT", key)}\`), or Pulumi's own of the state before the last change, beside it (\`.bak\`).`,
    cause,
  });
}

/** Refuses a state that is not the named stage's: written back or destroyed under this name, it would take another stage's resources. */
export function checkOwner(checkpoint: Checkpoint, key: StageKey, source: string): void {
  const name = checkpoint.checkpoint.stack;
  if (name === stackName(key)) {
    return;
  }
  throw new Failure({
    code: "foreign-state",
    message: `${source} should hold the state of ${stackName(key)} and holds that of ${name ?? "a stack without a name"}.`,
    next: "Nothing was changed. Find out how it came there, and put the stage's own state in its place.",
  });
}

/** The resources that a stage still has; its root and its providers' settings are none. */
export function remainingResources(checkpoint: Checkpoint): readonly StateResource[] {
  return (checkpoint.checkpoint.latest?.resources ?? []).filter(
    (resource) => resource.type !== "pulumi:pulumi:Stack" && !resource.type.startsWith("pulumi:providers:"),
  );
}

/** Refuses to forget a stage while its state names resources: they would go on living, and costing, unknown to anyone. */
export function refuseWhileResourcesRemain(checkpoint: Checkpoint, key: StageKey): void {
  const remaining = remainingResources(checkpoint);
  if (remaining.length === 0) {
    return;
  }
  const named = remaining.slice(0, 5).map((resource) => resource.urn);
  const more = remaining.length > named.length ? `\nand ${remaining.length - named.length} more` : "";
  throw new Failure({
    code: "stage-not-empty",
    message: `Stage ${key.stage} of ${key.app} still has ${remaining.length} resource${remaining.length === 1 ? "" : "s"}:\n${named.join("\n")}${more}`,
    next: "Remove the stage again: that goes on with what is left, and then forgets the stage.",
  });
}
