import { expect, test } from "vitest";

import { acceptedPermissions } from "../../../src/github/accepted-permissions.ts";

test.for([
  ["pull_requests=write", "pull-requests: write"],
  ["issues=write; pull_requests=write", "issues: write or pull-requests: write"],
  ["contents=read,pull_requests=write", "contents: read and pull-requests: write"],
  ["contents=write; contents=write,workflows=write", "contents: write or contents: write and workflows: write"],
  ["", null],
  [null, null],
] as const)("%s", ([header, shown]) => {
  expect(acceptedPermissions(header)).toBe(shown);
});
