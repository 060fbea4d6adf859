import type { Command, CommandShape, OptionSpec } from "./define-command.ts";

const exitCodes = [
  "0  done",
  "1  failed, was cancelled or skipped; a stage is held; a state has findings; there is no such stage",
  "2  the command line is wrong, or needs a confirmation: nothing was done",
  "130, 143  ended by Ctrl-C, by a signal",
];

/** What there is, in general or (`only`) below one name such as `state`. */
export function helpForAll(commands: readonly Command[], only: string | null): string {
  const shown = commands.filter(({ name }) => only === null || name.startsWith(`${only} `));
  const rows = shown.map(({ name, summary }): [string, string] => [name, summary]);
  const general: [string, string][] = [
    ["help COMMAND", "Shows a command's options and examples."],
    ["version", "Prints the version."],
  ];
  return sections([
    "Every branch and every pull request gets its own stage.",
    "Usage: stagewright COMMAND [OPTIONS]",
    titled("Commands", table(only === null ? [...rows, ...general] : rows)),
    titled(
      "Examples",
      shown.slice(0, 3).flatMap(({ examples }) => examples.slice(0, 1)),
    ),
    titled("Exit codes", exitCodes),
  ]);
}

/** A command's arguments, options, examples and exit codes. */
export function helpFor(command: CommandShape): string {
  const { name, summary, options, positional, examples } = command;
  const place = positional === undefined ? "" : positional.required ? ` ${positional.name}` : ` [${positional.name}]`;
  const required = Object.entries(options).filter(([, spec]) => spec.required === true);
  const usage = required.map(([option, spec]) => ` --${option} ${spec.value ?? "VALUE"}`).join("");
  return sections([
    summary,
    `Usage: stagewright ${name}${place}${usage} [OPTIONS]`,
    positional === undefined ? "" : titled("Arguments", table([[positional.name, positional.description]])),
    titled("Options", table([...Object.entries(options).map(optionRow), ["-h, --help", "Shows this."]])),
    titled("Examples", examples),
    titled("Exit codes", exitCodes),
  ]);
}

function optionRow([name, spec]: [string, OptionSpec]): [string, string] {
  const value = spec.type === "flag" ? "" : ` ${spec.value ?? "VALUE"}`;
  const note =
    spec.type === "list"
      ? " May be given several times."
      : spec.required === true
        ? " (required)"
        : spec.default === undefined
          ? ""
          : ` (default: ${spec.default})`;
  return [`--${name}${value}`, `${spec.description}${note}`];
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`);
}

function titled(title: string, lines: readonly string[]): string {
  return [`${title}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}

function sections(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
