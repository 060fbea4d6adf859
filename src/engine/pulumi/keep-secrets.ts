import type { EngineOrder } from "../engine.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { passphraseOf } from "./passphrase.ts";
import { openSecrets, revealConfig, revealSecrets } from "./secrets.ts";
import type { StackConfig } from "./look-at-config.ts";
import { keyOf } from "./stack-config.ts";
import { environmentElsewhere, type PulumiTools } from "./tools.ts";

/**
 * Tells the run's mask the passphrase and every secret value that the stage's state and configuration hold, since the engine itself hides only some of
 * them. A wrong passphrase is a `Failure`; secrets under a key service stay unknown to us, and the log says so when debugging.
 */
export async function keepSecretsOf(known: {
  readonly tools: PulumiTools;
  readonly order: EngineOrder;
  readonly checkpoint: Checkpoint | null;
  readonly config: StackConfig;
}): Promise<void> {
  const { order, checkpoint, config } = known;
  const passphrase = await passphraseOf(environmentElsewhere(order, known.tools));
  order.secrets.add(passphrase);
  const open = async (salt: string | undefined) =>
    passphrase === null || salt === undefined ? null : openSecrets({ salt, passphrase });

  const latest = checkpoint?.checkpoint.latest ?? null;
  if (latest !== null) {
    // Also without a key: a backend may have been asked to show the secrets.
    add(order, revealSecrets(latest, await open(keyOf(checkpoint).encryptionsalt)));
  }
  const ofConfig = await open(config.encryptionsalt);
  if (ofConfig !== null) {
    add(order, revealConfig(config.config ?? {}, ofConfig));
  }
}

function add(order: EngineOrder, values: readonly unknown[]): void {
  for (const value of values) {
    order.secrets.add(value);
  }
}
