import { createMask } from "../src/mask.ts";
import { renderComment } from "../src/report/comment.ts";
import { commentMarker } from "../src/report/comment-marker.ts";
import { maskReport } from "../src/report/mask-report.ts";
import { renderSummary } from "../src/report/summary.ts";
import { sampleChange, sampleChangeSet, sampleProperty, sampleReport } from "../test/unit/report/sample.ts";

const ops = ["create", "update", "replace", "delete"] as const;
const changes = Array.from({ length: 10_000 }, (_, index) =>
  sampleChange({
    name: `resource-${index}`,
    op: ops[index % ops.length] ?? "create",
    properties: [
      sampleProperty({ path: `size[${index}].value`, old: `old value ${index}`, new: `new value ${index}` }),
    ],
  }),
);
const report = sampleReport({ changeSet: sampleChangeSet({ changes }) });
const mask = createMask(() => undefined);
mask.add(Array.from({ length: 200 }, (_, index) => `a secret of number ${index}`));

const before = performance.now();
const masked = maskReport(report, mask.hide);
const text = renderComment(masked, commentMarker("s3://shop-state")) + renderSummary({ reports: [masked], skip: null });
const seconds = (performance.now() - before) / 1000;

if (text.length < 60_000) {
  throw new Error("The report is shorter than 10,000 changes can be.");
}
console.log(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
