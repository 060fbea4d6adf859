/**
 * `X-Accepted-GitHub-Permissions` as a workflow's `permissions:` writes it: `issues=write; pull_requests=write` (either is enough) becomes
 * `issues: write or pull-requests: write`; a comma joins what is needed together. null where GitHub does not say.
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#insufficient-permissions
 */
export function acceptedPermissions(header: string | null): string | null {
  const alternatives = (header ?? "")
    .split(";")
    .map((alternative) => alternative.split(",").map(permission).filter(Boolean).join(" and "))
    .filter(Boolean);
  return alternatives.length === 0 ? null : alternatives.join(" or ");
}

function permission(text: string): string {
  return text.trim().replaceAll("_", "-").replace("=", ": ");
}
