import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import type { ChangeSet } from "../src/engine/change.ts";
import { renderComment } from "../src/report/comment.ts";
import { renderRows } from "../src/report/rows-comment.ts";
import { outdatedNotes } from "../src/report/notes.ts";
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
    "what merging would change": report({
      url,
      changeSet: same ?? null,
      state: "unchanged",
      impact: { stage: "production", basis: "merge", changeSet: asPreview(replaced ?? null), reason: null },
    }),
    "what merging would change is not known": report({
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
    "drift found": report({
      command: "refresh",
      dryRun: true,
      state: "previewed",
      changeSet: asPreview(drift),
    }),
    "drift, state refreshed": report({ command: "refresh", state: "refreshed", changeSet: drift }),
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

/** The comment of a deployed stage with a preview beside it, in place of one that another token wrote. */
async function besideOthers(): Promise<string> {
  const states = await galleryStates();
  const reports = [states["first deploy"], states["preview"]].flatMap((report) =>
    report === undefined ? [] : [report],
  );
  const [row] = reports.reduce(withReport, noRows).rows;
  const outdated = [{ id: 7, url: "https://github.com/acme/shop/pull/12#issuecomment-7" }];
  const notes = outdatedNotes(outdated, sampleReport());
  return row === undefined ? "" : [renderComment(row.report, "", row), ...notes].join("\n\n");
}

/** Both pages of the gallery, by file name. */
export async function galleryPages(): Promise<Readonly<Record<string, string>>> {
  const states = Object.entries(await galleryStates());
  const sections: PageSection[] = [
    ...states.map(([title, report]) => ({ title, markdown: renderComment(report, "") })),
    { title: "deployed, with a preview, in place of another token's comment", markdown: await besideOthers() },
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
