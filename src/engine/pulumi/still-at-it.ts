import { durationText } from "../../report/duration.ts";
import type { ChangeOp } from "../change.ts";
import type { EngineEvent, StepMetadata } from "./engine-event.ts";
import { changeOpOf, isDoneAtOnce } from "./step-op.ts";
import { isDefaultProvider, isStack, nameOf } from "./urn.ts";

/** So many steps are named at once; the rest is counted. */
const mostNamed = 5;

const doing: Readonly<Partial<Record<ChangeOp, string>>> = {
  create: "creating",
  update: "updating",
  replace: "replacing",
  delete: "deleting",
  import: "importing",
  read: "reading",
  refresh: "refreshing",
};

export type StepWatch = {
  readonly see: (event: EngineEvent) => void;
  /** A line for each step that was under way for as long as `seconds`, the oldest first; bounded, however many there are. */
  readonly lines: (seconds: number) => readonly string[];
};

/** Follows which resources' steps are under way, by the engine's events. `now` is a clock in milliseconds. */
export function createStepWatch(now: () => number): StepWatch {
  const underWay = new Map<string, { readonly text: string; readonly since: number }>();
  const begun = (step: StepMetadata) => {
    const word = doing[changeOpOf(step) ?? "same"];
    const isWork = step.op !== "replace" && !isDoneAtOnce(step) && !isStack(step.urn) && !isDefaultProvider(step.urn);
    if (word !== undefined && isWork) {
      underWay.set(step.urn, { text: `still ${word} ${nameOf(step.urn)} (${step.type})`, since: now() });
    }
  };
  return {
    see: (event) => {
      if ("resourcePreEvent" in event) {
        begun(event.resourcePreEvent.metadata);
      } else if ("resOutputsEvent" in event) {
        underWay.delete(event.resOutputsEvent.metadata.urn);
      } else if ("resOpFailedEvent" in event) {
        underWay.delete(event.resOpFailedEvent.metadata.urn);
      }
    },
    lines: (seconds) => {
      const long = [...underWay.values()]
        .map(({ text, since }) => ({ text, seconds: (now() - since) / 1000 }))
        .filter((step) => step.seconds >= seconds);
      const more = long.length - mostNamed;
      return [
        ...long.slice(0, mostNamed).map((step) => `${step.text}, ${durationText(step.seconds)}`),
        ...(more > 0 ? [`still at ${more} more`] : []),
      ];
    },
  };
}
