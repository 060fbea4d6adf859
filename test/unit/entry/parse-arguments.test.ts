import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { commands } from "../../../src/entry/cli/commands.ts";
import { findCommand } from "../../../src/entry/cli/find-command.ts";
import { helpFor, helpForAll } from "../../../src/entry/cli/help.ts";
import { parseArguments } from "../../../src/entry/cli/parse-arguments.ts";
import { Failure } from "../../../src/failure.ts";
import { version } from "../../../src/entry/version.ts";

/** Parses a command line as `stagewright` does before it does anything. */
function parse(...args: readonly string[]) {
  const { command, rest } = findCommand(commands, args);
  return { command: command.name, values: parseArguments(command, rest) };
}

function failureOf(args: readonly string[]): Failure {
  try {
    const parsed = parse(...args);
    throw new Error(`${args.join(" ")} was taken as ${JSON.stringify(parsed)}`);
  } catch (error) {
    if (error instanceof Failure) {
      return error;
    }
    throw error;
  }
}

const wrong: readonly [args: readonly string[], says: RegExp][] = [
  [["deploy", "--stage", "x", "--nonsense"], /no option `--nonsense`/],
  [["deploy", "--stage", "x", "--dryrun"], /Did you mean `--dry-run`/],
  [["deploy", "--stage", "x", "--dry-rum"], /Did you mean `--dry-run`/],
  [["deploy", "--stage", "x", "--dry_run"], /Did you mean `--dry-run`/],
  [["deploy", "--stage", "x", "--yes"], /deploy has no option `--yes`/],
  [["deploy", "--stage", "x", "-n"], /no option `-n`/],
  [["deploy", "-s", "x"], /no option `-s`/],
  [["deploy", "-stage", "x"], /no option/],
  [["deploy", "--stage", "x", "--no-dry-run"], /Leave `--dry-run` out/],
  [["deploy", "--stage", "x", "--no-nonsense"], /no option `--no-nonsense`/],
  [["deploy", "--stage", "x", "--dry-run=false"], /`--dry-run` takes no value/],
  [["deploy", "--stage", "x", "--json=true"], /`--json` takes no value/],
  [["deploy", "--stage", "x", "--__proto__"], /no option/],
  [["deploy", "--stage", "x", "--constructor"], /no option/],
  [["deploy", "--Stage", "x"], /Did you mean `--stage`/],
  [["deploy"], /needs `--stage`/],
  [["deploy", "--stage"], /`--stage` needs a value/],
  [["deploy", "--stage", "--json"], /`--stage` needs a value/],
  [["deploy", "--stage", ""], /`--stage` is empty/],
  [["deploy", "--stage="], /`--stage` is empty/],
  [["deploy", "--stage", "  "], /`--stage` is empty/],
  [["deploy", "--stage", "a", "--stage", "b"], /given more than once/],
  [["deploy", "--stage=a", "--stage=a"], /given more than once/],
  [["remove", "--stage", "a", "--dry-run", "--dry-run"], /given more than once/],
  [["deploy", "mona"], /Did you mean `--stage`/],
  [["deploy", "--stage", "x", "y"], /does not take the argument `y`/],
  [["deploy", "--stage", "x", "--", "--dry-run"], /does not take the argument `--dry-run`/],
  [["remove", "--stage", "x", "true"], /does not take the argument `true`/],
  [["remove", "--stage", "x", "--config-from", "y"], /remove has no option/],
  [["remove", "--stage", "x", "--reason", "y"], /remove has no option/],
  [["refresh", "--stage", "x", "--yes"], /refresh has no option/],
  [["diff", "--stage", "x", "--dry-run"], /diff has no option `--dry-run`/],
  [["diff", "--stage", "x", "--lock-timeout", "5"], /diff has no option/],
  [["diff", "--stage", "x", "--store-timeout", "5"], /diff has no option/],
  [["unlock", "--stage", "x", "--dry-run"], /unlock has no option `--dry-run`/],
  [["unlock", "--stage", "x", "--force"], /no option `--force`/],
  [["stages", "--stage", "x"], /stages has no option `--stage`/],
  [["stages", "x"], /does not take the argument/],
  [["state"], /state needs a command: list, history/],
  [["state", "--stage", "x"], /state needs a command/],
  [["state", "lst", "--stage", "x"], /Did you mean `state list`/],
  [["state", "remove", "--stage", "x"], /no command `state remove`/],
  [["state", "restore", "", "--stage", "x"], /SNAPSHOT is empty/],
  [["state", "waive", "--stage", "x"], /needs ID/],
  [["state", "restore", "1", "2", "--stage", "x"], /argument `2`/],
  [["state", "restore", "1", "--stage", "x", "--dry-run"], /no option `--dry-run`/],
  [["state", "export", "", "--stage", "x"], /SNAPSHOT is empty/],
  [["explain", "--event", "push"], /needs FILE/],
  [["explain", "event.json"], /needs `--event`/],
  [["explain", "event.json", "--event", "push", "--home", "local"], /no option `--home`/],
  [["depoly", "--stage", "x"], /Did you mean `deploy`/],
  [["destroy", "--stage", "x"], /no command `destroy`/],
  [["list"], /no command `list`/],
  [["--stage", "x", "deploy"], /Put the command first/],
  [[""], /no command/],
  ...["abc", "", "1e3", "0x10", "Infinity", "NaN", "1,5", "5m", " 5", "99999999999"].map(
    (value): [readonly string[], RegExp] => [["deploy", "--stage", "x", `--lock-timeout=${value}`], /`--lock-timeout`/],
  ),
  [["deploy", "--stage", "x", "--lock-timeout=-1"], /not a number of seconds/],
  [["deploy", "--stage", "x", "--lock-timeout", "-1"], /needs a value/],
  [["remove", "--stage", "x", "--engine-grace", "soon"], /not a number of seconds/],
];

it.each(wrong)("refuses %j", (args, says) => {
  const { code, message, next } = failureOf(args);
  const said = `${message} ${next}`;
  expect(code).toBe("usage");
  expect(said).toMatch(says);
  expect(said).not.toContain("\n");
});

it("says it on one bounded line, whatever was typed", () => {
  for (const args of [["deploy", `--${"x".repeat(5000)}`], [`a\nb\u001B[31m${"c".repeat(5000)}`], ["deploy", "a\nb"]]) {
    const { message, next } = failureOf(args);
    const said = `${message} ${next}`;
    expect(said).not.toContain("\n");
    expect(said).not.toContain("\u001B");
    expect(said.length).toBeLessThan(300);
  }
});

describe("what it takes", () => {
  it("values in both forms, flags, and the defaults of the rest", () => {
    expect(parse("deploy", "--stage=mona", "--home", "local:/x", "--dry-run")).toMatchObject({
      command: "deploy",
      values: { stage: "mona", home: "local:/x", "dry-run": true, json: false, cwd: ".", "lock-timeout": 600 },
    });
    expect(parse("state", "restore", "1", "--stage", "a", "--lock-timeout", "0")).toMatchObject({
      command: "state restore",
      values: { positional: "1", "lock-timeout": 0, "engine-grace": 600, "store-timeout": 60 },
    });
  });

  it("a value that looks like an option, where it is joined to its name", () => {
    expect(parse("unlock", "--stage", "a", "--reason=--gone")).toMatchObject({ values: { reason: "--gone" } });
  });

  it("an argument after `--`, and no rules at all", () => {
    expect(parse("explain", "--event", "push", "--branches", "", "--", "-x.json")).toMatchObject({
      values: { positional: "-x.json", branches: "" },
    });
  });

  it("a request for help before anything else", () => {
    expect(parse("remove", "-h")).toMatchObject({ values: "help" });
    expect(parse("remove", "--stage", "x", "--help")).toMatchObject({ values: "help" });
  });
});

it("has help with options, examples and exit codes for every command", () => {
  const all = helpForAll(commands, null);
  for (const command of commands) {
    expect(all).toContain(command.name);
    const help = helpFor(command);
    for (const option of Object.keys(command.options)) {
      expect(help).toContain(`--${option}`);
    }
    expect(help).toMatch(/Examples:\n {2}stagewright /);
    expect(help).toMatch(/Exit codes:\n {2}0 {2}done/);
    // An example that its own parser would refuse helps nobody.
    for (const example of command.examples) {
      const args = [...example.matchAll(/"(?<quoted>[^"]*)"|(?<plain>\S+)/g)].map((part) => part[1] ?? part[2] ?? "");
      expect(parse(...args.slice(1)).command).toBe(command.name);
    }
  }
});

it("knows its version", () => {
  expect(JSON.parse(readFileSync("package.json", "utf8"))).toMatchObject({ version });
});
