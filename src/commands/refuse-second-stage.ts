import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import type { Home } from "../home/home.ts";
import { nameStage } from "../lock/describe-lock.ts";
import { commandLine } from "../reader/advice.ts";

/**
 * Refuses to begin a stage of which the home has nothing while plain Pulumi has it elsewhere: all of it would be made a second time. Costs
 * requests, so it is only asked for a stage that is new to the home.
 */
export async function refuseSecondStage(home: Pick<Home, "oldStack" | "text" | "where">, key: StageKey): Promise<void> {
  if (home.oldStack === null || (await home.text(key)) !== null) {
    return;
  }
  const old = await home.oldStack(key);
  if (old === null) {
    return;
  }
  const command = commandLine(`state import ${old.importArguments.join(" ")}`, key);
  throw new Failure({
    code: "stack-elsewhere",
    message: `${home.where} has no state of ${nameStage(key)}, but Pulumi has that stack in ${old.where}: a deploy would create all its resources a second time.`,
    next: `Move the stack into this home: \`${command}\` (docs/moving.md). If it is obsolete, rename or remove it there (\`pulumi stack rename\`, \`pulumi stack rm\`).`,
  });
}
