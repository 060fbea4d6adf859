import type { StageOutput } from "../../engine/change.ts";
import type { StageKey } from "../../engine/engine.ts";
import type { Checkpoint } from "../../engine/pulumi/checkpoint.ts";
import { passphraseOf } from "../../engine/pulumi/passphrase.ts";
import { type OpenedSecrets, openSecrets, revealSecrets } from "../../engine/pulumi/secrets.ts";
import { keyOf } from "../../engine/pulumi/stack-config.ts";
import { outputsIn, revealed, stageOutputs } from "../../engine/pulumi/stage-outputs.ts";
import { Failure } from "../../failure.ts";
import { nameStage } from "../../lock/describe-lock.ts";
import { columns } from "../../report/columns.ts";
import { openStage } from "../open-stage.ts";
import { noStage } from "./require-stage.ts";
import type { Answer, Toolkit } from "./toolkit.ts";

export type OutputsOrder = {
  readonly key: StageKey;
  /** Where the passphrase comes from, unless the home keeps one. */
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** A stage's outputs from its stored state, secret ones hidden, and all secrets that can be read told to the mask. No state is a `Failure`. */
export async function readOutputs(
  toolkit: Toolkit,
  order: OutputsOrder,
): Promise<Readonly<Record<string, StageOutput>>> {
  const state = (await toolkit.home.checkpoint(order.key)) ?? noStage(order.key, toolkit.home.where);
  // What is marked as secret is hidden without a key, too; the key only finds its copies in other values.
  const opened = await openState(toolkit, order, state).catch((error: unknown) => {
    if (error instanceof Failure) {
      toolkit.log.debug(error.message);
      return null;
    }
    throw error;
  });
  for (const value of revealSecrets(state.checkpoint.latest ?? {}, opened)) {
    toolkit.mask.add(value);
  }
  return stageOutputs(outputsIn(state));
}

/** The same for a terminal. `showSecrets`: secret ones in the clear; then the mask is told nothing. */
export async function listOutputs(
  toolkit: Toolkit,
  order: OutputsOrder & { readonly showSecrets: boolean },
): Promise<Answer> {
  const values = order.showSecrets
    ? await outputsInTheClear(toolkit, order)
    : Object.fromEntries(
        Object.entries(await readOutputs(toolkit, order)).map(([name, { value }]): [string, unknown] => [name, value]),
      );
  const rows = Object.entries(values).map(([name, value]) => [name, asText(value)]);
  const text = rows.length === 0 ? `${nameStage(order.key)} has no outputs.` : columns(["OUTPUT", "VALUE"], rows);
  return { text, json: values, ok: true };
}

async function outputsInTheClear(toolkit: Toolkit, order: OutputsOrder): Promise<Readonly<Record<string, unknown>>> {
  const state = (await toolkit.home.checkpoint(order.key)) ?? noStage(order.key, toolkit.home.where);
  const opened = await openState(toolkit, order, state);
  const values = Object.entries(outputsIn(state));
  if (opened === null && values.some(([name]) => stageOutputs(outputsIn(state))[name]?.secret === true)) {
    throw new Failure({
      code: "no-passphrase",
      message: `The outputs of ${nameStage(order.key)} hold secrets, and there is no passphrase that opens them.`,
      next: "Set PULUMI_CONFIG_PASSPHRASE. Secrets under a key service: `pulumi stack output --show-secrets`.",
    });
  }
  return Object.fromEntries(values.map(([name, value]) => [name, opened === null ? value : revealed(value, opened)]));
}

/** null where the state's secrets are not under a passphrase, or none is known. */
async function openState(toolkit: Toolkit, order: OutputsOrder, state: Checkpoint): Promise<OpenedSecrets | null> {
  const salt = keyOf(state).encryptionsalt;
  if (salt === undefined) {
    return null;
  }
  await using opening = openStage(toolkit, { key: order.key, mode: "read", lock: null });
  const passphrase = await passphraseOf({ ...order.environment, ...(await opening.opened).engineEnvironment });
  return passphrase === null ? null : await openSecrets({ salt, passphrase });
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
