import { parseArgs } from "node:util";

import type { CommandShape, OptionSpec, OptionSpecs, ParsedValues } from "./define-command.ts";
import { nearest } from "./nearest.ts";
import { typed, usageError } from "./usage-error.ts";

type OptionToken = {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
};

type Value = string | number | boolean | readonly string[];

/** A week: what waits longer waits for nothing. */
const mostSeconds = 7 * 24 * 3600;

/**
 * Reads what follows a command's name; `help` where help was asked for. Nothing is ignored or guessed: an option that the command does not
 * have, one that is there twice or without its value, and an argument too many are a `Failure` (`usage`) that says what was probably meant.
 */
export function parseArguments(shape: CommandShape, args: readonly string[]): ParsedValues | "help" {
  const { tokens } = parseArgs({
    args: [...args],
    options: parserOptions(shape.options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, Value>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "option" && (token.rawName === "-h" || token.rawName === "--help") && !token.inlineValue) {
      return "help";
    }
    if (token.kind === "positional") {
      positionals.push(token.value);
    } else if (token.kind === "option") {
      const spec = requireOption(shape, token);
      const before = values.get(token.name);
      if (before !== undefined && spec.type !== "list") {
        throw wrong(shape, `\`${token.rawName}\` is given more than once`, "Give it once.");
      }
      const value = valueOf({ shape, token, spec });
      values.set(token.name, withOneMore(before, value));
    }
  }
  const positional = positionalOf(shape, positionals);
  return { ...complete(shape, values), positional };
}

/** What a `list` has after one more of it was given; other options are given once. */
function withOneMore(before: Value | undefined, value: Value): Value {
  return typeof before === "object" && typeof value === "object" ? [...before, ...value] : value;
}

function parserOptions(specs: OptionSpecs) {
  const named = Object.entries(specs).map(
    ([name, { type }]) => [name, { type: type === "flag" ? ("boolean" as const) : ("string" as const) }] as const,
  );
  return { ...Object.fromEntries(named), help: { type: "boolean" as const, short: "h" } };
}

function requireOption(shape: CommandShape, { name, rawName }: OptionToken): OptionSpec {
  const spec = rawName.startsWith("--") && Object.hasOwn(shape.options, name) ? shape.options[name] : undefined;
  if (spec !== undefined) {
    return spec;
  }
  const message = `${shape.name} has no option ${typed(rawName)}`;
  const flag = /^--no-(?<flag>.+)$/u.exec(rawName)?.groups?.["flag"] ?? "";
  if (Object.hasOwn(shape.options, flag)) {
    throw wrong(shape, message, `Leave \`--${flag}\` out instead.`);
  }
  const meant = nearest(name, Object.keys(shape.options));
  throw wrong(shape, message, meant === null ? null : `Did you mean \`--${meant}\`?`);
}

function valueOf(of: { readonly shape: CommandShape; readonly token: OptionToken; readonly spec: OptionSpec }): Value {
  const { shape, token, spec } = of;
  const { rawName, value, inlineValue } = token;
  if (spec.type === "flag") {
    if (value !== undefined) {
      throw wrong(
        shape,
        `\`${rawName}\` takes no value, and ${typed(value)} is given`,
        "Give it alone, or leave it out.",
      );
    }
    return true;
  }
  if (value === undefined || (!inlineValue && value.startsWith("-") && value !== "-")) {
    throw wrong(shape, `\`${rawName}\` needs a value`, `Write \`${rawName} ${spec.value ?? "VALUE"}\`.`);
  }
  if (value.trim() === "" && spec.mayBeEmpty !== true) {
    throw wrong(shape, `\`${rawName}\` is empty`, `Write \`${rawName} ${spec.value ?? "VALUE"}\`, or leave it out.`);
  }
  if (spec.type === "list") {
    return [value];
  }
  return spec.type === "seconds" ? secondsOf(shape, rawName, value) : value;
}

function secondsOf(shape: CommandShape, rawName: string, value: string): number {
  const seconds = /^\d+(?:\.\d+)?$/u.test(value) ? Number(value) : Number.NaN;
  if (seconds <= mostSeconds) {
    return seconds;
  }
  const next = `Give seconds, like \`${rawName} 600\`; a week (${mostSeconds}) is the most.`;
  throw wrong(shape, `\`${rawName}\` is ${typed(value)}, not a number of seconds`, next);
}

/** What stands for an option that is not given and has no default. */
const absent = { flag: false, list: [], text: undefined, seconds: undefined } as const;

/** Defaults for what is not given; a required option that is missing is an error. */
function complete(shape: CommandShape, values: ReadonlyMap<string, Value>): ParsedValues {
  const all = Object.entries(shape.options).map(([name, spec]) => {
    const value = values.get(name) ?? spec.default ?? absent[spec.type];
    if (value === undefined && spec.required === true) {
      throw wrong(shape, `${shape.name} needs \`--${name}\``, `Write \`--${name} ${spec.value ?? "VALUE"}\`.`);
    }
    return [name, value] as const;
  });
  return Object.fromEntries(all);
}

function positionalOf(shape: CommandShape, positionals: readonly string[]): string | undefined {
  const { positional } = shape;
  const stray = positionals[positional === undefined ? 0 : 1];
  if (stray !== undefined) {
    const meant = positional === undefined && "stage" in shape.options ? `Did you mean \`--stage\`?` : null;
    throw wrong(shape, `${shape.name} does not take the argument ${typed(stray)}`, meant);
  }
  const [value] = positionals;
  if (positional?.required === true && (value === undefined || value.trim() === "")) {
    throw wrong(shape, `${shape.name} needs ${positional.name}: ${positional.description}`, null);
  }
  if (value?.trim() === "") {
    throw wrong(shape, `${positional?.name ?? "The argument"} is empty`, "Leave it out, or fill it in.");
  }
  return value;
}

function wrong(shape: CommandShape, message: string, next: string | null) {
  return usageError(`${message}.`, `${next === null ? "" : `${next} `}See \`stagewright help ${shape.name}\`.`);
}
