import { createHash } from "node:crypto";

import { z } from "zod";

import { isSecret } from "../engine/pulumi/signature.ts";
import { jsonOrNull } from "../json.ts";

/** SHA-256, in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const stateSchema = z.looseObject({
  checkpoint: z.looseObject({ latest: z.looseObject({ manifest: z.unknown() }).nullish() }),
});

/**
 * A hash of what a state says, without when it was written, and without the values of its secrets, which the engine encrypts anew in each
 * run: two states with the same are one state, written twice, unless the command between them says that it changed something. Text that is
 * no state counts as it is.
 */
export function contentHash(bytes: Uint8Array): string {
  const state = stateSchema.safeParse(jsonOrNull(new TextDecoder().decode(bytes)));
  if (!state.success) {
    return sha256(bytes);
  }
  const { manifest: _when, ...content } = state.data.checkpoint.latest ?? { manifest: null };
  return sha256(new TextEncoder().encode(JSON.stringify(content, withoutSecret)));
}

function withoutSecret(_name: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && isSecret(value) ? "secret" : value;
}
