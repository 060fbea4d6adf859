import { z } from "zod";

// Inputs come as text, empty where they are not given: what several actions' inputs are read as.

export const optional = z
  .string()
  .trim()
  .transform((text) => (text === "" ? null : text));

export const flag = z.string().trim().pipe(z.stringbool("must be `true` or `false`"));

export function oneOf<const Name extends string>(names: readonly Name[]): z.ZodType<Name> {
  return z.string().trim().pipe(z.enum(names));
}

/** What is no id is as good as none: servers that do not know the expression leave it empty, and only the early take-over of locks rests on it. */
export const jobId = z
  .string()
  .trim()
  .transform((text) => (/^\d+$/u.test(text) ? Number(text) : null));
