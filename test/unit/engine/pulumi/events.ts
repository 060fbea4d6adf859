import { createChangeSetBuilder } from "../../../../src/engine/pulumi/change-set.ts";
import { type EngineEvent, parseEngineEvent } from "../../../../src/engine/pulumi/engine-event.ts";
import { describeProgress } from "../../../../src/engine/pulumi/progress.ts";

const project = "urn:pulumi:pr-7::shop";
export const stackUrn = `${project}::pulumi:pulumi:Stack::shop-pr-7`;

export const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Step = {
  readonly op: string;
  readonly name?: string;
  readonly type?: string;
  readonly old?: Readonly<Record<string, unknown>> | null;
  readonly new?: Readonly<Record<string, unknown>> | null;
} & Readonly<Record<string, unknown>>;

/** An event as the engine writes it to its log. */
export function eventOf(value: Readonly<Record<string, unknown>>): EngineEvent {
  const event = parseEngineEvent(JSON.stringify({ sequence: 1, timestamp: 1_795_418_125, ...value }));
  if (event === null) {
    throw new Error(`No event: ${JSON.stringify(value)}`);
  }
  return event;
}

export const pre = (step: Step): EngineEvent => eventOf({ resourcePreEvent: { metadata: metadata(step) } });
export const outputs = (step: Step): EngineEvent => eventOf({ resOutputsEvent: { metadata: metadata(step) } });
export const failed = (step: Step): EngineEvent =>
  eventOf({ resOpFailedEvent: { metadata: metadata(step), status: 0, steps: 1 } });
export const said = (severity: string, message: string, urn?: string): EngineEvent =>
  eventOf({ diagnosticEvent: { message, severity, color: "never", ...(urn === undefined ? {} : { urn }) } });

/** Builds the change set of a run, with a clock that goes on 500 ms an event. */
export function changeSetOf(events: readonly EngineEvent[], preview = false) {
  let clock = 0;
  const builder = createChangeSetBuilder({ preview, now: () => clock, dataTypes: ["mech:index:Vault"] });
  const lines: string[] = [];
  for (const event of events) {
    clock += 500;
    const progress = builder.add(event);
    if (progress !== null) {
      lines.push(describeProgress(progress));
    }
  }
  return { ...builder.finish(), lines };
}

/** The events of a step that begins and is done. */
export const whole = (step: Step): EngineEvent[] => [pre(step), outputs(step)];

export function urnOf(name: string, type = "mech:index:Thing"): string {
  return `${project}::${type}::${name}`;
}

function metadata(step: Step): object {
  const { name = "thing", type = "mech:index:Thing", old = null, new: after = null, ...rest } = step;
  return {
    urn: urnOf(name, type),
    type,
    old: old === null ? null : state(old),
    new: after === null ? null : state(after),
    detailedDiff: null,
    provider: "",
    ...rest,
  };
}

function state(given: Readonly<Record<string, unknown>>): object {
  return { custom: true, id: "id-1", parent: stackUrn, inputs: {}, outputs: {}, ...given };
}
