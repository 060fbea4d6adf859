import type { Command } from "./define-command.ts";
import { nearest } from "./nearest.ts";
import { typed, usageError } from "./usage-error.ts";

/**
 * The command that a command line begins with (`state list` is one), and what follows it. A name that is none is a `Failure` (`usage`) that
 * says what was probably meant.
 */
export function findCommand(
  commands: readonly Command[],
  args: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } {
  const [first = "", second] = args;
  if (first.startsWith("-")) {
    throw usageError(
      `There is no command before ${typed(first)}.`,
      "Put the command first: `stagewright COMMAND --option …`; `stagewright help` lists the commands.",
    );
  }
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  const name = group.length > 0 && second !== undefined ? `${first} ${second}` : first;
  const command = commands.find((one) => one.name === name);
  if (command !== undefined) {
    return { command, rest: args.slice(name.split(" ").length) };
  }
  if (group.length === 0) {
    const names = [...new Set([...commands.map((one) => one.name.split(" ")[0] ?? ""), "help", "version"])];
    throw unknown(`There is no command ${typed(first)}.`, nearest(first, names), "");
  }
  const parts = group.map((one) => one.name.split(" ")[1] ?? "");
  if (second === undefined || second.startsWith("-")) {
    throw usageError(
      `${first} needs a command: ${parts.join(", ")}.`,
      `Write it right after \`${first}\`: \`stagewright ${first} ${parts[0]} …\`.`,
    );
  }
  const meant = nearest(second, parts);
  throw unknown(
    `There is no command ${typed(`${first} ${second}`)}.`,
    meant === null ? null : `${first} ${meant}`,
    first,
  );
}

function unknown(message: string, meant: string | null, group: string) {
  const next = meant === null ? "" : `Did you mean \`${meant}\`? `;
  return usageError(message, `${next}\`stagewright help${group === "" ? "" : ` ${group}`}\` lists the commands.`);
}
