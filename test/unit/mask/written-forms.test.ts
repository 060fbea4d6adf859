import { inspect } from "node:util";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createMask } from "../../../src/mask.ts";

function hiddenBy(secret: string, text: string): string {
  const mask = createMask(() => undefined);
  mask.add(secret);
  return mask.hide(text);
}

const base64 = (text: string) => Buffer.from(text).toString("base64");
const wrapped = (text: string) => base64(text).replaceAll(/.{76}/gu, "$&\n");
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
const entities = (text: string) =>
  Array.from(text, (sign) => `&#x${(sign.codePointAt(0) ?? 0).toString(16)};`).join("");
const goQuoted = (text: string) =>
  JSON.stringify(text).replaceAll(/[<>&]/gu, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
const byteEscapes = (text: string) =>
  text.replaceAll(/[^ -~]/gu, (sign) => [...Buffer.from(sign)].map((byte) => `\\x${byte.toString(16)}`).join(""));
const octal = (text: string) =>
  text.replaceAll(/[^ -~]/gu, (sign) => [...Buffer.from(sign)].map((byte) => `\\${byte.toString(8)}`).join(""));

const secret = `p&ss 'wörd'"\\/<1>+~ \`x\` \${y} %41`;

describe("one secret", () => {
  test.each<[string, string]>([
    ["inspected", inspect(secret)],
    ["inspected within an object", inspect({ outer: { secret } })],
    ["inspected with each quote", inspect([secret, `it's ${secret}`, `it's "${secret}"`])],
    ["encoded by encodeURI", encodeURI(secret)],
    ["encoded byte by byte", percent(secret)],
    ["as user info of an address", `https://user:${encodeURIComponent(secret).replaceAll("%26", "&")}@host.example/`],
    ["in a form that keeps spaces as +", `a=${encodeURIComponent(secret).replaceAll("%20", "+")}&b=1`],
    ["encoded twice", encodeURIComponent(encodeURIComponent(secret))],
    ["in numeric entities", entities(secret)],
    ["in decimal entities", secret.replaceAll(/[^a-z0-9 ]/giu, (sign) => `&#${sign.codePointAt(0)};`)],
    [
      "in HTML of JSON",
      JSON.stringify({ secret }).replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"),
    ],
    ["as Go quotes it", goQuoted(secret)],
    ["as Python shows bytes", byteEscapes(secret.replaceAll("\\", "\\\\").replaceAll("'", "\\'"))],
    ["as git shows it", octal(secret.replaceAll("\\", "\\\\").replaceAll('"', '\\"'))],
    ["in a shell's single quotes", `'${secret.replaceAll("'", String.raw`'\''`)}'`],
    ["in a shell's double quotes", `"${secret.replaceAll(/[$`"\\]/gu, "\\$&")}"`],
    ["in YAML's single quotes", `key: '${secret.replaceAll("'", "''")}'`],
    ["in a table of CSV", `a,"${secret.replaceAll('"', '""')}",b`],
    ["in base64 of JSON", base64(JSON.stringify({ password: secret }))],
    ["in base64 of JSON, one byte on", base64(JSON.stringify({ apassword: secret }))],
    ["in base64 of JSON, two bytes on", base64(JSON.stringify({ abpassword: secret }))],
    ["in base64 of indented JSON", base64(JSON.stringify({ a: { secret } }, null, 2))],
    ["in base64 of Go's JSON", base64(`{"s":${goQuoted(secret)}}`)],
    ["in base64 for addresses, of JSON", Buffer.from(JSON.stringify({ secret })).toString("base64url")],
    ["in base64 of base64 of JSON", base64(JSON.stringify({ auth: base64(JSON.stringify({ secret })) }))],
    ["in base64 behind a path", `/some/folder/${base64(JSON.stringify({ secret }))}`],
    ["in base64 of UTF-16", Buffer.from(`xx ${secret} xx`, "utf16le").toString("base64")],
    ["in base64 broken into lines", wrapped(JSON.stringify({ before: "x".repeat(60), secret, after: "y".repeat(90) }))],
    ["in base64 broken into lines, in JSON", JSON.stringify(wrapped(`${"x".repeat(60)}${secret}${"y".repeat(90)}`))],
    ["in JSON in JSON in JSON", JSON.stringify(JSON.stringify(JSON.stringify({ secret })))],
    ["joined from two strings", JSON.stringify(secret.slice(0, 9)) + " +\n  " + JSON.stringify(secret.slice(9))],
  ])("is hidden %s", (_, text) => {
    const hidden = hiddenBy(secret, `before ${text} after`);
    expect(hidden).toMatch(/^before [^]*\*\*\*[^]* after$/u);
    expect(hidden.replaceAll("\\", "")).not.toMatch(/w(?:ö|%C3)|&lt;1&gt;|<1>/u);
    expect(hidden.length).toBeLessThan(text.length + 14);
  });

  test.each([
    ["inspected", (key: string) => inspect({ a: { key } })],
    ["inspected and in JSON", (key: string) => JSON.stringify(inspect({ a: { key } }))],
    ["in JSON", (key: string) => JSON.stringify({ key })],
    ["in base64 of JSON", (key: string) => base64(JSON.stringify({ key }))],
    ["in Python's triple form", (key: string) => `'${key.replaceAll("\n", "\\n'\n  '")}'`],
  ])("of several lines is hidden %s", (_, write) => {
    const key = [
      "-----BEGIN KEY-----",
      ...["MIIEvQ", "IBADAN", "Bgkqhk"].map((line) => line.repeat(8)),
      "-----END KEY-----",
    ].join("\n");
    const hidden = hiddenBy(`${key}\n`, write(key));
    expect(hidden).not.toMatch(/MIIEvQ|IBADAN|Bgkqhk|TUlJRXZR/u);
  });
});

test("whatever ways of writing are put around each other", () => {
  const writers: readonly ((text: string) => string)[] = [
    (text) => JSON.stringify({ a: text }),
    (text) => inspect({ a: text }, { breakLength: 60 }),
    encodeURIComponent,
    percent,
    entities,
    (text) => `Basic ${base64(`x-access-token:${text}`)}`,
    goQuoted,
    (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`,
  ];
  const word = fc
    .string({ unit: "grapheme-ascii", minLength: 6, maxLength: 30 })
    .filter((text) => /^[^\s*]{6,}$/u.test(text));
  fc.assert(
    fc.property(
      word,
      fc.array(fc.constantFrom(...writers), { minLength: 1, maxLength: 3 }),
      fc.array(fc.constantFrom("", " ", "x", "=="), { minLength: 2, maxLength: 2 }),
      (value, around, [before = "", after = ""]) => {
        const text = around.reduce((inner, write) => write(inner), `${before}${value}${after}`);
        expect(hiddenBy(value, text)).toContain("***");
      },
    ),
    { numRuns: 500 },
  );
});

describe("nothing else is hidden", () => {
  test("what stands around a secret stays as it was written", () => {
    expect(hiddenBy("s3cr3t/value", "a%20b \\n &amp; '' s3cr3t%2Fvalue %41 \\\\ &lt;")).toBe(
      "a%20b \\n &amp; '' *** %41 \\\\ &lt;",
    );
    expect(hiddenBy("s3cr3t/value", `{"a":"s3cr3t\\/value","b":"1\\/2"}`)).toBe(`{"a":"***","b":"1\\/2"}`);
  });

  test("a text that holds no secret in any of these ways", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (one, other) => {
        const text = [
          one,
          JSON.stringify(other),
          encodeURIComponent(one.toWellFormed()),
          base64(other),
          inspect(one),
        ].join(" ");
        expect(hiddenBy("never-in-any-text", text)).toBe(text);
      }),
    );
  });

  test.each(["a1b2c", "12345", "x' +"])("anything of a secret under 6 characters: %j", (short) => {
    const text = [short, base64(short), base64(JSON.stringify({ short })), percent(short), JSON.stringify(short)].join(
      " ",
    );
    expect(hiddenBy(short, text)).toBe(text);
  });
});
