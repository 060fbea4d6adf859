import { access, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { stringify } from "yaml";

/**
 * Makes the project that a command on the state alone runs in, in the run's own folder: a name, and the packages of a checkout, if there is
 * one, for Node's dynamic providers. What the engine writes or deletes beside a project file is lost with this folder.
 */
export async function makeRemovalProject(order: {
  readonly folder: string;
  readonly app: string;
  readonly packagesFrom: string | null;
}): Promise<void> {
  const { folder, app, packagesFrom } = order;
  // The runtime is not asked for anything: without a program no language host has work to do.
  await writeFile(join(folder, "Pulumi.yaml"), stringify({ name: app, runtime: "nodejs" }));
  const packages = packagesFrom === null ? null : await nodeModulesFor(packagesFrom);
  if (packages !== null) {
    await symlink(packages, join(folder, "node_modules"), "junction");
  }
}

/** The folder with Pulumi's SDK that a Node program in `directory` sees first; null when there is none. */
export async function nodeModulesFor(directory: string): Promise<string | null> {
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
