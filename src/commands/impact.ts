import { noOptions } from "../engine/run-options.ts";
import { basisOf, checkedOutCommit } from "../checkout/checked-out-commit.ts";
import type { EngineResult, StageKey } from "../engine/engine.ts";
import type { PulumiProject } from "../engine/pulumi/project.ts";
import { branchStage } from "../events/branch-stage.ts";
import type { Event } from "../events/event.ts";
import type { StageTarget } from "../events/target.ts";
import { describeFailure } from "../failure.ts";
import type { Log } from "../log.ts";
import type { StageImpact } from "../report/stage-report.ts";
import { engineOrder } from "./engine-order.ts";
import type { ActedRequest, Services } from "./services.ts";

/** A preview of what merging would change, under way beside a deploy. It is ended at the end of the block. */
export type Impact = AsyncDisposable & {
  /** Waits for it, but no longer than `patienceMs` from now; null where there is none to be had, and nobody asked for one. */
  readonly result: (patienceMs: number) => Promise<StageImpact | null>;
};

type PullRequestEvent = Extract<Event, { kind: "pull_request" }>;

type Order = {
  readonly request: ActedRequest;
  readonly services: Services;
  readonly project: PulumiProject;
  readonly target: StageTarget;
};

/**
 * Begins to preview the pull request's program against the stage of its base branch: from that stage's stored state and configuration, with
 * whatever credentials the job has. Nothing is locked, and nothing of that stage is changed. Never rejects: why there is no preview is a part
 * of the answer.
 */
export function beginImpact(order: Order): Impact {
  const stop = new AbortController();
  const { event } = order.request;
  const isWanted = order.request.impact && order.target.command === "deploy" && event.kind === "pull_request";
  const preview = isWanted ? previewImpact(order, event, stop.signal) : Promise.resolve(null);
  return {
    result: async (patienceMs) => {
      const timer = setTimeout(() => stop.abort(), patienceMs);
      try {
        return await preview;
      } finally {
        clearTimeout(timer);
      }
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await preview;
    },
  };
}

async function previewImpact(order: Order, event: PullRequestEvent, stopped: AbortSignal): Promise<StageImpact> {
  const { request, services, project, target } = order;
  const base = branchStage({
    branch: event.base.branch,
    rules: request.rules.branches,
    defaultBranch: event.repository.defaultBranch,
  });
  const none = (stage: string, reason: string): StageImpact => ({ stage, basis: "merge", changeSet: null, reason });
  if ("kind" in base || base.ephemeral) {
    return none(event.base.branch, `The base branch ${event.base.branch} has no long-lived stage.`);
  }
  const key: StageKey = { app: project.name, stage: base.stage };
  try {
    if ((await services.home.checkpoint(key)) === null) {
      return none(key.stage, `There is no stage ${key.stage} yet.`);
    }
    const [checkedOut, result] = await Promise.all([
      checkedOutCommit(request.directory),
      previewStage(order, key, AbortSignal.any([services.signal, stopped])),
    ]);
    const basis = checkedOut === null || target.commit === null ? null : basisOf(checkedOut, target.commit);
    return { stage: key.stage, basis: basis ?? "unknown", changeSet: result.changeSet, reason: reasonOf(result) };
  } catch (error) {
    const { message, next } = describeFailure(error);
    return none(key.stage, `${message} ${next}`);
  }
}

async function previewStage({ services, project }: Order, key: StageKey, signal: AbortSignal): Promise<EngineResult> {
  await using opened = await services.home.open({ key, mode: "read", fenceOff: false, left: () => undefined });
  // Awaited here, or the home would be closed before the engine looks.
  return await services.engine.diff({
    ...engineOrder(services, {
      key,
      directory: project.directory,
      opened,
      lock: null,
      options: noOptions,
      begin: () => undefined,
    }),
    log: toldApart(services.log, key.stage),
    signal,
    started: services.trail.impactStarted,
  });
}

function reasonOf({ outcome, changeSet }: EngineResult): string | null {
  switch (outcome) {
    case "succeeded":
      return null;
    case "cancelled":
      return "The preview was ended before it was through.";
    case "failed":
      return (
        changeSet.diagnostics.find(({ severity }) => severity === "error")?.message.trim() ?? "The preview failed."
      );
    default:
      return outcome satisfies never;
  }
}

/** The same log, with each line saying which stage it is about. */
function toldApart(log: Log, stage: string): Log {
  const about = (say: (text: string) => void) => (text: string) => say(`[${stage}] ${text}`);
  // What fails here fails no run: it is told in the report.
  return { info: about(log.info), warning: about(log.info), error: about(log.info), debug: about(log.debug) };
}
