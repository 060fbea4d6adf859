import { createHash } from "node:crypto";

/** The hidden line by which the comment of an app is found again, and by its version knows how to be read. Safe for any name. */
export function commentMarker(of: { readonly app: string; readonly path: string }): string {
  return `<!-- stagewright:1 app="${encode(of.app)}" path="${encode(of.path)}" -->`;
}

/** The same where a comment tells of all stages of a home that are made for its pull request; `home` is where that home is. */
export function sharedMarker(home: string): string {
  return `<!-- stagewright:1 home="${createHash("sha256").update(home).digest("hex").slice(0, 32)}" -->`;
}

/** No character that could end an attribute or a comment is left; a long name ends in its hash, so that two never become one. */
function encode(name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed())
    .replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/")
    .replaceAll("--", "-%2D");
  return encoded.length <= 300
    ? encoded
    : `${encoded.slice(0, 250)}~${createHash("sha256").update(name).digest("hex")}`;
}
