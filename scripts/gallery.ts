import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import type { ChangeSet } from "../src/engine/change.ts";
import { renderComment } from "../src/report/comment.ts";
import { renderRows } from "../src/report/rows-comment.ts";
import { noRows, withReport } from "../src/report/rows.ts";
import type { StageReport } from "../src/report/stage-report.ts";
import {
  sampleChange,
  sampleChangeSet,
  sampleFindings,
  sampleReport,
  sampleViolation,
} from "../test/unit/report/sample.ts";
import { githubPage, type PageSection } from "./github-page.ts";
import { say } from "./progress.ts";
import { root } from "./root.ts";
import { runScript } from "./run-script.ts";

const url = "https://pr-12.shop.example";
const failure = {
  code: "deploy-failed",
  message: "db: creating RDS DB Instance: DBInstanceAlreadyExists",
  next: "Fix the cause and push again; the next deploy continues from the saved state.",
};

/** The comment in every state that a reader may meet it in, by what that is. */
export async function galleryStates(): Promise<Readonly<Record<string, StageReport>>> {
  const [first, replaced, failed, preview, removal, same] = await Promise.all(
    ["first-deploy", "database-replaced", "failed-deploy", "preview", "removal", "no-changes"].map(recorded),
  );
  const report = (over: Partial<StageReport>) => sampleReport(over);
  const drift = sampleChangeSet({
    changes: [
      sampleChange({
        op: "refresh",
        type: "aws:lambda/function:Function",
        name: "api",
        properties: [{ path: "memorySize", kind: "update", old: 256, new: 1024, forcesReplace: false }],
      }),
    ],
  });
  const many = sampleChangeSet({
    changes: Array.from({ length: 300 }, (_, index) =>
      sampleChange({ name: `queue-${index}`, op: index % 7 === 0 ? "delete" : "create" }),
    ),
  });
  const under = { changeSet: null, endedAt: null };
  return {
    queued: report({ ...under, state: "queued", reason: "deploy by mona, pull request #12, since 10:03 UTC" }),
    deploying: report({ ...under, state: "deploying", lastUrl: url }),
    "first deploy": report({ url, changeSet: first ?? null }),
    "no changes": report({ url, state: "unchanged", changeSet: same ?? null }),
    "data is lost": report({ url, changeSet: replaced ?? null }),
    "what merging changes": report({
      url,
      changeSet: same ?? null,
      state: "unchanged",
      impact: { stage: "production", basis: "merge", changeSet: asPreview(replaced ?? null), reason: null },
    }),
    "what merging changes is not known": report({
      url,
      changeSet: same ?? null,
      state: "unchanged",
      impact: { stage: "production", basis: "head", changeSet: null, reason: "AccessDenied: not with this role" },
    }),
    failed: report({ state: "failed", failure, lastUrl: url, changeSet: failed ?? null }),
    "failed before anything ran": report({
      state: "failed",
      changeSet: null,
      failure: { code: "no-passphrase", message: "The passphrase is missing.", next: "Set PULUMI_CONFIG_PASSPHRASE." },
    }),
    "policies are violated": report({
      state: "failed",
      changeSet: sampleChangeSet({
        policies: sampleFindings([
          sampleViolation(),
          sampleViolation({ enforcement: "advisory", policy: "has-owner" }),
        ]),
      }),
      failure: { ...failure, message: "Mandatory policies are violated: acme-rules/no-public-buckets." },
    }),
    cancelled: report({
      state: "cancelled",
      changeSet: failed ?? null,
      pending: [{ urn: "urn:pulumi:pr-12::shop::aws:rds/instance:Instance::db", type: "creating" }],
    }),
    preview: report({ command: "diff", state: "previewed", changeSet: preview ?? null }),
    "drift, only looked at": report({
      command: "refresh",
      dryRun: true,
      state: "previewed",
      changeSet: asPreview(drift),
    }),
    "drift, taken over": report({ command: "refresh", state: "refreshed", changeSet: drift }),
    removing: report({ ...under, command: "remove", state: "removing", mergedInto: null }),
    removed: report({ command: "remove", state: "removed", mergedInto: null, changeSet: removal ?? null }),
    "a very large deploy": report({ url, changeSet: many }),
    "hostile names": report({
      url,
      app: "<script>alert(1)</script>",
      changeSet: sampleChangeSet({
        changes: [sampleChange({ name: "@acme/owners </details> `x` #1" }), sampleChange({ name: "a\u202Eb" })],
      }),
    }),
  };
}

async function recorded(name: string): Promise<ChangeSet> {
  const text = await readFile(join(root, "test/fixtures/change-sets", `${name}.json`), "utf8");
  return z.custom<ChangeSet>((value) => typeof value === "object" && value !== null).parse(JSON.parse(text));
}

function asPreview(changeSet: ChangeSet | null): ChangeSet | null {
  return changeSet === null
    ? null
    : {
        ...changeSet,
        preview: true,
        changes: changeSet.changes.map((change) => ({ ...change, status: "planned" as const })),
      };
}

/** The comment of a repository with several apps. */
async function severalApps(): Promise<string> {
  const states = await galleryStates();
  const apps = [
    ["web", states["first deploy"]],
    ["api", states["failed"]],
    ["jobs", states["deploying"]],
    ["data", states["data is lost"]],
  ] as const;
  const reports = apps.flatMap(([app, report]) => (report === undefined ? [] : [{ ...report, app }]));
  return renderRows(reports.reduce(withReport, noRows).rows, "");
}

/** Both pages of the gallery, by file name. */
export async function galleryPages(): Promise<Readonly<Record<string, string>>> {
  const states = Object.entries(await galleryStates());
  const sections: PageSection[] = [
    ...states.map(([title, report]) => ({ title, markdown: renderComment(report, "") })),
    { title: "several apps", markdown: await severalApps() },
  ];
  return {
    "light.html": await githubPage("The comment in all its states", sections, "light"),
    "dark.html": await githubPage("The comment in all its states", sections, "dark"),
  };
}

if (import.meta.main) {
  await runScript(async () => {
    const folder = join(root, "gallery");
    await mkdir(folder, { recursive: true });
    for (const [name, page] of Object.entries(await galleryPages())) {
      await writeFile(join(folder, name), page);
      say(`open ${join(folder, name)} in a browser`);
    }
    return 0;
  });
}
