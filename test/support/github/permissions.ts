import { type Answer, refusal } from "./call.ts";
import type { TokenRights } from "./state.ts";

type Need = Readonly<Record<string, "read" | "write">>;

/**
 * What an operation needs; any one of the alternatives is enough. After
 * https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens, but for the deletion of
 * environments, which in truth needs `administration`. No workflow's own token has that or `environments`.
 */
const NEEDS: Readonly<Record<string, readonly Need[]>> = {
  "actions/get-job-for-workflow-run": [{ actions: "read" }],
  "actions/list-environment-secrets": [{ environments: "read" }],
  "actions/list-environment-variables": [{ environments: "read" }],
  "checks/create": [{ checks: "write" }],
  "checks/get": [{ checks: "read" }],
  "checks/list-for-ref": [{ checks: "read" }],
  "checks/update": [{ checks: "write" }],
  "git/create-ref": [{ contents: "write" }],
  "git/delete-ref": [{ contents: "write" }],
  "git/get-ref": [{ contents: "read" }],
  "git/list-matching-refs": [{ contents: "read" }],
  "git/update-ref": [{ contents: "write" }],
  "issues/create-comment": [{ issues: "write" }, { pull_requests: "write" }],
  "issues/delete-comment": [{ issues: "write" }, { pull_requests: "write" }],
  "issues/get-comment": [{ issues: "read" }, { pull_requests: "read" }],
  "issues/list-comments": [{ issues: "read" }, { pull_requests: "read" }],
  "issues/update-comment": [{ issues: "write" }, { pull_requests: "write" }],
  "pulls/get": [{ pull_requests: "read" }],
  "pulls/list": [{ pull_requests: "read" }],
  "repos/create-commit-status": [{ statuses: "write" }],
  "repos/create-deployment": [{ deployments: "write" }],
  "repos/create-deployment-status": [{ deployments: "write" }],
  "repos/delete-an-environment": [{ administration: "write" }],
  "repos/delete-deployment": [{ deployments: "write" }],
  "repos/get-all-environments": [{ actions: "read" }],
  "repos/get-deployment": [{ deployments: "read" }],
  "repos/get-environment": [{ actions: "read" }],
  "repos/list-branches": [{ contents: "read" }],
  "repos/list-commit-statuses-for-ref": [{ statuses: "read" }],
  "repos/list-deployment-statuses": [{ deployments: "read" }],
  "repos/list-deployments": [{ deployments: "read" }],
};

/** GitHub's refusal where the token lacks what the operation needs, else null. */
export function permissionRefusal(operation: string, rights: TokenRights): Answer | null {
  const needs = NEEDS[operation] ?? [];
  if (needs.length === 0 || needs.some((need) => mayAll(rights, need))) {
    return null;
  }
  const holder = rights.kind === "app" ? "integration" : "personal access token";
  const accepted = needs.map((need) =>
    Object.entries(need)
      .map(([name, level]) => `${name}=${level}`)
      .join(","),
  );
  return {
    ...refusal(403, `Resource not accessible by ${holder}`),
    headers: { "x-accepted-github-permissions": accepted.join("; ") },
  };
}

function mayAll(rights: TokenRights, need: Need): boolean {
  return Object.entries(need).every(([name, level]) => {
    const given = rights.permissions[name];
    return given === "write" || given === level;
  });
}
