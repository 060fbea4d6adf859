import type { StageOutput } from "../engine/change.ts";
import type { Space } from "./folds.ts";
import { cutMiddle } from "./cut.ts";
import { autolink, code } from "./markdown.ts";
import { numbered } from "./numbered.ts";
import { takeRows } from "./room.ts";
import { valueText } from "./value-text.ts";
import { stageUrls } from "./url.ts";

const LONGEST_VALUE = 300;

/** A row for each output of the stage, as many as fit; a secret one's value is never there. */
export function outputsTable(outputs: Readonly<Record<string, StageOutput>>, space: Space): readonly string[] {
  const names = Object.keys(outputs);
  if (names.length === 0) {
    return [];
  }
  const rows = takeRows(outputRows(outputs), space.room);
  const left = names.length - rows.length;
  return [
    ["| Output | Value |", "| --- | --- |", ...rows].join("\n"),
    ...(left > 0 ? [`${numbered(left, "more output")} ${left === 1 ? "is" : "are"} ${space.elsewhere}.`] : []),
  ];
}

function* outputRows(outputs: Readonly<Record<string, StageOutput>>): Generator<string> {
  const urls = new Map(stageUrls(outputs).map(({ name, url }) => [name, url]));
  for (const [name, { value, secret }] of Object.entries(outputs)) {
    const url = urls.get(name);
    // An address with a pipe would split its cell.
    const isLink = url !== undefined && !url.includes("|");
    const text = secret ? "secret" : isLink ? autolink(url) : code(valueText(value, LONGEST_VALUE));
    yield `| ${code(cutMiddle(name, 80))} | ${text} |`;
  }
}
