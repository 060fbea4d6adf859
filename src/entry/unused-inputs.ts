import type { Event } from "../events/event.ts";
import type { StageCommand, Target } from "../events/target.ts";
import { parseHomeAddress } from "../home/address.ts";
import type { Log } from "../log.ts";
import { type InputName, type InputUse, inputUses, type UsingCommand } from "./input-uses.ts";
import type { Inputs } from "./inputs.ts";
import { commandsInWords, eventsInWords, homesInWords } from "./use-words.ts";

/** What was given and is not used; `what` names it. `byEvent`: other events of the same step may well use it. */
export type Unused = { readonly what: string; readonly why: string; readonly byEvent: boolean };

/** What decides whether a given input is used. */
export type InputsInUse = {
  readonly inputs: Inputs;
  /** The inputs by name as they were given; the default where they were not. */
  readonly getInput: (name: string) => string;
  readonly event: Event;
  readonly target: Target;
  readonly runner: { readonly kind: "github-hosted" | "self-hosted" | null };
};

type Reason = { readonly why: string; readonly byEvent?: boolean };

/** The inputs that were given (that is, differ from their default) and that this run does not use, each with the reason. Pure. */
export function unusedInputs(run: InputsInUse): readonly Unused[] {
  return namesOf(inputUses).flatMap((name) => {
    const reason = isGiven(name, run) ? reasonFor(name, run) : null;
    return reason === null ? [] : [{ what: `Input \`${name}\``, byEvent: false, ...reason }];
  });
}

/**
 * Says in the log what is not used. What only the event has no use for is normal for a step that serves several events; all else is a
 * warning: somebody asked for what does not happen.
 */
export function sayUnused(unused: readonly Unused[], log: Log): void {
  const say = (some: readonly Unused[], level: "info" | "warning") => {
    if (some.length > 0) {
      log[level](some.map(unusedInWords).join("\n"));
    }
  };
  say(
    unused.filter(({ byEvent }) => !byEvent),
    "warning",
  );
  say(
    unused.filter(({ byEvent }) => byEvent),
    "info",
  );
}

export const unusedInWords = ({ what, why }: Unused) => `${what} is not used: ${why}.`;

/** Defaults that the runner fills in cannot be told from what somebody gave. */
function isGiven(name: InputName, { getInput }: InputsInUse): boolean {
  const { default: usual, asksNothing = [] } = inputUses[name];
  const text = getInput(name).trim();
  return text !== "" && text !== usual && !usual.startsWith("${{") && !asksNothing.includes(text);
}

function reasonFor(name: InputName, run: InputsInUse): Reason | null {
  const use = inputUses[name];
  if (run.target.kind === "skip") {
    // What would only have said how is not worth a word.
    return use.asks === true ? { why: "nothing is done for this event", byEvent: true } : null;
  }
  return (
    forCommand(use, run, run.target.command) ??
    forEvent(name, use, run) ??
    forOthers(use, run) ??
    (use.changes === true && run.inputs["dry-run"] ? { why: "a dry run changes nothing" } : null)
  );
}

function forCommand(use: InputUse, { inputs }: InputsInUse, resolved: StageCommand): Reason | null {
  const isDry = inputs["dry-run"] && resolved === "deploy";
  const command: UsingCommand = inputs.command === "outputs" ? "outputs" : isDry ? "diff" : resolved;
  if (use.commands !== undefined && !use.commands.includes(command)) {
    const only = `only ${commandsInWords(use.commands)} ${use.commands.length > 1 ? "use" : "uses"} it`;
    const now = isDry ? "a dry `deploy`, which is a `diff`" : `\`${command}\``;
    return { why: `${only}, and this is ${now}`, byEvent: inputs.command === "auto" && !isDry };
  }
  return use.engine === true && command === "outputs" && inputs.home !== "backend"
    ? { why: "`outputs` reads the stored state, without an engine" }
    : null;
}

function forEvent(name: InputName, use: InputUse, { inputs, event, target }: InputsInUse): Reason | null {
  const origin = target.kind === "stage" ? target.origin : null;
  if (name === "pull-request" && origin?.kind === "pull_request" && origin.number === inputs["pull-request"]) {
    return null;
  }
  if (use.pullRequests === true && origin?.kind !== "pull_request") {
    return { why: "this stage is not a pull request's", byEvent: true };
  }
  if (use.events === undefined || event.kind === "ignored" || use.events.includes(event.kind)) {
    return null;
  }
  // What is asked for and passed over is no matter of course.
  return { why: `only ${eventsInWords(use.events)} use it`, byEvent: use.asks !== true };
}

function forOthers(use: InputUse, run: InputsInUse): Reason | null {
  const { needs, notBeside, homes, hosted, locks } = use;
  const { kind } = parseHomeAddress(run.inputs.home);
  if (needs !== undefined && !isGiven(needs, run)) {
    return { why: `it means nothing without \`${needs}\`` };
  }
  if (notBeside !== undefined && isGiven(notBeside, run)) {
    return { why: `\`${notBeside}\` says what is used` };
  }
  if (homes !== undefined && !homes.includes(kind)) {
    return { why: `it is for ${homesInWords(homes)}, and this is home \`${kind}\`` };
  }
  if (locks === true && kind === "backend" && run.inputs.lock === "home") {
    return { why: "home `backend` leaves locks to the backend, which does not wait" };
  }
  return hosted === true && run.runner.kind !== "github-hosted"
    ? { why: "this runner is not thrown away after the job" }
    : null;
}

function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): readonly Name[];
function namesOf(table: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(table);
}
