import type { z } from "zod";

import { usageError } from "./usage-error.ts";

/**
 * Reads an option's value as the action reads its input of that name; what does not fit is a `Failure` (`usage`). The value is not repeated:
 * a configuration may hold secrets.
 */
export function asInput<Output>(name: string, schema: z.ZodType<Output>, text: string): Output {
  const parsed = schema.safeParse(text);
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map(({ message }) => message).join("; ");
  throw usageError(`\`--${name}\` ${problems}.`, "See `stagewright help deploy`.");
}
