import type { GitHub } from "../github/github.ts";
import { maskReport } from "../report/mask-report.ts";
import type { StageReport } from "../report/stage-report.ts";
import { commitStatusOf, deploymentState, shown, taskOf } from "./announcement.ts";
import { deleteEnvironment } from "./delete-environment.ts";
import { environmentOf, isOwnEnvironment } from "./environment-of.ts";
import type { Request, Services } from "./services.ts";

/**
 * What GitHub shows beside the comment: the stage's deployments, the commit's status and check run. Never throws: an error of GitHub's undoes
 * no deploy.
 */
export type Announcer = {
  /** A deploy waits for its stage, which others hold. Told the first time alone; what is told later goes on from it. */
  readonly wait: (report: StageReport, stage: AnnouncedStage) => void;
  /** A deploy has begun; told beside the engine. */
  readonly begin: (report: StageReport, stage: AnnouncedStage) => void;
  /** A command has ended. Resolves when all is told. */
  readonly end: (report: StageReport) => Promise<void>;
  /** A command does not happen after all: where it waited, that is taken back. Resolves when all is told. */
  readonly withdraw: (report: StageReport) => Promise<void>;
};

/** What of a stage its deployments say. */
export type AnnouncedStage = { readonly ephemeral: boolean };

/** All that an announcer touches. */
export type AnnouncerServices = Pick<Services, "github" | "log" | "mask"> & {
  readonly trail: Pick<Services["trail"], "deploymentMade" | "checkRunMade">;
};

/** Draws a whole report: loaded while the engine works. */
const loadCheckRunOf = async () => (await import("./check-run-of.ts")).checkRunOf;

/** More deployments of one stage than this are not looked for when it is removed: GitHub keeps them, inactive. */
const mostRemoved = 100;
const productionNames = new Set(["production", "prod"]);

export function createAnnouncer(services: AnnouncerServices, wanted: Request["announce"]): Announcer {
  const { github, log, mask, trail } = services;
  const refused = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  let waits = false;
  let deployment: number | null = null;
  let checkRun: number | null = null;

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
  /** A deploy that ended before it began has one as well, made as it ends. */
  const check = (report: StageReport) => {
    const { commit } = report;
    if (wanted.checkRun && commit !== null) {
      then(async (asked) => {
        const checkRunOf = await loadCheckRunOf();
        if (checkRun === null) {
          checkRun = await asked.createCheckRun({ commit, name: taskOf(report), ...checkRunOf(report) });
          trail.checkRunMade(checkRun);
        } else {
          await asked.setCheckRun({ id: checkRun, ...checkRunOf(report) });
        }
      });
    }
  };

  const deploy = (report: StageReport, stage: AnnouncedStage, state: "queued" | "in_progress") => {
    const { commit } = report;
    if (wanted.deployments && commit !== null) {
      then(async (asked) => {
        if (deployment === null) {
          deployment = await asked.createDeployment({
            commit,
            task: taskOf(report),
            environment: environmentOf({ ...stage, stage: report.stage }, wanted.environment),
            description: `${report.app} · ${report.stage}`,
            transient: stage.ephemeral,
            production: productionNames.has(report.stage),
          });
          trail.deploymentMade(deployment);
        }
        await asked.setDeployment({ id: deployment, ...shown(report), state });
      });
    }
  };

  return {
    wait: (plain, stage) => {
      if (!waits) {
        waits = true;
        const report = maskReport(plain, mask.hide);
        check(report);
        deploy(report, stage, "queued");
      }
    },
    begin: (plain, stage) => {
      const report = maskReport(plain, mask.hide);
      status(report);
      check(report);
      deploy(report, stage, "in_progress");
    },
    end: async (plain) => {
      const report = maskReport(plain, mask.hide);
      if (report.command === "deploy") {
        status(report);
        check(report);
      }
      if (wanted.deployments) {
        then(async (asked) => {
          if (report.state === "removed") {
            const gone = await asked.deploymentsOf({ task: taskOf(report), limit: mostRemoved });
            for (const { id } of gone) {
              await asked.deleteDeployment(id);
            }
            const environments = new Set(gone.map(({ environment }) => environment));
            for (const name of [...environments].filter((one) => isOwnEnvironment(one, report.stage))) {
              await deleteEnvironment({ github: asked, log }, name);
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
    withdraw: async (plain) => {
      const report = maskReport(plain, mask.hide);
      then(async (asked) => {
        if (checkRun !== null) {
          const checkRunOf = await loadCheckRunOf();
          await asked.setCheckRun({ id: checkRun, ...checkRunOf(report) });
        }
      });
      then(async (asked) => {
        if (deployment !== null) {
          await asked.setDeployment({ id: deployment, ...shown(report), state: "inactive" });
        }
      });
      await last;
    },
  };
}
