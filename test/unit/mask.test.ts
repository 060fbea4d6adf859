import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createMask } from "../../src/mask.ts";
import { escapeText } from "../../src/report/markdown.ts";

function maskOf(...secrets: readonly unknown[]): { hide: (text: string) => string; registered: string[] } {
  const registered: string[] = [];
  const mask = createMask((value) => registered.push(value));
  for (const secret of secrets) {
    mask.add(secret);
  }
  return { hide: mask.hide, registered };
}

const secret = 'p&ss "wörd"\\/<1>+~';

describe("a secret is hidden", () => {
  test.each([
    ["as it is", secret],
    ["in JSON", JSON.stringify({ secret })],
    ["in JSON inside JSON", JSON.stringify(JSON.stringify({ secret }))],
    ["in JSON as Go writes it", '"p\\u0026ss \\"wörd\\"\\\\/\\u003c1\\u003e+~"'],
    ["in JSON of ASCII only", '"p&ss \\"w\\u00f6rd\\"\\\\/<1>+~"'],
    ["in an address", `https://x.example/?q=${encodeURIComponent(secret)}&b=1`],
    ["in an address, lower case", `q=${encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())}`],
    ["in a form", new URLSearchParams({ secret }).toString()],
    ["in HTML", "p&amp;ss &quot;wörd&quot;\\/&lt;1&gt;+~"],
    ["in our own markdown", escapeText(secret)],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in base64 for addresses", Buffer.from(secret).toString("base64url")],
    ["in base64 at the second byte", Buffer.from(`a${secret}zz`).toString("base64")],
    ["in base64 at the third byte", Buffer.from(`user:abc${secret}`).toString("base64")],
    ["with colours inside", `${secret.slice(0, 5)}\u001B[31m${secret.slice(5)}`],
    ["with invisible characters inside", `${secret.slice(0, 5)}\u200B${secret.slice(5)}`],
  ])("%s", (_, text) => {
    const hidden = maskOf(secret).hide(text);
    expect(hidden).toContain("***");
    for (const piece of [
      "p&ss",
      'rd"',
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64").slice(4, 16),
    ]) {
      expect(hidden).not.toContain(piece);
    }
  });

  test("wherever it stands, whatever is around it and in whatever case of several", () => {
    const word = fc
      .string({ unit: "grapheme", minLength: 6, maxLength: 20 })
      .filter((text) => text.trim().length >= 6 && !text.includes("*"));
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 30 }),
        fc.array(fc.string(), { maxLength: 5 }),
        (secrets, others) => {
          const { hide } = maskOf(...secrets);
          const text = secrets.map((value, index) => `${others[index] ?? ""}${value}`).join("");
          const hidden = hide(text);
          expect(secrets.filter((value) => hidden.includes(value.trim()))).toEqual([]);
        },
      ),
    );
  });

  test("line by line, and as the whole text", () => {
    const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\n}\nqhkiG9w0BAQEFA\r\n-----END KEY-----\n";
    const { hide, registered } = maskOf(key);
    expect(hide("line: qhkiG9w0BAQEFA")).toBe("line: ***");
    expect(hide(key.trim())).toBe("***");
    expect(hide(JSON.stringify(key.trim()))).toBe('"***"');
    expect(registered).toEqual(["-----BEGIN KEY-----", "MIIEvQIBADANBg", "qhkiG9w0BAQEFA", "-----END KEY-----"]);
  });

  test("with all leaves of a JSON value, also one that is text", () => {
    const { hide, registered } = maskOf({
      a: ["first-secret", 1234567],
      b: '{"password":"second-secret"}',
      c: true,
      d: null,
    });
    expect(hide("first-secret 1234567 second-secret true")).toBe("*** *** *** true");
    expect(registered.sort()).toEqual(["1234567", "first-secret", "second-secret", '{"password":"second-secret"}']);
  });

  test("once, where two secrets overlap or touch", () => {
    const { hide } = maskOf("abcdefgh", "efghijkl", "mnopqrst", "abcdefghij-long");
    expect(hide("x abcdefghijkl y")).toBe("x *** y");
    expect(hide("abcdefghmnopqrst")).toBe("***");
    expect(hide("abcdefghij-long")).toBe("***");
  });
});

describe("nothing else is hidden", () => {
  test("a secret under 6 characters hides nothing and is not registered", () => {
    const { hide, registered } = maskOf("short", "", "     a     ", 12345, true, null, undefined);
    expect(hide("short 12345 true null")).toBe("short 12345 true null");
    expect(registered).toEqual([]);
  });

  test("text without a secret comes back as it was, colours and all", () => {
    const text = "\u001B[32mgreen\u001B[0m and plain";
    expect(maskOf("secret-value").hide(text)).toBe(text);
    expect(maskOf().hide(text)).toBe(text);
  });

  test("an ordinary word that is a secret is hidden all the same", () => {
    expect(maskOf("password").hide("the password is password")).toBe("the *** is ***");
  });
});

test("the runner is told each secret once", () => {
  const { registered } = maskOf("same-secret", "same-secret", "same-secret\nother-line", ["same-secret"]);
  expect(registered).toEqual(["same-secret", "other-line"]);
});

test("thousands of secrets in megabytes of text", () => {
  const secrets = Array.from({ length: 3000 }, (_, index) => `secret-number-${index}-of-many`);
  const { hide } = maskOf(...secrets);
  const text = `${"some ordinary text without anything to hide ".repeat(40_000)}secret-number-2999-of-many`;
  expect(hide(text).endsWith(" ***")).toBe(true);
});
