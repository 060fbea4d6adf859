import type { Event } from "../events/event.ts";
import type { Unused } from "./unused-inputs.ts";

/**
 * The step's inputs by name. A manual run's form (`on.workflow_dispatch.inputs`) counts where the step itself says nothing: its fields
 * `command`, `stage`, `pull-request` and `app` need no wiring.
 */
export function withFormFields(getInput: (name: string) => string, event: Event): (name: string) => string {
  if (event.kind !== "manual") {
    return getInput;
  }
  const field = (name: string) => event.inputs[name]?.trim() ?? "";
  const isTargeted = getInput("stage") !== "" || getInput("pull-request") !== "";
  return (name) => {
    const given = getInput(name);
    switch (name) {
      case "command":
        return given === "auto" && field(name) !== "" ? field(name) : given;
      case "stage":
      case "pull-request":
        return isTargeted ? given : field(name);
      case "app":
        return given === "" ? field(name) : given;
      default:
        return given;
    }
  };
}

const fields = ["command", "stage", "pull-request", "app"] as const;

/** The filled in fields of a manual run's form that do not count, because the step itself says otherwise. */
export function unusedFields(getInput: (name: string) => string, event: Event): readonly Unused[] {
  if (event.kind !== "manual") {
    return [];
  }
  const used = withFormFields(getInput, event);
  return fields
    .filter((name) => ![undefined, "", used(name).trim()].includes(event.inputs[name]?.trim()))
    .map((name) => ({
      what: `The form's field \`${name}\``,
      why: "the step's own inputs say otherwise, and they count",
      byEvent: false,
    }));
}
