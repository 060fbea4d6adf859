import { withWish } from "../../events/by-hand.ts";
import { explainTarget } from "../../events/explain.ts";
import { resolveTarget } from "../../events/resolve-target.ts";
import { visible } from "../../report/visible.ts";
import { readEvent } from "../event-file.ts";
import { inputUses } from "../input-uses.ts";
import { readInputs } from "../inputs.ts";
import { rulesOf } from "../request.ts";
import { unusedInputs, unusedInWords } from "../unused-inputs.ts";
import { defineCommand } from "./define-command.ts";
import { nearest } from "./nearest.ts";
import { jsonOption, terminalMask } from "./session.ts";
import { typed, usageError } from "./usage-error.ts";

const options = {
  event: {
    type: "text",
    value: "NAME",
    description: "The event's name: push, pull_request, delete, workflow_dispatch …",
    required: true,
  },
  branches: { type: "text", value: "RULES", description: "The input `branches`.", mayBeEmpty: true, default: "" },
  stage: { type: "text", value: "STAGE", description: "The input `stage`." },
  input: {
    type: "list",
    value: "NAME=VALUE",
    description: "Any other input of the action, like `command=diff`.",
  },
  json: jsonOption,
} as const;

export const explain = defineCommand({
  name: "explain",
  summary: "Says what an event would do, offline: event → rule → stage → command; and which inputs it would not use.",
  positional: { name: "FILE", description: "The event's payload, as GitHub sends it (JSON).", required: true },
  options,
  examples: [
    'stagewright explain event.json --event push --branches "main=production"',
    "stagewright explain event.json --event release --stage production --input command=deploy",
  ],
  run: async (args) => {
    const getInput = inputsBy(args);
    const inputs = readInputs(getInput);
    const rules = rulesOf(inputs, null);
    const event = withWish(await readEvent(args.event, args.positional ?? ""), rules);
    const target = resolveTarget(event, rules);
    const unused = unusedInputs({ inputs, getInput, event, target, runner: { kind: "github-hosted" } });
    const lines = [...explainTarget(event, target), ...unused.map((one) => `unused   ${unusedInWords(one)}`)];
    const text = args.json
      ? JSON.stringify({ event: event.kind, target, unused, lines }, null, 2)
      : visible(lines.join("\n"));
    console.log(terminalMask().hide(text));
  },
});

/** Inputs by name, as the options give them; the action's defaults stand for the rest. */
function inputsBy(args: {
  readonly branches: string;
  readonly stage: string | undefined;
  readonly input: readonly string[];
}): (name: string) => string {
  const usual = Object.entries(inputUses).map(([name, use]) => [name, use.default] as const);
  const given = new Map<string, string>([...usual, ["branches", args.branches], ["stage", args.stage ?? ""]]);
  const names = [...given.keys()];
  for (const pair of args.input) {
    const [name = "", ...rest] = pair.split("=");
    if (!names.includes(name) || rest.length === 0) {
      const meant = nearest(name, names);
      throw usageError(
        `\`--input\` is ${typed(pair)}, and not NAME=VALUE with the name of an input.`,
        meant === null ? "See `stagewright help explain`." : `Did you mean \`${meant}=${rest.join("=") || "VALUE"}\`?`,
      );
    }
    given.set(name, rest.join("="));
  }
  return (name) => given.get(name) ?? "";
}
