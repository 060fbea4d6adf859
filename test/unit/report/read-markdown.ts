import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

/** What the tests look at in a node of a markdown tree. */
type Node = { type: string; value?: string; url?: string; children?: Node[] };

export type ReadMarkdown = {
  /** Everything that shows as text, without what only breaks links up. */
  readonly text: string;
  /** Text outside code and links, where GitHub would look for mentions and references. */
  readonly prose: readonly string[];
  readonly links: readonly string[];
  readonly html: readonly string[];
  readonly kinds: ReadonlySet<string>;
  readonly tables: readonly (readonly number[])[];
  /** The kind of the last block. */
  readonly last: string | null;
};

/** Reads markdown as GitHub does (CommonMark with GitHub's additions). */
export function readMarkdown(markdown: string): ReadMarkdown {
  const root: Node = unified().use(remarkParse).use(remarkGfm).parse(markdown);
  const texts: string[] = [];
  const prose: string[] = [];
  const links: string[] = [];
  const html: string[] = [];
  const tables: number[][] = [];
  const kinds = new Set<string>();
  const visit = (node: Node, isInLink: boolean): void => {
    kinds.add(node.type);
    if (node.type === "link" || node.type === "image" || node.type === "definition") {
      links.push(node.url ?? "");
    }
    if (node.type === "table") {
      tables.push((node.children ?? []).map((row) => row.children?.length ?? 0));
    }
    if (node.type === "html") {
      html.push(node.value ?? "");
    } else if (node.value !== undefined) {
      texts.push(node.value);
      if (node.type === "text" && !isInLink) {
        prose.push(node.value);
      }
    }
    for (const child of node.children ?? []) {
      visit(child, isInLink || node.type === "link");
    }
  };
  visit(root, false);
  const last = root.children?.at(-1)?.type ?? null;
  return { text: texts.join("\u0001").replaceAll("\u200B", ""), prose, links, html, kinds, tables, last };
}
