import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { root } from "./root.ts";
import { runScript } from "./run-script.ts";

/** Workflow steps of one command each, for workflows that say themselves what is to happen. */
const steps: Readonly<Record<string, string>> = {
  deploy: "Deploys the stage of a branch or pull request.",
  diff: "Previews what a deploy of the stage would change.",
  refresh: "Takes over into a stage's state what somebody changed by hand, or only tells what that is.",
  outputs: "Reads the outputs of a stage from its stored state, without a deploy.",
  remove: "Removes the stage of a branch or pull request, from its stored state alone.",
};

/** The files under actions/, by their path from the repository's root, as they follow from action.yml: the same action with another default command. */
export function actionsFrom(actionYaml: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(steps).map(([command, description]) => [
      `actions/${command}/action.yml`,
      actionYaml
        .replace(/^name: .*$/mu, `name: Stagewright ${command}`)
        .replace(/^description: .*$/mu, `description: ${description}`)
        .replace(/^( {4}default: )auto$/mu, `$1${command}`)
        .replaceAll(/^( {2}(?:main|post): )dist\//gmu, "$1../../dist/"),
    ]),
  );
}

if (import.meta.main) {
  await runScript(async () => {
    const files = actionsFrom(await readFile(join(root, "action.yml"), "utf8"));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return 0;
  });
}
