import { extractEach, replaceEach, type View } from "./view.ts";

/** Undoes one way of writing a text wherever it is used in it; null where it is not. */
export type Decoder = (text: string) => View | null;

/**
 * The ways of writing that a secret comes through on its way into logs and bodies. Each undoes one layer, whichever characters the writer chose
 * to escape: JSON inside JSON, or a quoted string in an address, takes several in turn.
 */
export const decoders: readonly Decoder[] = [
  where(/\\|['"`]\s*\+/u, (text) => replaceEach(text, backslashes, unescape)),
  // A shell's quote inside quotes; all other backslashes in those are what they are.
  where(/'\\''/u, (text) => replaceEach(text, /'\\''/gu, () => "'")),
  where(/%[0-9a-f]{2}/iu, (text) =>
    replaceEach(text, /(?:%[0-9a-f]{2})+/giu, (found) => textOfBytes(found.replaceAll("%", ""))),
  ),
  where(/\S\+\S/u, (text) => replaceEach(text, /(?<=\S)\+(?=\S)/gu, () => " ")),
  where(/&[#a-z]/iu, (text) => replaceEach(text, /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,4});/giu, characterOf)),
  // Quotes inside quotes, as YAML, SQL and CSV write them.
  where(/''|""/u, (text) => replaceEach(text, /''|""/gu, (found) => found.slice(1))),
  where(/[^ -~\n\t\r]/u, (text) => replaceEach(text, invisible, () => "")),
  where(/[a-z0-9+/_-]{16}/iu, (text) => extractEach(text, base64, fromBase64)),
];

/** Most texts are short and plain: they are spared the search for what is decoded. */
function where(sign: RegExp, decode: Decoder): Decoder {
  return (text) => (sign.test(text) ? decode(text) : null);
}

/**
 * Escapes of JSON, JavaScript, Python, Go, C and shells, and the joints where Node's `util.inspect` and people break a long string
 * (`'…\n' +`, a backslash at a line's end).
 */
const backslashes =
  /(?<quote>['"`])\s*\+\s*\k<quote>|(?:\\x[0-9a-f]{2})+|(?:\\[0-3][0-7]{2})+|\\u\{[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\(?:\r\n|[^])/gi;

const named: Readonly<Record<string, string>> = { a: "\u0007", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

function unescape(found: string): string {
  if (!found.startsWith("\\")) {
    return "";
  }
  if (found.length === 2) {
    const character = found.charAt(1);
    return character === "\n" ? "" : (named[character] ?? character);
  }
  if (found === "\\\r\n") {
    return "";
  }
  if (/^\\x/iu.test(found)) {
    return textOfBytes(found.replaceAll(/\\x/giu, ""));
  }
  if (/^\\\d/u.test(found)) {
    return textOfBytes(
      found
        .slice(1)
        .split("\\")
        .map((code) => Number.parseInt(code, 8).toString(16).padStart(2, "0"))
        .join(""),
    );
  }
  return codePoint(Number.parseInt(found.replaceAll(/[^0-9a-f]/giu, ""), 16), found);
}

/** Bytes in hexadecimal as UTF-8, or each as a character where they are none. */
function textOfBytes(hexadecimal: string): string {
  const bytes = Buffer.from(hexadecimal, "hex");
  const text = bytes.toString("utf8");
  return text.includes("\uFFFD") ? bytes.toString("latin1") : text;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  sol: "/",
  plus: "+",
};

function characterOf(entity: string): string {
  const name = entity.slice(1, -1);
  if (!name.startsWith("#")) {
    return entities[name.toLowerCase()] ?? entity;
  }
  return codePoint(/^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)), entity);
}

function codePoint(code: number, otherwise: string): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : otherwise;
}

/** Colours, control characters and zero-width ones. */
const invisible = /(?![\n\t\r])\p{Cc}(?:\[[\d;]*[a-z])?|\p{Cf}/giu;

/** Long enough to hold a secret with something around it; `base64` and mail break it into lines. */
const base64 = /(?:(?:[a-z0-9+/_-]{60,}\r?\n[ \t]*)+[a-z0-9+/_-]*|[a-z0-9+/_-]{16,})={0,2}/giu;

/** What can be read for as long as the shortest secret; of bytes that are no text nothing else is left. */
const readable = /[^\p{Cc}\uFFFD]{6}(?:[^\p{Cc}\uFFFD]|[\n\r\t])*/gu;

/** Where the encoding begins in a row of its signs cannot be told: a path or a name can stand before it. */
function fromBase64(found: string): string[] {
  const signs = found.replaceAll(/\s/gu, "");
  const [bytes = Buffer.of(), ...others] = [0, 1, 2, 3].map((start) => Buffer.from(signs.slice(start), "base64"));
  // PowerShell's encoded commands are UTF-16.
  const texts = [bytes.includes(0) ? bytes.toString("utf16le") : "", ...[bytes, ...others].map(String)];
  return texts.flatMap((text) => text.match(readable) ?? []);
}
