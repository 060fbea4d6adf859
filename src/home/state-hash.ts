import { createHash } from "node:crypto";

import { z } from "zod";

/** SHA-256, in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const stateSchema = z.looseObject({
  checkpoint: z.looseObject({ latest: z.looseObject({ manifest: z.unknown() }).nullish() }),
});

/**
 * A hash of what a state says, without when it was written: two states with the same are one state, written twice. Text that is no
 * state counts as it is.
 */
export function contentHash(bytes: Uint8Array): string {
  const state = stateSchema.safeParse(jsonOrNull(new TextDecoder().decode(bytes)));
  if (!state.success) {
    return sha256(bytes);
  }
  const { manifest: _when, ...content } = state.data.checkpoint.latest ?? { manifest: null };
  return sha256(new TextEncoder().encode(JSON.stringify(content)));
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
