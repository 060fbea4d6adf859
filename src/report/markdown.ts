import { cutMiddle } from "./cut.ts";
import { oneLine, visible } from "./visible.ts";

/** Stands between characters that GitHub would make a link, a mention or an emoji of; `visible` took all others of its kind out. */
const BREAK = "\u200B";

/**
 * Where GitHub links or pings. It does so on the text that a browser would see, so that neither `\@` nor `&#64;` helps: only a character
 * in between does. In order: mentions and addresses, issue numbers, `GH-1`, URLs, `www.`, emoji names.
 */
const linked = /@(?=[\w.-])|#(?=\d)|(?<![a-z0-9])GH-(?=\d)|:(?=\/\/)|(?<![a-z0-9])www(?=\.)|:(?=[\w+-]+(?::|$))/gi;
const commitId = /(?<![a-z0-9])[0-9a-f]{7,64}(?![a-z0-9])/gi;
const special = /[&<>`*[\]|~\\$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

/** Text of others on one line of markdown (paragraph, list, table cell, heading) or of HTML, as it is: links, pings and formats nothing. */
export function escapeText(text: string): string {
  return oneLine(text)
    .replace(linked, (found) => found + BREAK)
    .replace(commitId, (id) => id.replace(/.{6}(?=.)/g, `$&${BREAK}`))
    .replace(special, entity)
    .replace(/^[#+=-]/, entity)
    .replace(/^(\d+)([.)])/, (_, digits: string, dot: string) => digits + entity(dot))
    .replaceAll(BREAK, entity(BREAK));
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/**
 * Text of others as inline code, fit for tables too. A pipe or a backtick makes it HTML: a table splits its cells before it knows of code,
 * and what stands before the pipe can undo an escape.
 */
export function code(text: string): string {
  const content = codeLine(text);
  if (content === "") {
    return "(empty)";
  }
  return /[|`\\]/.test(content) ? `<code>${escapeText(text)}</code>` : `\`${content}\``;
}

/** One line for a fence. An HTML comment in it is broken up, so that a body never holds the marker of another comment. */
export function codeLine(text: string): string {
  return withoutComments(oneLine(text));
}

/** The lines of a text for a fence. */
export function codeLines(text: string): string[] {
  return visible(text).replaceAll("\t", "  ").split("\n").map(withoutComments);
}

function withoutComments(line: string): string {
  return line.replaceAll("<!--", `<!${BREAK}--`);
}

/** A fenced block; its fence is longer than any row of backticks in it. */
export function fence(language: string, lines: readonly string[]): string {
  const body = lines.join("\n");
  const longest = Math.max(0, ...[...body.matchAll(/`{3,}/g)].map((run) => run[0].length));
  const ticks = "`".repeat(Math.max(3, longest + 1));
  return `${ticks}${language}\n${body}\n${ticks}`;
}

/** A closed fold. `summary` is HTML, `content` markdown. */
export function fold(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** GitHub's alert box; `content` is markdown. */
export function alertBox(kind: "CAUTION" | "WARNING" | "IMPORTANT", content: string): string {
  return [`[!${kind}]`, ...content.split("\n")].map((line) => `> ${line}`.trimEnd()).join("\n");
}

/** `label` is markdown. Only http and https become links: any other address leaves the label alone. */
export function link(label: string, address: string): string {
  const safe = webAddress(address);
  if (safe === null) {
    return label;
  }
  return /^[\w:/.?=&%~+-]+$/.test(safe) ? `[${label}](${safe})` : `[${label}](<${safe}>)`;
}

/** A web address as its own label; anything else as code. */
export function autolink(address: string): string {
  const safe = webAddress(address);
  return safe === null ? code(cutMiddle(address, 200)) : `<${safe}>`;
}

/** The longest address that becomes a link; nobody could read a longer one, and it would take the room of everything else. */
const LONGEST_ADDRESS = 500;

/** The address, written as a browser would if it holds anything unusual, or null if it is none of the web. */
function webAddress(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:") || url.href.length > LONGEST_ADDRESS) {
    return null;
  }
  return /^https?:\/\/[\w:/.?=&%~+#@!,;-]+$/.test(address) ? address : url.href;
}
