import { globSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";

import ts from "typescript";

import { commandLine } from "../../src/reader/advice.ts";
import { type Phrase, phrases } from "../../src/reader/phrases.ts";
import { here, setting } from "../../src/reader/reader.ts";

const root = resolve(import.meta.dirname, "../..");

/** A text that the source says to people, with `X` for what is filled in; `file` relative to the repository's root. */
export type SaidText = {
  readonly file: string;
  readonly line: number;
  readonly code: string | null;
  readonly text: string;
};

/** Every text of a `Failure` and of a log line in `src/`, as the reader that `speakTo` named gets it. */
export function textsInSource(): readonly SaidText[] {
  return sources().flatMap((source) => [...saidIn(source)]);
}

type Advice = Pick<SaidText, "file" | "line" | "text">;

/**
 * Every command line that `src/` advises, wherever it does: `built` are those that `commandLine` makes, as the reader that `speakTo` named gets
 * them; `written` are those that stand in a text as they are. Examples of help are not among them.
 */
export function commandsInSource(): { readonly built: readonly Advice[]; readonly written: readonly Advice[] } {
  const [built, written]: [Advice[], Advice[]] = [[], []];
  for (const source of sources()) {
    for (const node of nodesOf(source)) {
      if (ts.isCallExpression(node) && node.expression.getText() === "commandLine") {
        built.push({ ...placeOf(node, source), text: ofCall(node) });
      } else if ((ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && !isExample(node)) {
        const commands = rendered(node).matchAll(/\bstagewright (?<words>[a-z][^`"\n]*)/gu);
        const outside = [...commands].filter(() => !holdsCommandLine(node));
        written.push(
          ...outside.map(({ groups }) => ({
            ...placeOf(node, source),
            text: `stagewright ${groups?.["words"] ?? ""}`,
          })),
        );
      }
    }
  }
  return { built, written };
}

function holdsCommandLine(node: ts.Node): boolean {
  return [...nodesOf(node)].some((inner) => ts.isCallExpression(inner) && inner.expression.getText() === "commandLine");
}

function isExample(node: ts.Node): boolean {
  const list = node.parent;
  return ts.isArrayLiteralExpression(list) && list.parent.getText().startsWith("examples:");
}

let parsed: readonly ts.SourceFile[] | undefined;

/** Parsed once: they are many. */
function sources(): readonly ts.SourceFile[] {
  parsed ??= globSync("src/**/*.ts", { cwd: root }).map((name) => {
    const path = resolve(root, name);
    return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  });
  return parsed;
}

function* nodesOf(top: ts.Node): Generator<ts.Node> {
  const nodes = [top];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    node.forEachChild((child) => void nodes.push(child));
    yield node;
  }
}

function placeOf(node: ts.Node, source: ts.SourceFile) {
  return {
    file: relative(root, source.fileName),
    line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
  };
}

function* saidIn(source: ts.SourceFile): Generator<SaidText> {
  for (const node of nodesOf(source)) {
    const at = () => placeOf(node, source);
    if (ts.isObjectLiteralExpression(node) && propertyOf(node, "next") !== undefined) {
      const code = propertyOf(node, "code");
      const text = [propertyOf(node, "message"), propertyOf(node, "next")].map(rendered).join("\n");
      yield { ...at(), code: code === undefined ? null : rendered(code), text };
    } else if (ts.isCallExpression(node) && isSaying(node.expression)) {
      yield { ...at(), code: null, text: node.arguments.map(rendered).join("\n") };
    }
  }
}

/** Log lines, usage errors, and the helpers that make a `Failure` or a message of what they are given. */
function isSaying(callee: ts.Expression): boolean {
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  const ofLog = ts.isPropertyAccessExpression(callee) && /\blog$/u.test(callee.expression.getText());
  return (ofLog && name !== "debug") || ["usageError", "ofProgram", "make", "wrong", "backendsOwn"].includes(name);
}

function propertyOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = node.properties.find((one) => one.name?.getText() === name);
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/** What an expression says: its literals, the words of `here`, `setting` and `commandLine`, and `X` for the rest. */
function rendered(node: ts.Expression | undefined): string {
  if (node === undefined) {
    return "";
  }
  if (ts.isStringLiteralLike(node)) {
    return node.text;
  }
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map((span) => rendered(span.expression) + span.literal.text).join("");
  }
  if (ts.isConditionalExpression(node)) {
    return `${rendered(node.whenTrue)} ${rendered(node.whenFalse)}`;
  }
  if (ts.isBinaryExpression(node)) {
    return `${rendered(node.left)}${rendered(node.right)}`;
  }
  if (ts.isParenthesizedExpression(node)) {
    return rendered(node.expression);
  }
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
    return rendered(node.body);
  }
  return ts.isCallExpression(node) ? ofCall(node) : "X";
}

function ofCall(node: ts.CallExpression): string {
  const [first, second] = node.arguments;
  switch (node.expression.getText()) {
    case "here":
      return here(phraseOf(rendered(first)));
    case "setting":
      return setting(rendered(first));
    case "commandLine":
      return commandLine(rendered(first), second === undefined ? null : { app: "shop", stage: "pr-12" });
    default:
      return "X";
  }
}

function phraseOf(text: string): Phrase {
  if (!isPhrase(text)) {
    throw new Error(`There is no phrase ${text}`);
  }
  return text;
}

function isPhrase(text: string): text is Phrase {
  return Object.hasOwn(phrases, text);
}
