import type { GitHub } from "../github/github.ts";
import { maskReport } from "../report/mask-report.ts";
import type { StageReport } from "../report/stage-report.ts";
import { checkEnd, commitStatusOf, deploymentState, shown, taskOf } from "./announcement.ts";
import type { Request, Services } from "./services.ts";

/** What GitHub shows beside the comment: the stage's deployments, the commit's status and check. Never throws: an error of GitHub's undoes no deploy. */
export type Announcer = {
  /** A deploy waits for its stage. */
  readonly queue: (report: StageReport, stage: AnnouncedStage) => void;
  /** A deploy has begun; told beside the engine. */
  readonly begin: (report: StageReport, stage: AnnouncedStage) => void;
  /** A command has ended. Resolves when all is told. */
  readonly end: (report: StageReport) => Promise<void>;
  /** A deploy that waited is not to be. Resolves when that is told. */
  readonly drop: (report: StageReport) => Promise<void>;
};

/** What of a stage its deployments say. */
export type AnnouncedStage = { readonly ephemeral: boolean };

/** All that an announcer touches. */
export type AnnouncerServices = Pick<Services, "github" | "log" | "mask"> & {
  readonly trail: Pick<Services["trail"], "deploymentMade" | "checkMade">;
};

/** More deployments of one stage than this are not looked for when it is removed: GitHub keeps them, inactive. */
const mostRemoved = 100;
const productionNames = new Set(["production", "prod"]);

export function createAnnouncer(services: AnnouncerServices, wanted: Request["announce"]): Announcer {
  const { github, log, mask, trail } = services;
  const refused = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  let deployment: number | null = null;
  let check: number | null = null;

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
  /** Made when first there is something to say of it. */
  const deploy = (report: StageReport, stage: AnnouncedStage, state: "queued" | "in_progress") => {
    const { commit } = report;
    if (!wanted.deployments || commit === null) {
      return;
    }
    then(async (asked) => {
      if (deployment === null) {
        deployment = await asked.createDeployment({
          commit,
          task: taskOf(report),
          environment: environmentOf(report, stage, wanted.environment),
          description: `${report.app} · ${report.stage}`,
          transient: stage.ephemeral,
          production: productionNames.has(report.stage),
        });
        trail.deploymentMade(deployment);
      }
      await asked.setDeployment({ id: deployment, ...shown(report), state });
    });
  };
  const status = (report: StageReport) => {
    const said = commitStatusOf(report);
    if (wanted.commitStatus && said !== null) {
      then((asked) => asked.setCommitStatus(said));
    }
  };

  return {
    queue: (plain, stage) => deploy(maskReport(plain, mask.hide), stage, "queued"),
    begin: (plain, stage) => {
      const report = maskReport(plain, mask.hide);
      status(report);
      const { commit } = report;
      if (wanted.checkRun && commit !== null) {
        then(async (asked) => {
          const { description: title, log: url } = shown(report);
          check = await asked.createCheckRun({ commit, name: taskOf(report), title, url });
          trail.checkMade(check);
        });
      }
      deploy(report, stage, "in_progress");
    },
    end: async (plain) => {
      const report = maskReport(plain, mask.hide);
      if (report.command === "deploy") {
        status(report);
      }
      then(async (asked) => {
        if (check !== null) {
          await asked.completeCheckRun({ id: check, ...checkEnd(report) });
        }
      });
      if (wanted.deployments) {
        then(async (asked) => {
          if (report.state === "removed") {
            const known = await asked.deploymentsOf({ task: taskOf(report), limit: mostRemoved });
            for (const { id } of known) {
              await asked.deleteDeployment(id);
            }
            for (const name of new Set(known.map(({ environment }) => environment))) {
              await (isOwn(name, report) ? asked.forgetEnvironment(name) : null);
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
    drop: async (plain) => {
      const report = maskReport(plain, mask.hide);
      then(async (asked) => {
        if (deployment !== null) {
          await asked.setDeployment({ id: deployment, ...shown(report), state: "inactive" });
        }
      });
      await last;
    },
  };
}

function environmentOf(report: StageReport, { ephemeral }: AnnouncedStage, asked: string | null): string {
  return asked ?? (ephemeral ? "preview" : report.stage);
}

/** Whether an environment is the stage's alone, by its name: others may hold secrets and rules, which would go with their entry. */
function isOwn(environment: string, { stage }: StageReport): boolean {
  return environment === stage || environment.endsWith(`/${stage}`);
}
