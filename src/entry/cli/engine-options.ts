import { inputsSchema } from "../inputs.ts";
import { usualInputs } from "../toolkit-wire.ts";
import { asInput } from "./as-input.ts";
import type { Values } from "./define-command.ts";

/** How the engine is found and run, as the action's inputs of the same names say it. */
export const engineOptions = {
  "pulumi-version": {
    type: "text",
    value: "RANGE",
    description: "Versions of Pulumi that may be used, like `^3.250.0`.",
  },
  "pulumi-path": { type: "text", value: "FILE", description: "The program `pulumi` to use, whatever else there is." },
  "pulumi-mirror": {
    type: "text",
    value: "URL",
    description: "Where Pulumi's archives are, in place of its own servers.",
  },
  "pass-env": {
    type: "text",
    value: "NAMES",
    description: "Variables that the engine gets though they are usually kept from it.",
  },
  "inactivity-limit": {
    type: "text",
    value: "MINUTES",
    description: "How long the engine may be silent while nothing is under way. Default: 30.",
  },
} as const;

/** The engine's settings by those options. */
export function engineInputsOf(args: Omit<Values<typeof engineOptions>, "positional">) {
  const { shape } = inputsSchema;
  const limit = args["inactivity-limit"];
  return {
    "pulumi-version": args["pulumi-version"] ?? null,
    "pulumi-path": args["pulumi-path"] ?? null,
    "pulumi-mirror": args["pulumi-mirror"] ?? null,
    "pass-env": asInput("pass-env", shape["pass-env"], args["pass-env"] ?? ""),
    "inactivity-limit":
      limit === undefined
        ? usualInputs["inactivity-limit"]
        : asInput("inactivity-limit", shape["inactivity-limit"], limit),
  };
}
