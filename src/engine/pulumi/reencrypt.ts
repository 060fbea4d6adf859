import { Failure } from "../../failure.ts";
import type { Checkpoint, Deployment } from "./checkpoint.ts";
import { createSealer } from "./sealer.ts";
import { openSecrets } from "./secrets.ts";
import { ciphertextIn, isSecret, plaintextIn } from "./signature.ts";
import { keyOf } from "./stack-config.ts";

/** Whose key a state's secrets are under: a passphrase's, a key service's, Pulumi Cloud's, or nobody's (there are none, or they are in the clear). */
export function secretsKind(state: Checkpoint): "passphrase" | "key-service" | "pulumi-cloud" | "none" {
  const type = state.checkpoint.latest?.secrets_providers?.type;
  return kinds.find((kind) => kind.type === type)?.name ?? "none";
}

/** By what Pulumi calls them. */
const kinds = [
  { type: "passphrase", name: "passphrase" },
  { type: "cloud", name: "key-service" },
  { type: "service", name: "pulumi-cloud" },
] as const;

/**
 * The state with every secret under another passphrase, with a salt of its own. Secrets in the clear (`stack export --show-secrets`) are
 * encrypted; others need `from`, the passphrase that they are under (a `Failure` when it is wrong, or null). What a key service
 * encrypted stays under that key.
 */
export async function reencrypt(
  state: Checkpoint,
  { from, to }: { readonly from: string | null; readonly to: string },
): Promise<Checkpoint> {
  const { latest } = state.checkpoint;
  if (latest === null || latest === undefined) {
    return state;
  }
  const salt = keyOf(state).encryptionsalt;
  const opened = salt === undefined || from === null ? null : await openSecrets({ salt, passphrase: from });
  const sealed = await createSealer(to, null);
  const rewrite = (secret: object): object => {
    const { plaintext: _, ...marks } = Object.fromEntries(Object.entries(secret));
    const ciphertext = ciphertextIn(secret);
    const plaintext = plaintextIn(secret) ?? (ciphertext === null ? null : (opened?.decrypt(ciphertext) ?? null));
    if (plaintext === null) {
      throw unreadable();
    }
    return { ...marks, ciphertext: sealed.encrypt(plaintext) };
  };
  const rewritten = mapSecrets(latest, rewrite);
  const secretsProvider = { type: "passphrase", state: { salt: sealed.salt } };
  return {
    ...state,
    checkpoint: { ...state.checkpoint, latest: { ...rewritten, secrets_providers: secretsProvider } },
  };
}

function unreadable(): Failure {
  return new Failure({
    code: "foreign-secrets",
    message: "The state holds secrets that are encrypted, and no key is known that opens them.",
    next: "Export it with `pulumi stack export --show-secrets`, or give the passphrase that they were encrypted with.",
  });
}

/** Only the outermost of secrets within secrets: Pulumi encrypts those as a whole. */
function mapSecrets(deployment: Deployment, rewrite: (secret: object) => object): Deployment {
  const map = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(map);
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    return isSecret(value) ? rewrite(value) : mapEntries(value, map);
  };
  return { ...deployment, ...mapEntries(deployment, map) };
}

function mapEntries(value: object, map: (inner: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner)]));
}
