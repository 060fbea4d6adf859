import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import rehypeHighlight, { type Options } from "rehype-highlight";
import rehypeRaw from "rehype-raw";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import { remarkAlert } from "remark-github-blockquote-alert";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

/** Something on a page: a heading of ours, and markdown as GitHub would get it. */
export type PageSection = { readonly title: string; readonly markdown: string };

export type Theme = "light" | "dark";

type LanguageFn = NonNullable<Options["languages"]>[string];

const resolve = createRequire(import.meta.url).resolve;

/** A diff's lines by the classes of GitHub's style sheet: what is new, gone, changed, and what only heads others. */
const diff: LanguageFn = () => ({
  name: "diff",
  contains: [
    { scope: "mi1", match: /^\+.*$/m },
    { scope: "md", match: /^-.*$/m },
    { scope: "mc", match: /^!.*$/m },
    { scope: "c", match: /^#.*$/m },
  ],
});

/** GitHub's own: what it lets through of HTML, with the classes of alerts and highlighting that are added here after it. */
const toHtml = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkAlert)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize, {
    ...defaultSchema,
    clobberPrefix: "",
    tagNames: [...(defaultSchema.tagNames ?? []), "svg", "path"],
    attributes: {
      ...defaultSchema.attributes,
      div: [["className", /^markdown-alert/u]],
      p: [["className", "markdown-alert-title"]],
      svg: ["viewBox", "width", "height", "className"],
      path: ["d"],
      code: [["className", /^language-./u]],
    },
  })
  .use(rehypeHighlight, { detect: false, languages: { diff }, prefix: "pl-" })
  .use(rehypeStringify);

/** A page that shows markdown as GitHub does, by its markdown rules and style sheet. Mermaid stays text, as it does where scripts are off. */
export async function githubPage(title: string, sections: readonly PageSection[], theme: Theme): Promise<string> {
  const [style, alerts] = await Promise.all([
    readFile(resolve(`github-markdown-css/github-markdown-${theme}.css`), "utf8"),
    readFile(resolve("remark-github-blockquote-alert/alert.css"), "utf8"),
  ]);
  const parts = await Promise.all(
    sections.map(async ({ title: heading, markdown }) => {
      const html = String(await toHtml.process(markdown));
      return `<h2 class="title">${escapeHtml(heading)}</h2>\n<article class="markdown-body">${html}</article>`;
    }),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>
${style}
${alerts}
${pageStyle(theme)}
</style>
</head>
<body data-color-mode="${theme}">
<h1>${escapeHtml(title)}</h1>
${parts.join("\n")}
</body>
</html>
`;
}

function pageStyle(theme: Theme): string {
  const [page, text, line] = theme === "light" ? ["#f6f8fa", "#1f2328", "#d1d9e0"] : ["#010409", "#f0f6fc", "#3d444d"];
  return `
body { margin: 24px auto; max-width: 860px; background: ${page}; color: ${text}; font-family: sans-serif; }
.title { font-size: 15px; margin: 32px 0 8px; }
.markdown-body { padding: 16px; font-size: 14px; border: 1px solid ${line}; border-radius: 6px; }
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
