import { type CommandDef, defineCommand } from "citty";

import { checkedOutCommit } from "../../checkout/checked-out-commit.ts";
import { pathInRepository } from "../../checkout/path-in-repository.ts";
import { run } from "../../commands/run.ts";
import type { ActedRequest } from "../../commands/services.ts";
import { createPulumiEngine } from "../../engine/pulumi/pulumi.ts";
import { noOptions } from "../../engine/run-options.ts";
import type { StageCommand } from "../../events/target.ts";
import { maskReport } from "../../report/mask-report.ts";
import { toReportJson } from "../../report/report-json.ts";
import { renderTerminal } from "../../report/terminal.ts";
import { visible } from "../../report/visible.ts";
import { keyOf, openSession, orExplain, type Session, type StageArgs, stageFlags } from "./session.ts";

const flags = {
  ...stageFlags,
  "config-from": { type: "string", description: "The stage whose configuration one without its own takes." },
  "dry-run": { type: "boolean", description: "A refresh only looks.", default: false },
} as const;

type Args = StageArgs & { readonly "config-from"?: string | undefined; readonly "dry-run": boolean };

/** The commands that run an engine, for a person at a terminal: on a stage by its name, of the project in the folder. */
export const deploy = ofTerminal(
  "deploy",
  "Deploys the project as a stage, with a line for each resource as it comes.",
);
export const diff = ofTerminal("diff", "Shows what a deploy would change.");
export const remove = ofTerminal("remove", "Removes a stage from what the home knows of it.");
export const refresh = ofTerminal("refresh", "Takes over what somebody changed by hand, or only shows it.");

function ofTerminal(command: StageCommand, description: string): CommandDef<typeof flags> {
  return defineCommand({
    meta: { name: command, description },
    args: flags,
    run: ({ args }) => carryOut(command, args),
  });
}

/** Steps go to standard error as they come; standard output is the report alone. The exit code is 1 for all that did not come to its end. */
async function carryOut(command: StageCommand, args: Args): Promise<void> {
  await orExplain(async (mask) => {
    const session = await openSession(args, mask);
    const request = await requestOf(command, args, session);
    const { log } = session;
    const { reports, skip } = await run(request, {
      log,
      open: async () => ({ ...session, engine: createPulumiEngine(await session.tools()) }),
    });
    const masked = reports.map((report) => maskReport(report, mask.hide));
    const text = [...masked.map(renderTerminal), ...(skip === null ? [] : [skip.reason])].join("\n");
    const json = () => mask.hide(JSON.stringify(toReportJson({ reports: masked, skip, failure: null }), null, 2));
    console.log(args.json ? json() : visible(mask.hide(text)));
    const isThrough = masked.every(({ state }) => !["failed", "cancelled", "skipped", "superseded"].includes(state));
    process.exitCode = isThrough ? 0 : 1;
  });
}

async function requestOf(command: StageCommand, args: Args, session: Session): Promise<ActedRequest> {
  const { directory, home } = session;
  const { app } = await keyOf(args, session);
  // Whose the app is, the home knows; a terminal does not. Until a workflow deploys it, it is nobody's.
  const owner = (await home.records?.list())?.find((record) => record.app === app)?.repository ?? { id: 0, name: "/" };
  const [login = "", name = ""] = owner.name.split("/");
  return {
    event: {
      kind: "manual",
      ref: "",
      inputs: {},
      repository: { id: owner.id, owner: login, name, defaultBranch: null },
      sender: session.run.actor,
    },
    rules: {
      branches: [],
      command,
      stage: args.stage,
      pullRequest: null,
      commit: (await checkedOutCommit(directory))?.commit ?? null,
    },
    directory,
    path: await pathInRepository(directory),
    app,
    configFrom: args["config-from"] ?? null,
    impact: false,
    dryRun: args["dry-run"],
    adopt: new Map(),
    options: noOptions,
    announce: { deployments: false, commitStatus: false, checkRun: false, environment: null },
    comment: "off",
    lockTimeoutSeconds: 600,
    engineGraceSeconds: 600,
  };
}
