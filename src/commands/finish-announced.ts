import type { GitHub } from "../github/github.ts";
import type { Log } from "../log.ts";
import type { StageReport } from "../report/stage-report.ts";
import { commitStatusOf, deploymentState, shown } from "./announcement.ts";
import { checkRunOf } from "./check-run-of.ts";
import type { LeftTrail } from "./left-trail.ts";
import type { Request } from "./services.ts";

/**
 * Ends what a killed step announced, so that nothing stays pending for ever. The deployment and the check run are the step's own, whoever has
 * the stage now; the commit's status is anybody's, and is left alone where another run took the stage (`isOurs` is false) or this one never came to
 * set it. The deployment of a run that only waited is no failed one.
 */
export async function finishAnnounced(finish: {
  readonly left: LeftTrail;
  readonly github: GitHub | null;
  readonly announce: Request["announce"];
  readonly log: Log;
  readonly isOurs: boolean;
}): Promise<void> {
  const { left, github, announce, log, isOurs } = finish;
  if (github === null || left.report === null) {
    return;
  }
  const cancelled: StageReport = { ...left.report, state: "cancelled" };
  const warn = (error: unknown) => log.warning(error instanceof Error ? error.message : String(error));
  const { deployment: id, checkRun } = left;
  if (id !== null) {
    const state = left.report.state === "queued" ? "inactive" : deploymentState(cancelled);
    await github.setDeployment({ id, ...shown(cancelled), state }).catch(warn);
  }
  if (checkRun !== null) {
    await github.setCheckRun({ id: checkRun, ...checkRunOf(cancelled) }).catch(warn);
  }
  const status = left.report.state === "deploying" && isOurs ? commitStatusOf(cancelled) : null;
  if (announce.commitStatus && status !== null) {
    await github.setCommitStatus(status).catch(warn);
  }
}
