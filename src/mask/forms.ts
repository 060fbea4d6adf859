import { escapeText } from "../report/markdown.ts";

/** Every form that a secret takes on its way into logs, bodies and addresses, itself among them. */
export function formsOf(secret: string): ReadonlySet<string> {
  const json = JSON.stringify(secret).slice(1, -1);
  const uri = encodeURIComponent(secret.toWellFormed());
  const form = new URLSearchParams({ "": secret }).toString().slice(1);
  return new Set([
    secret,
    json,
    // JSON inside JSON, as in an error that quotes a request's body.
    JSON.stringify(json).slice(1, -1),
    asGoWritesJson(json),
    asAsciiJson(json),
    uri,
    withLowerCaseHex(uri),
    form,
    withLowerCaseHex(form),
    escapeHtml(secret),
    escapeText(secret),
    ...base64FormsOf(secret),
  ]);
}

/** Go's encoder, and so the engine, also escapes what could end a script element. */
function asGoWritesJson(json: string): string {
  return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

function asAsciiJson(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function withLowerCaseHex(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

const htmlEntities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => htmlEntities[character] ?? character);
}

/**
 * Base64 writes 3 bytes as 4 characters, so a secret inside a longer text looks in three ways, by where it starts. Of each way only the
 * characters that the secret alone decides are taken; of the secret by itself, all.
 */
function base64FormsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const forms = [bytes.toString("base64")];
  for (const offset of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    forms.push(text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)));
  }
  return forms.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}
