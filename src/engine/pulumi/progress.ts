import type { ChangeOp } from "../change.ts";
import type { Progress } from "./step-list.ts";

const words: Readonly<Record<ChangeOp, { readonly sign: string; readonly done: string; readonly doing: string }>> = {
  create: { sign: "+", done: "created", doing: "create" },
  update: { sign: "~", done: "updated", doing: "update" },
  replace: { sign: "±", done: "replaced", doing: "replace" },
  delete: { sign: "-", done: "deleted", doing: "delete" },
  retain: { sign: "-", done: "retained", doing: "retain" },
  import: { sign: "=", done: "imported", doing: "import" },
  read: { sign: ">", done: "read", doing: "read" },
  discard: { sign: "<", done: "discarded", doing: "discard" },
  refresh: { sign: "~", done: "refreshed", doing: "refresh" },
  same: { sign: " ", done: "unchanged", doing: "keep" },
};

/** One line of the log for a resource's step: `+ created aws:s3/bucket:Bucket assets (1.2 s)`, `+ would create …`, `! could not create …`. */
export function describeProgress(progress: Progress): string {
  const { sign, done, doing } = words[progress.op];
  const resource = `${progress.type} ${progress.name}`;
  const time = progress.seconds === null ? "" : ` (${progress.seconds.toFixed(1)} s)`;
  const lines = {
    planned: `${sign} would ${doing} ${resource}`,
    done: `${sign} ${done} ${resource}${time}`,
    failed: `! could not ${doing} ${resource}${time}`,
  };
  return lines[progress.status];
}
