import type { GitHub } from "../github/github.ts";
import { maskReport } from "../report/mask-report.ts";
import type { StageReport } from "../report/stage-report.ts";
import { commitStatusOf, deploymentState, shown, taskOf } from "./announcement.ts";
import type { Request, Services } from "./services.ts";

/** What GitHub shows beside the comment: the stage's deployments, and the commit's status. Never throws: an error of GitHub's undoes no deploy. */
export type Announcer = {
  /** A deploy has begun; told beside the engine. */
  readonly begin: (report: StageReport, stage: AnnouncedStage) => void;
  /** A command has ended. Resolves when all is told. */
  readonly end: (report: StageReport) => Promise<void>;
};

/** What of a stage its deployments say. */
export type AnnouncedStage = { readonly ephemeral: boolean };

/** All that an announcer touches. */
export type AnnouncerServices = Pick<Services, "github" | "log" | "mask"> & {
  readonly trail: Pick<Services["trail"], "deploymentMade">;
};

/** More deployments of one stage than this are not looked for when it is removed: GitHub keeps them, inactive. */
const mostRemoved = 100;
const productionNames = new Set(["production", "prod"]);

export function createAnnouncer(services: AnnouncerServices, wanted: Request["announce"]): Announcer {
  const { github, log, mask, trail } = services;
  const refused = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  let deployment: number | null = null;

  /** One after the other, each whatever became of those before; the same refusal is told once. */
  const then = (work: (asked: GitHub) => Promise<void>) => {
    if (github === null) {
      return;
    }
    last = last
      .then(() => work(github))
      .catch((error: unknown) => {
        const text = error instanceof Error ? error.message : String(error);
        const why = text.slice(text.indexOf(":"));
        log[refused.has(why) ? "debug" : "warning"](text);
        refused.add(why);
      });
  };
  const status = (report: StageReport) => {
    const said = commitStatusOf(report);
    if (wanted.commitStatus && said !== null) {
      then((asked) => asked.setCommitStatus(said));
    }
  };

  return {
    begin: (plain, stage) => {
      const report = maskReport(plain, mask.hide);
      status(report);
      const { commit } = report;
      if (wanted.deployments && commit !== null) {
        then(async (asked) => {
          deployment = await asked.createDeployment({
            commit,
            task: taskOf(report),
            environment: environmentOf(report, stage, wanted.environment),
            description: `${report.app} · ${report.stage}`,
            transient: stage.ephemeral,
            production: productionNames.has(report.stage),
          });
          trail.deploymentMade(deployment);
          await asked.setDeployment({ id: deployment, ...shown(report), state: "in_progress" });
        });
      }
    },
    end: async (plain) => {
      const report = maskReport(plain, mask.hide);
      if (report.command === "deploy") {
        status(report);
      }
      if (wanted.deployments) {
        then(async (asked) => {
          if (report.state === "removed") {
            for (const id of await asked.deploymentsOf({ task: taskOf(report), limit: mostRemoved })) {
              await asked.deleteDeployment(id);
            }
          } else if (deployment !== null) {
            await asked.setDeployment({ id: deployment, ...shown(report), state: deploymentState(report) });
            if (deploymentState(report) === "success") {
              await asked.retireDeployments({ task: taskOf(report), current: deployment });
            }
          }
        });
      }
      await last;
    },
  };
}

function environmentOf(report: StageReport, { ephemeral }: AnnouncedStage, asked: string | null): string {
  return asked ?? (ephemeral ? "preview" : report.stage);
}
