import { z } from "zod";

import type { StageKey } from "../engine/engine.ts";
import type { Checkpoint } from "../engine/pulumi/checkpoint.ts";
import { jsonOrNull } from "../json.ts";
import { parseCheckpoint, stackName } from "./checkpoint-text.ts";

const exportSchema = z.looseObject({ version: z.number(), deployment: z.unknown() });
const storedSchema = z.looseObject({ version: z.number(), checkpoint: z.looseObject({ latest: z.unknown() }) });

/** Brings what `pulumi stack export` writes into the form in which a state is stored; other text is read as a stored state. */
export function fromExport(text: string, key: StageKey, source: string): Checkpoint {
  const exported = exportSchema.safeParse(jsonOrNull(text));
  if (!exported.success || !("deployment" in exported.data)) {
    return parseCheckpoint(text, key, source);
  }
  const { version, deployment } = exported.data;
  const state = { version, checkpoint: { stack: stackName(key), latest: deployment ?? null } };
  return parseCheckpoint(JSON.stringify(state), key, source);
}

/** The same as `pulumi stack import` takes it; text that is in that form already, or in none, comes back as it is. */
export function toExport(text: string): string {
  const stored = storedSchema.safeParse(jsonOrNull(text));
  if (!stored.success) {
    return text;
  }
  // An empty deployment is what Pulumi exports of a stack that was never deployed.
  const { version, checkpoint } = stored.data;
  return `${JSON.stringify({ version, deployment: checkpoint.latest ?? {} }, null, 4)}\n`;
}
