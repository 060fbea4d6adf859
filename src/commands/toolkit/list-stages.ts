import { isNobodys } from "../../events/ownership.ts";
import type { StageOrigin, StageRecord } from "../../home/record.ts";
import { columns } from "../../report/columns.ts";
import { compareText } from "../../report/compare-text.ts";
import { type Answer, recordsOf, type Toolkit } from "./toolkit.ts";

/** Every stage of the home, or of one app: what it was made for, what was deployed there when, and how that ended. */
export async function listStages(
  toolkit: Pick<Toolkit, "home">,
  { app }: { readonly app: string | null },
): Promise<Answer> {
  const records = (await recordsOf(toolkit).list())
    .filter((record) => app === null || record.app === app)
    .sort((a, b) => compareText(a.app, b.app) || compareText(a.stage, b.stage));
  const of = app === null ? "" : ` of ${app}`;
  const text =
    records.length === 0
      ? `There are no stages${of} in ${toolkit.home.where}.`
      : columns(["APP", "STAGE", "MADE FOR", "COMMIT", "STATUS", "RESOURCES", "UPDATED"], records.map(row));
  return { text, json: records, ok: true };
}

function row(record: StageRecord): readonly string[] {
  return [
    record.app,
    record.stage,
    isNobodys(record) ? originText(record.origin) : `${originText(record.origin)} of ${record.repository.name}`,
    record.commit?.slice(0, 7) ?? "",
    record.status,
    record.resources === undefined ? "" : String(record.resources),
    record.updatedAt,
  ];
}

function originText(origin: StageOrigin): string {
  switch (origin.kind) {
    case "pull_request":
      return `pull request ${origin.number}`;
    case "branch":
      return `branch ${origin.branch}`;
    case "tag":
      return `tag ${origin.tag}`;
    case "manual":
      return "a person";
    default:
      return origin satisfies never;
  }
}
