import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { inputUses } from "../src/entry/input-uses.ts";
import { commandsInWords, conditionsInWords, eventsInWords } from "../src/entry/use-words.ts";
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
export function readmeWithGenerated(readme: string, actionYaml: string): string {
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

/** docs/inputs.md with the table of what uses each input, as the code has it (`src/entry/input-uses.ts`). */
export function inputsPageWithGenerated(page: string): string {
  const rows = Object.entries(inputUses).map(([name, use]) => [
    `\`${name}\``,
    use.commands === undefined ? "all" : commandsInWords(use.commands),
    use.events === undefined ? "all" : eventsInWords(use.events),
    conditionsInWords(use),
  ]);
  return between(page, "uses", table(["input", "used by", "in", "only with"], rows));
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
      message: `The page has no place for the ${name}.`,
      next: `Put the lines ${begin} and ${end} where it belongs.`,
    });
  }
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

if (import.meta.main) {
  await runScript(async () => {
    const action = await readFile(join(root, "action.yml"), "utf8");
    for (const [name, generate] of [
      ["README.md", (text: string) => readmeWithGenerated(text, action)],
      ["docs/inputs.md", inputsPageWithGenerated],
    ] as const) {
      const path = join(root, name);
      await writeFile(path, generate(await readFile(path, "utf8")));
    }
    return 0;
  });
}
