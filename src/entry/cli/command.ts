import { checkedOutCommit } from "../../checkout/checked-out-commit.ts";
import { pathInRepository } from "../../checkout/path-in-repository.ts";
import { run } from "../../commands/run.ts";
import type { ActedRequest } from "../../commands/services.ts";
import { createPulumiEngine } from "../../engine/pulumi/pulumi.ts";
import type { StageCommand } from "../../events/target.ts";
import { maskReport } from "../../report/mask-report.ts";
import { toReportJson } from "../../report/report-json.ts";
import { renderTerminal } from "../../report/terminal.ts";
import { visible } from "../../report/visible.ts";
import { requireStage } from "../../commands/toolkit/require-stage.ts";
import { confirmRemoval } from "./confirm-removal.ts";
import { defineCommand, type Values } from "./define-command.ts";
import {
  dataTypesOf,
  dataTypesOption,
  refreshOptions,
  removalOptions,
  type RunOptionArgs,
  runOptionsOf,
  updateOptions,
} from "./run-options.ts";
import {
  type ChangeArgs,
  changeOptions,
  keyOf,
  openSession,
  type Session,
  stageOptions,
  terminalMask,
} from "./session.ts";

const options = {
  ...stageOptions,
  "config-from": {
    type: "text",
    value: "STAGE",
    description: "The stage whose configuration one without its own takes.",
  },
  ...dataTypesOption,
} as const;
const dryRun = (description: string) => ({ "dry-run": { type: "flag", description } }) as const;

type Args = Omit<Values<typeof options>, "config-from"> & {
  readonly "config-from"?: string | undefined;
  readonly "dry-run"?: boolean;
} & RunOptionArgs &
  Partial<ChangeArgs>;

/** The commands that run an engine, for a person at a terminal: on a stage by its name, of the project in the folder. */
export const deploy = defineCommand({
  name: "deploy",
  summary: "Deploys the project as a stage, with a line for each resource as it comes.",
  options: {
    ...options,
    ...dryRun("Only show what a deploy would change, as `diff` does."),
    ...updateOptions("A plan that `diff` saved: the deploy keeps to it."),
    ...changeOptions,
  },
  examples: [
    "stagewright deploy --stage mona --home s3://shop-state/app",
    "stagewright deploy --stage mona --home s3://shop-state/app --target '**::api' --target-dependents",
  ],
  run: (args) => carryOut("deploy", args),
});
export const diff = defineCommand({
  name: "diff",
  summary: "Shows what a deploy would change.",
  options: { ...options, ...updateOptions("Save the plan there, for `deploy --plan`.") },
  examples: [
    "stagewright diff --stage mona --home s3://shop-state/app",
    "stagewright diff --stage production --home s3://shop-state/app --expect-no-changes",
  ],
  run: (args) => carryOut("diff", args),
});
export const remove = defineCommand({
  name: "remove",
  summary: "Destroys a stage's resources, using only the stored state.",
  options: {
    ...stageOptions,
    ...dryRun("Only report what would be removed."),
    ...removalOptions,
    ...dataTypesOption,
    yes: { type: "flag", description: "Remove a long-lived stage without asking." },
    ...changeOptions,
  },
  examples: [
    "stagewright remove --stage mona --home s3://shop-state/app --dry-run",
    "stagewright remove --stage mona --home s3://shop-state/app --yes",
  ],
  run: (args) =>
    carryOut("remove", args, async (session) => {
      const key = await keyOf(args, session);
      await requireStage(session.home, key);
      if (!args["dry-run"] && !args.yes) {
        await confirmRemoval(session, key);
      }
    }),
});
export const refresh = defineCommand({
  name: "refresh",
  summary: "Updates the state to match reality (`--dry-run`: only reports).",
  options: {
    ...stageOptions,
    ...dryRun("Only report drift."),
    ...refreshOptions,
    ...dataTypesOption,
    ...changeOptions,
  },
  examples: ["stagewright refresh --stage mona --home s3://shop-state/app --dry-run"],
  run: (args) => carryOut("refresh", args, async (session) => requireStage(session.home, await keyOf(args, session))),
});

/**
 * Steps go to standard error as they come; standard output is the report alone. The exit code is 1 for all that did not come to its end.
 * `check` throws where the command must not begin.
 */
async function carryOut(command: StageCommand, args: Args, check?: (session: Session) => Promise<void>): Promise<void> {
  const mask = terminalMask();
  const runOptions = runOptionsOf(args);
  mask.add(runOptions.config.flatMap(({ value, secret }) => (secret ? [value] : [])));
  const dataTypes = dataTypesOf(args);
  const session = await openSession(args, mask, { dataTypes });
  const request = { ...(await requestOf(command, args, session)), options: runOptions, dataTypes };
  await check?.(session);
  const { reports, skip } = await run(request, {
    looking: session,
    open: async () => ({ ...session, engine: createPulumiEngine(await session.tools()) }),
  });
  const masked = reports.map((report) => maskReport(report, mask.hide));
  const text = [...masked.map(renderTerminal), ...(skip === null ? [] : [skip.reason])].join("\n");
  const json = () => mask.hide(JSON.stringify(toReportJson({ reports: masked, skip, failure: null }), null, 2));
  console.log(args.json ? json() : visible(mask.hide(text)));
  const isThrough = masked.every(({ state }) => !["failed", "cancelled", "skipped", "superseded"].includes(state));
  process.exitCode = isThrough ? 0 : 1;
}

async function requestOf(
  command: StageCommand,
  args: Args,
  session: Session,
): Promise<Omit<ActedRequest, "options" | "dataTypes">> {
  const { directory, home } = session;
  const { app } = await keyOf(args, session);
  // Whose the app is, the home knows; a terminal does not. Until a workflow deploys it, it is nobody's.
  const owner = (await home.records?.list())?.find((record) => record.app === app)?.repository ?? { id: 0, name: "/" };
  const [login = "", name = ""] = owner.name.split("/");
  return {
    event: {
      kind: "manual",
      by: "workflow_dispatch",
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
      atTerminal: true,
    },
    directory,
    path: await pathInRepository(directory),
    app,
    configFrom: args["config-from"] ?? null,
    impact: false,
    dryRun: args["dry-run"] ?? false,
    adopt: new Map(),
    announce: { deployments: false, commitStatus: false, checkRun: false, environment: null },
    comment: "off",
    lockTimeoutSeconds: args["lock-timeout"] ?? 0,
    engineGraceSeconds: args["engine-grace"] ?? 0,
  };
}
