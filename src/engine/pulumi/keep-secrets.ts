import type { EngineOrder } from "../engine.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { passphraseOf } from "./passphrase.ts";
import { openSecrets, revealConfig, revealSecrets } from "./secrets.ts";
import { keyOf, type StackConfig } from "./stack-config.ts";
import type { PulumiTools } from "./tools.ts";

/**
 * Tells the run's mask every secret value that the stage's state and configuration hold, since the engine itself hides only some of
 * them. A wrong passphrase is a `Failure`; secrets under a key service stay unknown to us, and the log says so when debugging.
 */
export async function keepSecretsOf(known: {
  readonly tools: PulumiTools;
  readonly order: EngineOrder;
  readonly checkpoint: Checkpoint | null;
  readonly config: StackConfig;
}): Promise<void> {
  const { order, checkpoint, config } = known;
  const passphrase = await passphraseOf(known.tools.environment);
  if (passphrase === null) {
    return;
  }
  const stateSalt = keyOf(checkpoint).encryptionsalt;
  const latest = checkpoint?.checkpoint.latest;
  if (stateSalt !== undefined && latest !== null && latest !== undefined) {
    order.secrets.add(revealSecrets(latest, await openSecrets({ salt: stateSalt, passphrase })));
  }
  if (config.encryptionsalt !== undefined) {
    order.secrets.add(
      revealConfig(config.config ?? {}, await openSecrets({ salt: config.encryptionsalt, passphrase })),
    );
  }
}
