/** One option of a command: `--name`, with a value unless it is a `flag`. */
export type OptionSpec = {
  /** `list` may be given several times. */
  readonly type: "text" | "list" | "flag" | "seconds";
  readonly description: string;
  /** What stands for the value in help. */
  readonly value?: string;
  readonly required?: true;
  readonly default?: string | number;
  /** An empty value means something. */
  readonly mayBeEmpty?: true;
};
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The one argument without a name that a command may have. */
export type Positional = { readonly name: string; readonly description: string; readonly required: boolean };

type ValueOf<Spec extends OptionSpec> = Spec["type"] extends "flag"
  ? boolean
  : Spec["type"] extends "list"
    ? readonly string[]
    : (Spec["type"] extends "seconds" ? number : string) | (Spec extends Given ? never : undefined);
type Given = { readonly required: true } | { readonly default: string | number };

/** A command's options by name, as its command line gives them; `positional` is the argument without a name. */
export type Values<Specs extends OptionSpecs> = { readonly [Name in keyof Specs]: ValueOf<Specs[Name]> } & {
  readonly positional: string | undefined;
};

/** What a command line may say, for the parser and for help. */
export type CommandShape = {
  readonly name: string;
  readonly summary: string;
  readonly options: OptionSpecs;
  readonly positional?: Positional;
  readonly examples: readonly string[];
};

/** What the parser makes of a command line, by a command's options. */
export type ParsedValues = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export type Command = CommandShape & { readonly run: (values: ParsedValues) => Promise<void> };

/** A command of the command line; `run` is only called with values that its options allow: the parser makes them by these very options. */
export function defineCommand<const Specs extends OptionSpecs>(
  command: CommandShape & { readonly options: Specs; readonly run: (values: Values<Specs>) => Promise<void> },
): Command;
export function defineCommand(command: CommandShape & { readonly run: unknown }): typeof command {
  return command;
}
