import { exampleReport } from "../../../scripts/example-report.ts";
import { createAnnouncer } from "../../../src/commands/announce.ts";
import type { Request } from "../../../src/commands/services.ts";
import type { GitHub } from "../../../src/github/github.ts";
import type { Log } from "../../../src/log.ts";
import type { StageReport } from "../../../src/report/stage-report.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { StandIn } from "../../support/github/start-github.ts";

const deploying: StageReport = { ...exampleReport, state: "deploying", changeSet: null, endedAt: null };
/** A newer run had the stage. */
export const superseded: StageReport = { ...deploying, state: "superseded", reason: "A newer run had this stage." };
export const failed: StageReport = {
  ...exampleReport,
  state: "failed",
  failure: { code: "deploy-failed", message: "no such region", next: "Push again." },
};
const removed: StageReport = { ...exampleReport, command: "remove", state: "removed" };

/** Announces one run after the other on the stand-in, each in an announcer of its own as each is a step of its own. */
export function announcing(
  { standIn, client }: { standIn: StandIn; client: () => GitHub },
  wanted: Partial<Request["announce"]> = {},
) {
  const { headSha } = openPullRequest(standIn.state, { branch: "feature", number: 12 });
  const said: string[] = [];
  const keep = (text: string) => void said.push(text);
  const log: Log = { info: keep, warning: keep, error: keep, debug: () => undefined };
  const announcer = () =>
    createAnnouncer(
      {
        github: client(),
        log,
        mask: { add: () => undefined, hide: (text) => text },
        trail: { deploymentMade: () => undefined, checkRunMade: () => undefined },
      },
      { deployments: true, commitStatus: false, checkRun: false, environment: null, ...wanted },
    );
  return {
    said,
    announcer,
    headSha,
    /** Of each deployment, the newest state. */
    states: () => standIn.state.deployments.map(({ statuses }) => statuses.at(-1)?.state ?? "none").join(" "),
    deploy: async (end: StageReport, begin: Partial<StageReport> = {}) => {
      const run = announcer();
      run.begin({ ...deploying, ...begin, commit: headSha }, { ephemeral: true });
      await run.end({ ...end, ...begin, commit: headSha });
    },
    /** A deploy that waits for its stage, and then goes on or does not. */
    wait: async (end: StageReport) => {
      const run = announcer();
      const queued: StageReport = { ...deploying, state: "queued", reason: "octocat deploys it", commit: headSha };
      run.wait(queued, { ephemeral: true });
      run.wait({ ...queued, reason: "hubot deploys it" }, { ephemeral: true });
      if (end.state === "superseded" || end.state === "skipped") {
        await run.withdraw({ ...end, commit: headSha });
        return;
      }
      run.begin({ ...deploying, commit: headSha }, { ephemeral: true });
      await run.end({ ...end, commit: headSha });
    },
    remove: () => announcer().end(removed),
    requests: async (work: () => Promise<void>) => {
      const before = standIn.requests.length;
      await work();
      return standIn.requests.slice(before).map(({ operation }) => operation);
    },
  };
}
