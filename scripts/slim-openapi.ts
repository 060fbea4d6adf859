/**
 * Cuts GitHub's OpenAPI description down to the operations that the stand-in answers (`test/support/github/openapi.json`).
 *
 * The package is 385 MB on disk, so it is not among our dependencies. To take over a newer description, or to add an operation:
 *
 *     (mkdir -p /tmp/openapi && cd /tmp/openapi && npm init -y && npm install @octokit/openapi@23.0.2)
 *     node scripts/slim-openapi.ts /tmp/openapi/node_modules/@octokit/openapi/generated/api.github.com.json
 *     npx oxfmt test/support/github/openapi.json
 */
import { readFile, writeFile } from "node:fs/promises";

import { z } from "zod";

const objectSchema = z.record(z.string(), z.unknown());
const itemsSchema = z.record(z.string(), objectSchema);
const pullRequestSchema = z.looseObject({
  properties: z.looseObject({ head: z.looseObject({ properties: objectSchema }) }),
});

type Json = z.infer<typeof objectSchema>;

const TARGET = new URL("../test/support/github/openapi.json", import.meta.url);
const METHODS = ["get", "put", "post", "patch", "delete"];
/** Prose and samples; what is left is what a validator reads. */
const NOT_CHECKED = new Set([
  "description",
  "example",
  "examples",
  "externalDocs",
  "summary",
  "tags",
  "title",
  "links",
]);

const OPERATIONS = new Set([
  "actions/get-job-for-workflow-run",
  "actions/list-environment-secrets",
  "actions/list-environment-variables",
  "checks/create",
  "checks/get",
  "checks/list-for-ref",
  "checks/update",
  "git/create-ref",
  "git/delete-ref",
  "git/get-ref",
  "git/list-matching-refs",
  "git/update-ref",
  "issues/create-comment",
  "issues/delete-comment",
  "issues/get-comment",
  "issues/list-comments",
  "issues/update-comment",
  "pulls/get",
  "pulls/list",
  "rate-limit/get",
  "repos/create-commit-status",
  "repos/create-deployment",
  "repos/create-deployment-status",
  "repos/delete-an-environment",
  "repos/delete-deployment",
  "repos/get",
  "repos/get-all-environments",
  "repos/get-deployment",
  "repos/get-environment",
  "repos/list-branches",
  "repos/list-commit-statuses-for-ref",
  "repos/list-deployment-statuses",
  "repos/list-deployments",
  "users/get-authenticated",
  "users/get-by-username",
]);

const source = process.argv[2];
if (source === undefined) {
  throw new Error("Usage: node scripts/slim-openapi.ts <api.github.com.json of @octokit/openapi>");
}
const full = objectSchema.parse(JSON.parse(await readFile(source, "utf8")));
const paths = wantedPaths(itemsSchema.parse(full["paths"]));
const slim = {
  openapi: full["openapi"],
  info: full["info"],
  paths,
  components: withDeletedForks(reachableComponents(paths, itemsSchema.parse(full["components"]))),
};
await writeFile(TARGET, `${JSON.stringify(repaired(slim))}\n`);

function wantedPaths(all: Record<string, Json>): Record<string, Json> {
  const missing = new Set(OPERATIONS);
  const kept: Record<string, Json> = {};
  for (const [path, item] of Object.entries(all)) {
    const operations = Object.entries(item).filter(([method, operation]) => {
      const id = METHODS.includes(method) ? objectSchema.parse(operation)["operationId"] : "";
      return typeof id === "string" && OPERATIONS.has(id) && missing.delete(id);
    });
    if (operations.length > 0) {
      kept[path] = Object.fromEntries(operations.map(([method, operation]) => [method, withoutProse(operation)]));
    }
  }
  if (missing.size > 0) {
    throw new Error(`Not in the description: ${[...missing].join(", ")}`);
  }
  return kept;
}

/** Every component that the operations refer to, and what those refer to. */
function reachableComponents(from: unknown, components: Record<string, Json>): Record<string, Json> {
  const kept: Record<string, Json> = {};
  const open: unknown[] = [from];
  while (open.length > 0) {
    const node = open.pop();
    for (const [, kind = "", name = ""] of JSON.stringify(node).matchAll(
      /"\$ref":"#\/components\/([^/"]+)\/([^"]+)"/g,
    )) {
      kept[kind] ??= {};
      if (kept[kind][name] === undefined) {
        kept[kind][name] = withoutProse(components[kind]?.[name]);
        open.push(kept[kind][name]);
      }
    }
  }
  return kept;
}

/** `named` is set where keys are names that the API chose (`properties.description` is a field, not prose). */
function withoutProse(node: unknown, named = false): unknown {
  if (Array.isArray(node)) {
    return node.map((item) => withoutProse(item));
  }
  if (typeof node !== "object" || node === null) {
    return node;
  }
  const kept = Object.entries(node).filter(([key]) => named || (!NOT_CHECKED.has(key) && !key.startsWith("x-")));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, withoutProse(value, !named && (key === "properties" || key === "schemas"))]),
  );
}

/** Where the description is wrong: GitHub answers `head.repo: null` for a pull request whose fork was deleted. */
function withDeletedForks(components: Record<string, Json>): Record<string, Json> {
  for (const name of ["pull-request", "pull-request-simple"]) {
    const schema = pullRequestSchema.parse(components["schemas"]?.[name]);
    const head = schema.properties.head.properties;
    head["repo"] = { anyOf: [{ enum: [null] }, head["repo"]] };
    components["schemas"] = { ...components["schemas"], [name]: schema };
  }
  return components;
}

/** What the description says loosely and a strict validator refuses: `nullable` without `type`, and enums that lack their null. */
function repaired(node: unknown): unknown {
  if (Array.isArray(node)) {
    return node.map(repaired);
  }
  if (typeof node !== "object" || node === null) {
    return node;
  }
  const copy: Json = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, repaired(value)]));
  if (copy["nullable"] === true) {
    if (Array.isArray(copy["enum"]) && !copy["enum"].includes(null)) {
      copy["enum"] = [...copy["enum"], null];
    }
    if (copy["type"] === undefined) {
      delete copy["nullable"];
      return { anyOf: [{ enum: [null] }, copy] };
    }
  }
  return copy;
}
