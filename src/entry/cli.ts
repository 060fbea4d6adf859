import { commands } from "./cli/commands.ts";
import { findCommand } from "./cli/find-command.ts";
import { helpFor, helpForAll } from "./cli/help.ts";
import { parseArguments } from "./cli/parse-arguments.ts";
import { orExplain } from "./cli/session.ts";
import { usageError } from "./cli/usage-error.ts";
import { outliveClosedStreams } from "./closed-streams.ts";
import { speakTo } from "../reader/reader.ts";
import { version } from "./version.ts";

/** The command line: nothing is done before the whole of it was understood. */
async function cli(args: readonly string[]): Promise<void> {
  const [first, ...others] = args;
  if (first === undefined) {
    console.error(helpForAll(commands, null));
    process.exitCode = 2;
  } else if (first === "help" || first === "--help" || first === "-h") {
    console.log(helpOn(others));
  } else if (first === "version" || first === "--version") {
    refuseMore(first, others);
    console.log(version);
  } else if (isGroup(first) && ["-h", "--help"].includes(others[0] ?? "")) {
    console.log(helpForAll(commands, first));
  } else {
    const { command, rest } = findCommand(commands, args);
    const values = parseArguments(command, rest);
    if (values === "help") {
      console.log(helpFor(command));
    } else {
      await command.run(values);
    }
  }
}

function helpOn(names: readonly string[]): string {
  const [name] = names;
  if (name === undefined) {
    return helpForAll(commands, null);
  }
  if (isGroup(name) && names.length === 1) {
    return helpForAll(commands, name);
  }
  const { command, rest } = findCommand(commands, names);
  refuseMore(`help ${command.name}`, rest);
  return helpFor(command);
}

function isGroup(name: string): boolean {
  return commands.some((command) => command.name.startsWith(`${name} `));
}

function refuseMore(name: string, rest: readonly string[]): void {
  if (rest.length > 0) {
    throw usageError(`\`${name}\` takes no further arguments.`, `Write \`stagewright ${name}\` alone.`);
  }
}

outliveClosedStreams();
speakTo({ place: "terminal", home: null });
const args = process.argv.slice(2);
await orExplain({ json: wantsJson(args) }, () => cli(args));

/** A command line that is wrong may still have said how it wants its errors. */
function wantsJson(all: readonly string[]): boolean {
  const end = all.indexOf("--");
  return all.slice(0, end === -1 ? all.length : end).includes("--json");
}
