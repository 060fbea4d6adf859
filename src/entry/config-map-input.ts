import { parse } from "yaml";
import { z } from "zod";

import type { ConfigEntry } from "../engine/run-options.ts";

const detailedSchema = z.strictObject({ value: z.unknown(), secret: z.boolean().optional() });

/** A YAML or JSON map of `key: value` or `key: { value, secret }`, as pulumi/actions takes it. */
export const configMap = z.string().transform((text, context): readonly ConfigEntry[] => {
  const map = z.record(z.string().min(1), z.unknown()).safeParse(parsed(text) ?? {});
  if (!map.success) {
    // Not the text or the parser's words: both repeat what may be secret.
    context.addIssue({ code: "custom", message: "must be a map of `key: value` or `key: { value: …, secret: true }`" });
    return [];
  }
  return Object.entries(map.data).map(([key, given]) => {
    const detailed = detailedSchema.safeParse(given);
    return detailed.success && detailed.data.value !== undefined
      ? { key, value: detailed.data.value, secret: detailed.data.secret === true }
      : { key, value: given, secret: false };
  });
});

/** What cannot be parsed is text, and so no map. */
function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}
