import { isKey } from "../../home/key.ts";
import type { Diagnostic } from "../change.ts";
import type { EngineOrder, StageKey } from "../engine.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { joinRuns } from "./join-runs.ts";
import { passphraseOf } from "./passphrase.ts";
import { stageOfReference } from "./reference-name.ts";
import { type PulumiRun, runWithEvents } from "./run.ts";
import { openSecrets, revealSecrets } from "./secrets.ts";
import { keyOf } from "./stack-config.ts";
import { environmentElsewhere } from "./tools.ts";

/** What the engine says of a stack reference that names no stack; before it, in a preview, that this failed. */
const unknownStack = /unknown stack "([^"]+)"/u;
const wrongOrganization = /organization name must be 'organization'/u;
/** More names than anyone reads. */
const mostNamed = 20;

/**
 * Runs a Pulumi command (`runWithEvents`) whose stack references find every stage of the home. Where the engine asks for one that is not
 * where it looks, that is brought there and the command goes on by a second run: a deploy is idempotent, and what the first did is in the
 * result. The mask learns the secrets of all stages that were referred to. A reference to a stage that does not exist is one clear error.
 */
export async function runWithReferences(run: Parameters<typeof runWithEvents>[0]): Promise<PulumiRun> {
  const { order } = run;
  let ended = await runWithEvents(run);
  while (ended.outcome === "failed" && !order.signal.aborted) {
    const brought = await bringMissing(order, ended);
    if (brought.length === 0) {
      break;
    }
    order.log.info(`The program refers to ${brought.join(" and ")}: fetched, and going on with it.`);
    ended = joinRuns(ended, await runWithEvents(run));
  }
  await keepReferenced(run, ended.references);
  return { ...ended, changeSet: { ...ended.changeSet, diagnostics: await explained(order, ended) } };
}

async function bringMissing(order: EngineOrder, run: PulumiRun): Promise<string[]> {
  const names = new Set(run.changeSet.diagnostics.map(missingName).filter((name) => name !== null));
  const brought: string[] = [];
  for (const name of names) {
    const key = stageOfReference(name, order.key.app);
    if (key !== null && isKey(key) && (await order.home.others?.bring(key)) === true) {
      brought.push(name);
    }
  }
  return brought;
}

/** The engine shows the outputs of the stages, secrets in the clear, to a program, which may print them. */
async function keepReferenced(
  { tools, order, preview }: Pick<Parameters<typeof runWithEvents>[0], "tools" | "order" | "preview">,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) {
    return;
  }
  const passphrase = await passphraseOf(environmentElsewhere(order, tools));
  for (const name of names) {
    const key = stageOfReference(name, order.key.app);
    try {
      const state = key === null ? null : await stateOf({ order, preview }, key);
      const salt = keyOf(state).encryptionsalt;
      const stack = state?.checkpoint.latest?.resources?.filter(({ type }) => type === "pulumi:pulumi:Stack") ?? [];
      const opened = salt === undefined || passphrase === null ? null : await openSecrets({ salt, passphrase });
      for (const value of revealSecrets({ resources: stack }, opened)) {
        order.secrets.add(value);
      }
    } catch (error) {
      // The engine cannot open them either, and says so itself.
      order.log.debug(`The secrets of ${name} could not be opened: ${String(error)}`);
    }
  }
}

/**
 * A stage that was referred to. A backend is asked for it by a process of its own, and only after a preview: after a deploy the stage's own state
 * holds what its references read.
 */
async function stateOf(
  { order, preview }: { readonly order: EngineOrder; readonly preview: boolean },
  key: StageKey,
): Promise<Checkpoint | null> {
  if (order.home.kind === "backend") {
    return preview ? order.home.checkpoint(key) : null;
  }
  return (await order.home.others?.found(key)) ?? null;
}

async function explained(order: EngineOrder, run: PulumiRun): Promise<Diagnostic[]> {
  return Promise.all(
    run.changeSet.diagnostics.map(async (said) => {
      const name = missingName(said);
      if (name !== null) {
        return { ...said, message: await explainMissing(order, name) };
      }
      return said.severity === "error" && wrongOrganization.test(said.message) && said.resource !== null
        ? { ...said, message: explainName(said.resource) }
        : said;
    }),
  );
}

function missingName({ severity, message }: Diagnostic): string | null {
  return severity === "error" ? (unknownStack.exec(message)?.[1] ?? null) : null;
}

async function explainMissing({ home, key }: EngineOrder, name: string): Promise<string> {
  const missing = stageOfReference(name, key.app);
  if (missing === null) {
    return `The stack reference ${name} cannot be read: there is no such stack.`;
  }
  const said = `The stack reference ${name} cannot be read: ${home.others?.where ?? "the backend"} has no stage ${missing.stage} of app ${missing.app}.`;
  const there = home.others === null ? "" : ` ${stagesThere(missing.app, await home.others.all())}`;
  return `${said}${there} Deploy that stage first, or correct the reference.`;
}

function stagesThere(app: string, all: readonly StageKey[]): string {
  const stages = all.filter((other) => other.app === app).map(({ stage }) => stage);
  if (stages.length > 0) {
    return `Stages of ${app} there: ${listed(stages)}.`;
  }
  const apps = [...new Set(all.map((other) => other.app))];
  return `It has no stage of ${app} at all; apps there: ${apps.length === 0 ? "none" : listed(apps)}.`;
}

function listed(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function explainName(resource: string): string {
  const written = resource.split("/");
  const meant = written.length > 1 ? `organization/${written.slice(-2).join("/")}` : "organization/APP/STAGE";
  return `The stack reference ${resource} cannot be read: in this home, as in all storage backends of Pulumi's, a stage of another app is written \`organization/APP/STAGE\` (here perhaps \`${meant}\`).`;
}
