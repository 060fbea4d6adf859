import { defineCommand, runMain } from "citty";

import { deploy, diff, refresh, remove } from "./cli/command.ts";
import { explain } from "./cli/explain.ts";
import { outputs } from "./cli/outputs.ts";
import { stages } from "./cli/stages.ts";
import { state } from "./cli/state.ts";
import { unlock } from "./cli/unlock.ts";
import { outliveClosedStreams } from "./closed-streams.ts";

outliveClosedStreams();

await runMain(
  defineCommand({
    meta: { name: "stagewright", description: "Every branch and every pull request gets its own stage." },
    subCommands: { deploy, diff, remove, refresh, outputs, explain, stages, state, unlock },
  }),
);
