import type { StageOutput } from "../change.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { OpenedSecrets } from "./secrets.ts";
import { shownValue } from "./shown-value.ts";
import { ciphertextIn, isSecret, plaintextIn } from "./signature.ts";

type Values = Readonly<Record<string, unknown>>;

/** Outputs as the engine writes them into events and states, for people: what is secret in them is hidden. */
export function stageOutputs(values: Values): Record<string, StageOutput> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const secret = typeof value === "object" && value !== null && isSecret(value);
      return [name, { value: shownValue(value), secret }];
    }),
  );
}

/** The outputs in a state, as the engine wrote them. */
export function outputsIn({ checkpoint }: Checkpoint): Values {
  const stack = (checkpoint.latest?.resources ?? []).find(
    (resource) => resource.type === "pulumi:pulumi:Stack" && resource.delete !== true,
  );
  return stack?.outputs ?? {};
}

/** A value with its secrets in the clear, wherever they are nested. */
export function revealed(value: unknown, opened: OpenedSecrets): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => revealed(item, opened));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (isSecret(value)) {
    const text = plaintextIn(value) ?? opened.decrypt(ciphertextIn(value) ?? "");
    const inner: unknown = JSON.parse(text);
    return revealed(inner, opened);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revealed(inner, opened)]));
}
