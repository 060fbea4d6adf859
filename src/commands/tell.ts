import { describeFailure } from "../failure.ts";
import type { PostedComment } from "../github/github.ts";
import { briefReport } from "../report/brief.ts";
import { maskReport } from "../report/mask-report.ts";
import type { StageReport } from "../report/stage-report.ts";
import type { ActedRequest, Services } from "./services.ts";

/** The pull request's comment through one command: posted at the start, edited at the end. */
export type Teller = {
  /** Starts posting, beside the engine; never throws. */
  readonly begin: (report: StageReport) => void;
  /**
   * Resolves to the comment, or null where none could be written. Never throws: an error of GitHub's undoes no deploy. A report that is
   * told a second time is not written again.
   */
  readonly end: (report: StageReport) => Promise<PostedComment | null>;
  /** A command does not happen after all: where it told that it waits, that is ended. Resolves when it is told; never throws. */
  readonly withdraw: (report: StageReport) => Promise<void>;
};

/** The runner gives a later step what it is left in one environment variable, which takes no more than 128 KB. */
const trailSize = 8000;

/** Whether something happened that a reader who asked for changes alone would want to know. */
function isNews({ state, changeSet, failure }: StageReport): boolean {
  return failure !== null || state === "cancelled" || (changeSet?.changes.length ?? 0) > 0;
}

/** Reports without a pull request are told to nobody. */
export function createTeller(services: Services, request: Pick<ActedRequest, "comment" | "event">): Teller {
  let last: Promise<PostedComment | null> = Promise.resolve(null);
  let told: StageReport | null = null;
  let queued: StageReport | null = null;
  let warned: string | null = null;
  const warn = (text: string) => {
    // The same reason at the start and at the end is told once.
    services.log[text === warned ? "debug" : "warning"](text);
    warned = text;
  };

  const post = async (report: StageReport, known: PostedComment | null): Promise<PostedComment | null> => {
    const { github, trail } = services;
    const { pullRequest } = report;
    if (request.comment === "off" || github === null || pullRequest === null) {
      return known;
    }
    try {
      const mayCreate = request.comment === "on" || isNews(report);
      const repository = request.event.repository.id;
      // Loaded while the engine works: what is drawn is not needed before.
      const { postComment } = await import("./post-comment.ts");
      const posted = await postComment({ ...services, github, repository, pullRequest, report, known, mayCreate });
      if (posted !== null) {
        trail.commentPosted(posted);
      }
      return posted;
    } catch (error) {
      warn(`The comment could not be written: ${error instanceof Error ? error.message : String(error)}`);
      return known;
    }
  };
  const next = (report: StageReport) => {
    const masked = maskReport(report, services.mask.hide);
    last = last.then((known) => post(masked, known));
    return masked;
  };
  return {
    begin: (report) => {
      const masked = next(report);
      queued = masked.state === "queued" ? masked : null;
      services.trail.begun(masked);
    },
    withdraw: async (plain) => {
      const known = await last;
      const { github } = services;
      const pullRequest = queued?.pullRequest ?? null;
      if (queued === null || request.comment === "off" || github === null || pullRequest === null) {
        return;
      }
      const { repository } = request.event;
      const order = { ...services, github, repository: repository.id, pullRequest, report: queued, known };
      const { concludeQueued } = await import("./take-back-queued.ts");
      await concludeQueued({ ...order, mayCreate: false }, maskReport(plain, services.mask.hide)).catch(
        (error: unknown) => warn(`The comment could not be written: ${describeFailure(error).message}`),
      );
    },
    end: (report) => {
      if (told !== report) {
        told = report;
        const masked = next(report);
        if (masked.failure?.code === "state-unstored") {
          services.trail.begun(briefReport(masked, trailSize).report);
        }
      }
      return last;
    },
  };
}
