import type { StageKey } from "../../engine/engine.ts";
import { readProject } from "../../engine/pulumi/project.ts";
import { Failure } from "../../failure.ts";
import { checkName } from "../../home/key.ts";
import type { Toolkit } from "./toolkit.ts";
import { setting } from "../../reader/reader.ts";

/**
 * The stage that is meant, where its app may go without saying: the app of the project in the folder, or the only one in the home that has
 * such a stage. A `Failure` where neither tells.
 */
export async function findKey(
  { home }: Pick<Toolkit, "home">,
  asked: { readonly stage: string; readonly app: string | null; readonly directory: string },
): Promise<StageKey> {
  const { stage, directory } = asked;
  const app = asked.app ?? (await readProject(directory))?.name ?? null;
  checkName(stage, "a stage");
  if (app !== null) {
    return { app: checkName(app, "an app"), stage };
  }
  const apps = ((await home.records?.list()) ?? []).flatMap((record) => (record.stage === stage ? [record.app] : []));
  const [only, other] = apps;
  if (only !== undefined && other === undefined) {
    return { app: only, stage };
  }
  throw new Failure({
    code: "no-app",
    message:
      other === undefined
        ? `There is no Pulumi.yaml in ${directory} that says which app is meant, and no stage ${stage} on record in ${home.where}.`
        : `Several apps in ${home.where} have a stage ${stage}: ${apps.join(", ")}.`,
    next: `Name the app (${setting("app")}).`,
  });
}
