import { resolve } from "node:path";

import { hasProject } from "../engine/pulumi/project.ts";
import { outsider } from "../events/outsider.ts";
import type { StageRecord } from "../home/record.ts";
import type { ActedRequest } from "./services.ts";

/** Where a command on a stage's state finds the stage's project. */
export type Checkout = {
  /** A folder (absolute) with a project file; null where none is checked out that may be used. */
  readonly directory: string | null;
  /** The folder in which the project is, or would be. */
  readonly pathsFrom: string;
};

/**
 * Looks for a stage's project in the checkout: where its record says that it lies in the repository, else where the step works. The code of
 * an outsider's pull request is not used: a removal runs with the secrets of the workflow.
 */
export async function checkoutOf(request: ActedRequest, record: StageRecord | null): Promise<Checkout> {
  const { directory, path, event } = request;
  const root = resolve(directory, ...(path === "." ? [] : path.split("/").map(() => "..")));
  const folders = [...(record === null ? [] : [resolve(root, record.path)]), directory];
  if (event.kind === "pull_request" && outsider(event) !== null) {
    return { directory: null, pathsFrom: directory };
  }
  for (const folder of folders) {
    if (await hasProject(folder)) {
      return { directory: folder, pathsFrom: folder };
    }
  }
  return { directory: null, pathsFrom: directory };
}
