import type { GitHub } from "../github/github.ts";
import { countsText } from "../report/change-words.ts";
import { maskReport } from "../report/mask-report.ts";
import type { StageReport } from "../report/stage-report.ts";
import { stateWords } from "../report/state-words.ts";
import { oneLine } from "../report/visible.ts";
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
    const { commit } = report;
    if (wanted.commitStatus && commit !== null) {
      then((asked) =>
        asked.setCommitStatus({
          commit,
          context: taskOf(report),
          state: statusOf(report),
          description: describe(report),
          url: report.url ?? report.run?.url ?? null,
        }),
      );
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

/** Tells a stage's deployments from those of others in the same environment. */
export function taskOf({ app, stage }: Pick<StageReport, "app" | "stage">): string {
  return `stagewright/${app}/${stage}`;
}

function environmentOf(report: StageReport, { ephemeral }: AnnouncedStage, asked: string | null): string {
  return asked ?? (ephemeral ? "preview" : report.stage);
}

function shown(report: StageReport): { description: string; url: string | null; log: string | null } {
  return { description: describe(report), url: report.url, log: report.run?.url ?? null };
}

/** `deployed: 1 deleted · 3 created`, on one line. */
function describe(report: StageReport): string {
  const counts = report.changeSet === null ? "" : countsText(report.changeSet);
  const failure = report.failure === null ? "" : oneLine(report.failure.message);
  const more = failure === "" ? counts : failure;
  return `${stateWords(report).words}${more === "" ? "" : `: ${more}`}`;
}

/** A removed stage's are deleted instead. */
function deploymentState({ state }: StageReport): "success" | "failure" | "error" {
  if (state === "deployed" || state === "unchanged") {
    return "success";
  }
  return state === "cancelled" ? "error" : "failure";
}

function statusOf(report: StageReport): "pending" | "success" | "failure" | "error" {
  return report.state === "deploying" || report.state === "queued" ? "pending" : deploymentState(report);
}
