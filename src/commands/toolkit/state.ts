import type { StageKey } from "../../engine/engine.ts";
import { nameOf } from "../../engine/pulumi/urn.ts";
import { passphraseOf } from "../../engine/pulumi/passphrase.ts";
import { reencrypt } from "../../engine/pulumi/reencrypt.ts";
import { fromExport, toExport } from "../../home/exported.ts";
import { nameStage } from "../../lock/describe-lock.ts";
import { verifyStage } from "../../home/verify.ts";
import type { UpdateRecord } from "../../home/update-record.ts";
import { columns } from "../../report/columns.ts";
import { openStage } from "../open-stage.ts";
import { noStage, requireStage } from "./require-stage.ts";
import { type Answer, historyOf, type Toolkit } from "./toolkit.ts";

/** The resources in a stage's stored state. A stage without one is a `Failure`. */
export async function listResources({ home }: Toolkit, key: StageKey): Promise<Answer> {
  const state = (await home.checkpoint(key)) ?? noStage(key, home.where);
  const resources = (state.checkpoint.latest?.resources ?? []).map(({ urn, type, id }) => ({
    type,
    name: nameOf(urn),
    id: id ?? null,
    urn,
  }));
  const text =
    resources.length === 0
      ? `${nameStage(key)} has no resources.`
      : columns(
          ["TYPE", "NAME", "ID"],
          resources.map(({ type, name, id }) => [type, name, id ?? ""]),
        );
  return { text, json: resources, ok: true };
}

/** What was done to a stage, the newest first, and which states can be brought back. */
export async function stateHistory(toolkit: Toolkit, key: StageKey): Promise<Answer> {
  const history = historyOf(toolkit);
  const [updates, snapshots] = await Promise.all([history.updates(key), history.snapshots(key)]);
  if (updates.length === 0 && snapshots.length === 0) {
    await requireStage(toolkit.home, key);
  }
  const kept = new Set(snapshots.map(({ id }) => id));
  const known = new Set(updates.map(({ id }) => id));
  // What a restore replaced, or a run that lost its stage had, is a snapshot without an update.
  const others = snapshots.filter(({ id }) => !known.has(id));
  const rows = [
    ...updates.map((update) => ({ id: update.id, cells: cellsOf(update, kept.has(update.id)) })),
    ...others.map(({ id, storedAt }) => ({ id, cells: [id, storedAt.toISOString(), "(kept aside)", "", "", "", ""] })),
  ].sort((a, b) => (a.id < b.id ? 1 : -1));
  const head = ["SNAPSHOT", "ENDED", "COMMAND", "OUTCOME", "CHANGES", "COMMIT", "BY"];
  const text =
    rows.length === 0
      ? `Nothing is on record of ${nameStage(key)}.`
      : columns(
          head,
          rows.map(({ cells }) => cells),
        );
  return { text, json: { updates, snapshots }, ok: true };
}

function cellsOf(update: UpdateRecord, isKept: boolean): readonly string[] {
  const counts = Object.entries(update.counts).filter(([op, count]) => op !== "same" && count > 0);
  return [
    isKept ? update.id : "-",
    update.endedAt,
    update.command,
    update.outcome,
    counts.map(([op, count]) => `${count} ${op}`).join(", "),
    update.commit?.slice(0, 7) ?? "",
    update.actor,
  ];
}

/** How a state is to be given. */
export type ExportForm = {
  readonly key: StageKey;
  /** A snapshot's id; null for the state as it is. */
  readonly id: string | null;
  /** `stored`: byte for byte; else as `pulumi stack import` takes it. */
  readonly form: "stored" | "exported";
  /** Where the passphrase of its secrets comes from, unless the home keeps one. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The passphrase that secrets are to be encrypted with; null: they stay as they are. */
  readonly toPassphrase: string | null;
};

/** A stage's state as text, or one of its snapshots': what it keeps secret stays encrypted. None is a `Failure`. */
export async function exportState(toolkit: Toolkit, order: ExportForm): Promise<string> {
  const { key, id, form, toPassphrase } = order;
  const text =
    id === null
      ? ((await toolkit.home.text(key)) ?? noStage(key, toolkit.home.where))
      : (await historyOf(toolkit).readSnapshot(key, id)).text;
  if (toPassphrase !== null) {
    const state = fromExport(text, key, `the state in ${toolkit.home.where}`);
    await using opening = openStage(toolkit, { key, mode: "read", lock: null });
    const from = await passphraseOf({ ...order.environment, ...(await opening.opened).engineEnvironment });
    return toExport(JSON.stringify(await reencrypt(state, { from, to: toPassphrase })));
  }
  return form === "stored" ? text : toExport(text);
}

/** What is wrong with a stage's stored state; with findings the answer is not `ok`. */
export async function verifyState({ home }: Toolkit, key: StageKey): Promise<Answer> {
  await requireStage(home, key);
  const findings = await verifyStage(home, key);
  const text =
    findings.length === 0
      ? `The state of ${nameStage(key)} is whole.`
      : findings.map(({ code, message }) => `${code}: ${message}`).join("\n");
  return { text, json: findings, ok: findings.length === 0 };
}
