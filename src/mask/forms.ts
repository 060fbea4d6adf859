/**
 * Itself, and what it looks like in base64, which hides in rows of signs too short to be decoded. Everything else that a secret can be
 * written as is found by undoing that (`decoders.ts`).
 *
 * Base64 writes 3 bytes as 4 characters, so a secret inside a longer text looks in three ways, by where it starts. Of each way only the
 * characters that the secret alone decides are taken; of the secret by itself, all.
 */
export function formsOf(secret: string): ReadonlySet<string> {
  const bytes = Buffer.from(secret);
  const forms = [bytes.toString("base64")];
  for (const offset of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    forms.push(text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)));
  }
  return new Set([secret, ...forms.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")])]);
}
