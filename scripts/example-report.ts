import type { Change, ChangeOp } from "../src/engine/change.ts";
import type { StageReport } from "../src/report/stage-report.ts";

const stack = "urn:pulumi:pr-12::shop::";

function change(of: Pick<Change, "op" | "type" | "name"> & Partial<Change>): Change {
  const urn = `${stack}${of.type}::${of.name}`;
  return {
    urn,
    parent: null,
    status: "done",
    properties: [],
    replaceKeys: [],
    protect: false,
    holdsData: false,
    seconds: 4,
    ...of,
  };
}

const changes: readonly Change[] = [
  change({
    op: "update",
    type: "aws:lambda/function:Function",
    name: "api",
    properties: [{ path: "memorySize", kind: "update", old: 256, new: 512, forcesReplace: false }],
  }),
  change({ op: "create", type: "aws:sqs/queue:Queue", name: "orders" }),
  change({ op: "delete", type: "aws:cloudwatch/eventRule:EventRule", name: "nightly" }),
];

const counts: Record<ChangeOp, number> = {
  create: 1,
  update: 1,
  replace: 0,
  delete: 1,
  import: 0,
  read: 0,
  refresh: 0,
  retain: 0,
  discard: 0,
  same: 9,
};

/** The deploy whose comment the README shows. */
export const exampleReport: StageReport = {
  app: "shop",
  path: ".",
  stage: "pr-12",
  command: "deploy",
  dryRun: false,
  state: "deployed",
  reason: null,
  failure: null,
  changeSet: {
    preview: false,
    changes,
    counts,
    diagnostics: [],
    policies: { counts: { mandatory: 0, remediate: 0, advisory: 0 }, violations: [] },
    outputs: { url: { value: "https://pr-12.shop.example", secret: false } },
    seconds: 41,
  },
  url: "https://pr-12.shop.example",
  pending: [],
  pullRequest: 12,
  branch: null,
  commit: "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
  mergedInto: "main",
  repositoryUrl: "https://github.com/acme/shop",
  actor: "octocat",
  run: { url: "https://github.com/acme/shop/actions/runs/4711", attempt: 1 },
  startedAt: "2026-11-25T10:14:02.000Z",
  endedAt: "2026-11-25T10:14:46.000Z",
};
