import type { StageKey } from "../engine.ts";
import type { Deployment } from "./checkpoint.ts";

export const referenceType = "pulumi:pulumi:StackReference";

/**
 * The stage that a stack reference names, by the rule of Pulumi's own storage backends (3.259: `STAGE` and `organization/STAGE` are of the
 * program's own app, `organization/APP/STAGE` of any); null for a name that these refuse.
 */
export function stageOfReference(name: string, app: string): StageKey | null {
  const parts = name.split("/");
  const stage = parts.at(-1) ?? "";
  if (parts.length > 3 || (parts.length > 1 && parts[0] !== "organization")) {
    return null;
  }
  return { app: parts.length === 3 ? (parts[1] ?? "") : app, stage };
}

/** The stages that a state's stack references name. */
export function referencesIn(deployment: Deployment | null, app: string): StageKey[] {
  return (deployment?.resources ?? []).flatMap(({ type, inputs }) => {
    const name = type === referenceType ? inputs?.["name"] : undefined;
    const key = typeof name === "string" ? stageOfReference(name, app) : null;
    return key === null ? [] : [key];
  });
}
