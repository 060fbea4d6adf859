import { access, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { stringify } from "yaml";

import type { PulumiProject } from "./project.ts";

/**
 * Makes the project that a removal runs in, in the run's own folder: a name, and what a checkout, if there is one, brings along for
 * providers to work. Never the user's tree: what the engine writes or deletes beside a project file is lost with this folder.
 *
 * Node's dynamic providers look for their packages from here. Says whether there are any: without, the launcher falls back to the SDK
 * beside the engine.
 */
export async function makeRemovalProject(order: {
  readonly folder: string;
  readonly app: string;
  readonly project: PulumiProject | null;
}): Promise<{ readonly hasPackages: boolean }> {
  const { folder, app, project } = order;
  // The runtime is not asked for anything: without a program no language host has work to do.
  const file = { name: app, runtime: "nodejs", ...(project === null ? {} : pluginsOf(project)) };
  await writeFile(join(folder, "Pulumi.yaml"), stringify(file));
  const packages = project === null ? null : await nodeModulesFor(project.directory);
  if (packages !== null) {
    await symlink(packages, join(folder, "node_modules"), "junction");
  }
  return { hasPackages: packages !== null };
}

/** Plugins that lie in the project's own folder, at absolute paths. */
function pluginsOf(project: PulumiProject): object {
  const kinds = Object.entries(project.plugins).map(([kind, plugins]) => [
    kind,
    (plugins ?? []).map((plugin) => ({
      ...plugin,
      ...(typeof plugin.path !== "string" ? {} : { path: resolve(project.directory, plugin.path) }),
    })),
  ]);
  return kinds.length === 0 ? {} : { plugins: Object.fromEntries(kinds) };
}

/** The folder of installed packages that a Node program in `directory` sees first; null when there is none. */
async function nodeModulesFor(directory: string): Promise<string | null> {
  const packages = join(directory, "node_modules");
  const isThere = await access(join(packages, "@pulumi", "pulumi")).then(
    () => true,
    () => false,
  );
  if (isThere) {
    return packages;
  }
  return dirname(directory) === directory ? null : nodeModulesFor(dirname(directory));
}
