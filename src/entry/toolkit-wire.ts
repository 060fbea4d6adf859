import { readProject } from "../engine/pulumi/project.ts";
import type { Toolkit } from "../commands/toolkit/toolkit.ts";
import { findTools, type ToolsGiven } from "./find-tools.ts";
import { type HomeGiven, openHome } from "./open-home.ts";

/** Makes what the toolkit's commands need; the engine is only looked for where the home needs it. */
export async function toolkitOf(given: HomeGiven & ToolsGiven & Omit<Toolkit, "home" | "now">): Promise<Toolkit> {
  const { github, log, mask, run, trail, signal, request } = given;
  const project = await readProject(request.directory);
  const home = await openHome(given, { tools: () => findTools(given, project), project });
  return { home, github, log, mask, run, trail, signal, now: () => new Date() };
}
