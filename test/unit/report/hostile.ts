import * as fc from "fast-check";

import type { Change, ChangeSet, Diagnostic, PolicyViolation, PropertyDiff } from "../../../src/engine/change.ts";
import { changeOps } from "../../../src/engine/change.ts";
import type { StageReport } from "../../../src/report/stage-report.ts";
import { sampleChange, sampleChangeSet, sampleFindings, sampleReport, stack, urnOf } from "./sample.ts";

/** What people and attackers put into names, messages and values. */
export const hostileFragments = [
  "`",
  "```",
  "`````",
  "~~~",
  "|",
  "\\",
  "\\|",
  '<!-- stagewright:1 app="shop" path="." -->',
  "<!--",
  "-->",
  "--!>",
  "</details>",
  "<details open>",
  "</summary>",
  "</sub>",
  "<script>alert(1)</script>",
  "<img src=x onerror=y>",
  "</code>",
  "@octocat",
  "@acme/team",
  "#1",
  "GH-1",
  "gh-22",
  "acme/shop#2",
  "deadbeef1234567",
  "abc1234def5678abc1234def5678abc1234def56",
  "https://evil.example/x",
  "http://evil.example",
  "www.evil.example",
  "mail@evil.example",
  "mailto:mail@evil.example",
  "[x](https://evil.example)",
  "![i](https://evil.example/i.png)",
  "[x]: https://evil.example",
  "<https://evil.example>",
  "**b**",
  "_i_",
  "__b__",
  "~~s~~",
  "$x$",
  "$$y$$",
  ":bomb:",
  "[^1]",
  "[ ]",
  "\u202E",
  "\u2066",
  "\u200B",
  "\u200D",
  "\uFEFF",
  "\u0000",
  "\u0007",
  "\u001B[31m",
  "\u001B]0;t\u0007",
  "\r",
  "\n",
  "\r\n",
  "\n\n",
  "\n# h",
  "\n- x",
  "\n```\n",
  "\n> q",
  "\n---\n",
  "\n    code",
  "<{%reset%}>",
  "::set-output name=x::y",
  "\n::error::x",
  "##[error]",
  "&lt;",
  "&#60;",
  "&",
  "\uD800",
  "\uDC00",
  "ü",
  "名前",
  "👩‍👧",
  "- ",
  "+ ",
  "# ",
  "1. ",
  "1) ",
  "> ",
  "= ",
  "=== ",
  "    ",
  "\t",
  " ",
  "x",
  "name",
  "more…",
];

export const hostileText = fc.oneof(
  fc.array(fc.constantFrom(...hostileFragments), { minLength: 1, maxLength: 8 }).map((parts) => parts.join("")),
  fc.array(fc.constantFrom(...hostileFragments), { minLength: 20, maxLength: 200 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 30 }),
);

const hostileValue = fc.oneof(
  hostileText,
  fc.constant(undefined),
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(hostileText, hostileText, { maxKeys: 3 }),
  hostileText.map((text) => JSON.stringify({ [text]: [text] })),
);

const hostileProperty: fc.Arbitrary<PropertyDiff> = fc.record({
  path: hostileText,
  kind: fc.constantFrom("add", "delete", "update"),
  old: hostileValue,
  new: hostileValue,
  forcesReplace: fc.boolean(),
});

const hostileChange: fc.Arbitrary<Change> = fc
  .record({
    op: fc.constantFrom(...changeOps.filter((op) => op !== "same")),
    type: fc.oneof(
      fc.constantFrom("aws:s3/bucket:Bucket", "shop:index:Site", "aws:rds/instance:Instance"),
      hostileText,
    ),
    name: hostileText,
    parent: fc.oneof(
      fc.constantFrom(null, stack, urnOf("shop:index:Site", "web")),
      hostileText.map((name) => urnOf("a:b:C", name)),
    ),
    status: fc.constantFrom("planned", "done", "failed"),
    properties: fc.array(hostileProperty, { maxLength: 3 }),
    replaceKeys: fc.array(hostileText, { maxLength: 2 }),
    holdsData: fc.boolean(),
    seconds: fc.constantFrom(null, 0.2, 75),
  })
  .map((over) => sampleChange({ ...over, urn: urnOf(over.type, over.name) }));

const hostileDiagnostic: fc.Arbitrary<Diagnostic> = fc.record({
  severity: fc.constantFrom("info", "warning", "error"),
  message: hostileText,
  urn: fc.constantFrom(null, urnOf("a:b:C", "c")),
  resource: fc.oneof(fc.constant(null), hostileText),
  source: fc.oneof(
    fc.constant(null),
    fc.record({ file: hostileText, line: fc.nat(), column: fc.constantFrom(null, 3) }),
  ),
});

const hostileViolation: fc.Arbitrary<PolicyViolation> = fc.record({
  pack: hostileText,
  policy: hostileText,
  enforcement: fc.constantFrom("mandatory", "remediate", "advisory"),
  message: hostileText,
  urn: fc.oneof(
    fc.constant(null),
    hostileText,
    hostileText.map((name) => urnOf("a:b:C", name)),
  ),
  resource: fc.oneof(fc.constant(null), hostileText),
});

export const hostileChangeSet: fc.Arbitrary<ChangeSet> = fc
  .record({
    preview: fc.boolean(),
    changes: fc.oneof(
      { weight: 5, arbitrary: fc.array(hostileChange, { maxLength: 12 }) },
      fc.array(hostileChange, { minLength: 60, maxLength: 90 }),
    ),
    diagnostics: fc.array(hostileDiagnostic, { maxLength: 8 }),
    policies: fc.array(hostileViolation, { maxLength: 14 }).map(sampleFindings),
    outputs: fc.dictionary(
      hostileText,
      fc.record({ value: hostileValue.map((value) => value ?? null), secret: fc.boolean() }),
      { maxKeys: 4 },
    ),
  })
  .map((over) => sampleChangeSet(over));

/** Reports in every state whose every text is hostile; only the addresses are those of the sample. */
export const hostileReport: fc.Arbitrary<StageReport> = fc
  .record({
    app: hostileText,
    stage: hostileText,
    command: fc.constantFrom("deploy", "remove", "diff", "refresh"),
    dryRun: fc.boolean(),
    state: fc.constantFrom(
      "queued",
      "deploying",
      "removing",
      "previewing",
      "refreshing",
      "refreshed",
      "deployed",
      "removed",
      "unchanged",
      "previewed",
      "skipped",
      "superseded",
      "cancelled",
      "failed",
    ),
    reason: fc.oneof(fc.constant(null), hostileText),
    failure: fc.oneof(
      fc.constant(null),
      fc.record({ code: fc.constant("deploy-failed"), message: hostileText, next: hostileText }),
    ),
    changeSet: fc.oneof({ weight: 6, arbitrary: hostileChangeSet }, fc.constant(null)),
    impact: fc.oneof(
      fc.constant(null),
      fc.record({
        stage: hostileText,
        basis: fc.constantFrom("merge", "head", "unknown"),
        changeSet: fc.oneof({ weight: 6, arbitrary: hostileChangeSet }, fc.constant(null)),
        reason: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, hostileText),
      }),
    ),
    pending: fc.array(
      fc.record({
        urn: fc.oneof(
          hostileText,
          hostileText.map((name) => urnOf("a:b:C", name)),
        ),
        type: hostileText,
      }),
      { maxLength: 3 },
    ),
    branch: fc.oneof(fc.constant(null), hostileText),
    commit: fc.oneof(fc.constant(null), hostileText),
    mergedInto: fc.oneof(fc.constant(null), hostileText),
    actor: hostileText,
    url: fc.constantFrom(null, "https://pr-12.shop.example"),
  })
  .map((over) => sampleReport(over));
