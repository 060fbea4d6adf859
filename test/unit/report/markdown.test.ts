import { describe, expect, test } from "vitest";

import { alertBox, autolink, code, codeLine, escapeText, fence, fold, link } from "../../../src/report/markdown.ts";
import { readMarkdown } from "./read-markdown.ts";

describe("escapeText", () => {
  test.each([
    "# no heading",
    "- no item",
    "1. no item",
    "> no quote",
    "=== ---",
    "**bold** _i_ ~~s~~ snake_case_name",
    "[x](https://evil.example) ![i](x.png)",
    "<b>&amp;</b> <!-- c -->",
    "`code` \\* | $x$",
  ])("%j shows as it is", (text) => {
    const read = readMarkdown(escapeText(text));
    expect([...read.kinds]).toEqual(["root", "paragraph", "text"]);
    expect(read.text).toBe(text);
  });

  test.each([
    "@octocat",
    "a@b.example",
    "fixes #12",
    "GH-7",
    "acme/shop#1",
    "https://evil.example",
    "www.evil.example",
    ":bomb:",
  ])("%j is broken up by a character that nobody sees", (text) => {
    expect(escapeText(text)).toContain("&#8203;");
    expect(readMarkdown(escapeText(text))).toMatchObject({ text, links: [] });
  });

  test("a commit id leaves no piece that is long enough to be one", () => {
    const pieces = escapeText("abc1234def5678abc1234def5678abc1234def56").split("&#8203;");
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(7);
  });

  test("ordinary text stays readable in the source", () => {
    const text = "The stage pr-12 (feature-Login-2) is at 10:30, 5 % done; PULUMI_CONFIG_PASSPHRASE!";
    expect(escapeText(text)).toBe(text);
  });
});

describe("code", () => {
  test.each(["plain", "a|b", "a\\|b", "`", "``a``", "@octocat #1", "</details>", "ends with \\", "<b>"])(
    "%j, in a table too",
    (text) => {
      expect(readMarkdown(code(text)).text.split("\u0001").join("")).toBe(text);
      const inTable = readMarkdown(`| a | b |\n| --- | --- |\n| ${code(text)} | x |`);
      expect(inTable.tables).toEqual([[2, 2]]);
      expect(inTable.text.split("\u0001").join("")).toBe(`ab${text}x`);
    },
  );

  test("of nothing says so", () => {
    expect(code("\u200B \n")).toBe("(empty)");
  });

  test("never holds an HTML comment, which could be taken for a marker", () => {
    expect(codeLine("<!-- stagewright:1 -->")).not.toContain("<!--");
  });
});

test.each(["```", "`````", "a ```` b"])("a fence is longer than %j in it", (text) => {
  const read = readMarkdown(`${fence("text", [text, "</details>"])}\n\nafter`);
  expect(read.text).toBe(`${text}\n</details>\u0001after`);
});

test("a fold is closed, and what is in it is markdown", () => {
  const read = readMarkdown(fold("2 warnings", "**x**"));
  expect(read.html).toEqual(["<details>\n<summary>2 warnings</summary>", "</details>"]);
  expect(read.kinds).toContain("strong");
});

test("every line of an alert box is in it", () => {
  expect(alertBox("CAUTION", "a\n\n- b")).toBe("> [!CAUTION]\n> a\n>\n> - b");
});

describe("addresses", () => {
  test("only those of the web become links", () => {
    expect(link("run", "https://github.com/a/b")).toBe("[run](https://github.com/a/b)");
    expect(link("run", "javascript:alert(1)")).toBe("run");
    expect(link("run", "no address")).toBe("run");
    expect(autolink("ftp://x")).toBe("`ftp://x`");
  });

  test.each([
    "https://x.example/a b",
    "https://x.example/)](y)",
    "https://x.example/<b>?q=`|`",
    "https://x.example/\n## h",
  ])("%j stays one link", (address) => {
    for (const markdown of [link("run", address), autolink(address)]) {
      const read = readMarkdown(markdown);
      expect(read.links).toHaveLength(1);
      expect([...read.kinds]).toEqual(["root", "paragraph", "link", "text"]);
    }
  });

  test("a very long one is told, not linked", () => {
    expect(readMarkdown(autolink(`https://x.example/${"a".repeat(600)}`)).links).toEqual([]);
  });
});
