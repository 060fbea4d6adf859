import { describeFailure } from "../failure.ts";
import { remainingResources } from "../home/checkpoint-text.ts";
import type { OpenHome } from "../home/home.ts";
import type { StageRecord } from "../home/record.ts";
import type { HeldLock } from "../lock/lock.ts";
import { maskReport } from "../report/mask-report.ts";
import type { StageReport } from "../report/stage-report.ts";
import { recordFailed, recordStatus } from "./claim.ts";
import { keepUnstored } from "./keep-unstored.ts";
import { ended } from "./report-of.ts";
import type { Services } from "./services.ts";
import { updateOf } from "./update-of.ts";
import type { Teller } from "./tell.ts";

/** A command whose engine has ended, and what is still to be done for it. */
export type Conclusion = {
  readonly services: Services;
  readonly teller: Teller;
  readonly opened: OpenHome;
  readonly lock: HeldLock | null;
  /** As the command ended, for all that the engine knows. */
  readonly report: StageReport;
  /** null where the home keeps none. */
  readonly record: StageRecord | null;
  /** How the stage stands then; null where the stage is gone. */
  readonly now: Partial<Pick<StageRecord, "status" | "commit" | "url">> | null;
  /** What is told besides, and may take a little longer than the command itself. */
  readonly besides?: () => Promise<Pick<StageReport, "impact">>;
};

/**
 * Stores the state, and only then tells how the command ended: to the comment, the record and history, beside each other. A run that lost
 * its right to the stage, or could not store its state, has failed whatever its engine did, and leaves the record to others. Resolves to the
 * report as it was told.
 */
export async function conclude(conclusion: Conclusion): Promise<StageReport> {
  const { services, teller, opened, lock, record, now } = conclusion;
  const why = await whyNotStored(opened, lock);
  if (why !== null) {
    const { app, stage } = conclusion.report;
    const isOthers = ofOthers.has(why.code);
    const failure = isOthers ? why : await keepUnstored(services, { opened, key: { app, stage }, failure: why });
    if (!isOthers) {
      await recordFailed(services, record, conclusion.report.command);
    }
    return ended(services, { ...conclusion.report, state: "failed", failure });
  }
  const report = { ...ended(services, conclusion.report), ...(await conclusion.besides?.()) };
  // Told again by whoever gets the report, which then waits for it.
  void teller.end(report);
  await Promise.all([
    now === null ? null : recordStatus(services, record, { ...now, ...(await resourcesIn(opened, report)) }),
    opened
      .addToHistory(updateOf(maskReport(report, services.mask.hide)))
      .catch((error: unknown) =>
        services.log.warning(`History does not have what was done: ${describeFailure(error).message}`),
      ),
  ]);
  return report;
}

/** After these the stage is in the hands of another run. */
export const ofOthers: ReadonlySet<string> = new Set(["state-taken", "lock-lost"]);

async function whyNotStored(opened: OpenHome, lock: HeldLock | null): Promise<StageReport["failure"]> {
  try {
    await opened.commit();
    lock?.lost.throwIfAborted();
    return opened.lost.aborted ? stoppedInTime(opened.lost.reason) : null;
  } catch (error) {
    return describeFailure(error);
  }
}

/** The engine had to stop, and then its state could be stored after all. */
function stoppedInTime(reason: unknown): NonNullable<StageReport["failure"]> {
  const { code, message } = describeFailure(reason);
  return {
    code,
    message: `${message} All that was made until then is stored now.`,
    next: "Check the home and the run's access to it, and run again: the next deploy continues from the saved state.",
  };
}

/** How many resources the stage has; where only a process could tell, nobody is asked. */
async function resourcesIn(opened: OpenHome, { stage, app }: StageReport): Promise<Pick<StageRecord, "resources">> {
  if (opened.kind === "backend") {
    return {};
  }
  const state = await opened.checkpoint({ app, stage });
  return state === null ? {} : { resources: remainingResources(state).length };
}
