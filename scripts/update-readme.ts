import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { Failure } from "../src/failure.ts";
import { renderComment } from "../src/report/comment.ts";
import { exampleReport } from "./example-report.ts";
import { root } from "./root.ts";
import { runScript } from "./run-script.ts";

const actionSchema = z.looseObject({
  inputs: z.record(z.string(), z.looseObject({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.looseObject({ description: z.string() })),
});

/**
 * The README with what is generated in it: the tables of inputs and outputs as action.yml has them, and a comment as the code renders it.
 * Takes and returns texts; a missing marker is a `Failure`.
 */
export function withGenerated(readme: string, actionYaml: string): string {
  const { inputs, outputs } = actionSchema.parse(parse(actionYaml));
  const inputRows = Object.entries(inputs).map(([name, input]) => [
    `\`${name}\``,
    input.default === "" ? "" : `\`${input.default}\``,
    oneLine(input.description),
  ]);
  const outputRows = Object.entries(outputs).map(([name, output]) => [`\`${name}\``, oneLine(output.description)]);
  const generated = {
    comment: `\`\`\`\`markdown\n${renderComment(exampleReport, "").trim()}\n\`\`\`\``,
    inputs: table(["input", "default", "what it is"], inputRows),
    outputs: table(["output", "what it is"], outputRows),
  };
  return Object.entries(generated).reduce((text, [name, content]) => between(text, name, content), readme);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A description as a table's cell holds it. */
function oneLine(text: string): string {
  return text
    .trim()
    .replaceAll(/\s+/gu, " ")
    .replaceAll("|", String.raw`\|`);
}

function between(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: written by scripts/update-readme.ts -->`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) {
    throw new Failure({
      code: "no-markers",
      message: `README.md has no place for the ${name}.`,
      next: `Put the lines ${begin} and ${end} where it belongs.`,
    });
  }
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

if (import.meta.main) {
  await runScript(async () => {
    const path = join(root, "README.md");
    const [readme, action] = await Promise.all([readFile(path, "utf8"), readFile(join(root, "action.yml"), "utf8")]);
    await writeFile(path, withGenerated(readme, action));
    return 0;
  });
}
