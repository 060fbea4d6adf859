import { visible } from "./visible.ts";

/**
 * A log line that the runner cannot take for a workflow command. The runner reads a command where a line, without the white space before
 * it, starts with `::`, and wherever `##[` stands in it (actions/runner, `ActionCommand.TryParseV2` and `TryParse`). One line in, one out.
 */
export function neutraliseLogLine(line: string): string {
  return visible(line)
    .trimEnd()
    .replaceAll("\n", " ")
    .replaceAll("##[", "## [")
    .replace(/^(\s*)::/, "$1: :");
}
