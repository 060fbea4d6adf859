import { stageOutputs } from "./stage-outputs.ts";
import type { ChangeSet, Diagnostic, StageOutput } from "../change.ts";
import { createDataTest } from "../data-types.ts";
import { createDiagnosticList } from "./diagnostic-list.ts";
import type { EngineEvent, StepMetadata } from "./engine-event.ts";
import { createStepList, type Progress } from "./step-list.ts";
import { isDefaultProvider, isStack } from "./urn.ts";
import { createViolationList } from "./violation-list.ts";

export type ChangeSetBuilder = {
  /** Takes the next event; tells what people should hear of it, or null. */
  readonly add: (event: EngineEvent) => Progress | null;
  /** Whether a resource's step is under way: then silence is work. */
  readonly isBusy: () => boolean;
  /** How many of them are. */
  readonly underWay: () => number;
  /** Whether the engine's summary says that the run succeeded. */
  readonly isWhole: () => boolean;
  /** Whether there was a step, or the engine's summary: what it could not begin has neither. */
  readonly isBegun: () => boolean;
  readonly finish: () => ChangeSet;
};

/**
 * Builds a change set from the engine's events, as they come. Kept is one change for each resource that changes, never its whole state,
 * and nothing of those that stay the same: memory does not grow with the stage. `now` is a clock in milliseconds, `dataTypes` are types that hold
 * data besides the known ones.
 */
export function createChangeSetBuilder(order: {
  readonly preview: boolean;
  readonly now: () => number;
  readonly dataTypes: readonly string[];
}): ChangeSetBuilder {
  const begun = order.now();
  const steps = createStepList({ ...order, holdsData: createDataTest(order.dataTypes) });
  const messages = createDiagnosticList();
  const violations = createViolationList();
  let hasFailed = false;
  let isWhole = false;
  let isBegun = false;
  let outputs: Readonly<Record<string, StageOutput>> = {};

  const step = (phase: "begun" | "done" | "failed", metadata: StepMetadata): Progress | null => {
    if (isDefaultProvider(metadata.urn)) {
      return null;
    }
    if (isStack(metadata.urn)) {
      if (phase === "done" && metadata.new?.outputs) {
        outputs = stageOutputs(metadata.new.outputs);
      }
      return null;
    }
    if (phase === "begun") {
      steps.begun(metadata);
      return null;
    }
    return steps[phase](metadata);
  };

  return {
    add: (event) => {
      isBegun ||= !("diagnosticEvent" in event || "errorEvent" in event);
      if ("resourcePreEvent" in event) {
        return step("begun", event.resourcePreEvent.metadata);
      }
      if ("resOutputsEvent" in event) {
        return step("done", event.resOutputsEvent.metadata);
      }
      if ("resOpFailedEvent" in event) {
        return step("failed", event.resOpFailedEvent.metadata);
      }
      if ("diagnosticEvent" in event) {
        messages.add(event.diagnosticEvent);
      } else if ("policyEvent" in event) {
        violations.add(event.policyEvent);
      } else if ("errorEvent" in event) {
        messages.add({ severity: "error", message: event.errorEvent.error });
      } else if (event.summaryEvent.result === "succeeded") {
        isWhole = true;
        steps.succeeded();
      } else {
        hasFailed = event.summaryEvent.result === "failed";
      }
      return null;
    },
    isBusy: steps.isBusy,
    isWhole: () => isWhole,
    isBegun: () => isBegun,
    underWay: steps.underWay,
    finish: () => {
      const { changes, counts } = steps.all();
      const refusal = violations.refusal();
      if (refusal !== null) {
        messages.add(refusal);
      }
      const diagnostics = [...messages.all(hasFailed)];
      for (const change of changes.filter((one) => one.status === "failed")) {
        if (!diagnostics.some((one) => one.severity === "error" && one.urn === change.urn)) {
          diagnostics.push(unexplained(change.urn, change.name));
        }
      }
      return {
        preview: order.preview,
        changes,
        counts,
        diagnostics,
        policies: violations.all(),
        outputs,
        seconds: (order.now() - begun) / 1000,
      };
    },
  };
}

function unexplained(urn: string, resource: string): Diagnostic {
  const message = "It failed, and neither the engine nor the provider said why.";
  return { severity: "error", message, urn, resource, source: null };
}
