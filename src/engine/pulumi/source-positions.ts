import { randomUUID } from "node:crypto";

import { z } from "zod";

import type { ChangeSet, Diagnostic } from "../change.ts";
import type { EngineOrder } from "../engine.ts";
import { runProcess } from "../process.ts";
import { jsonOrNull } from "../../json.ts";
import { environmentOn, type PulumiTools } from "./tools.ts";

type Source = NonNullable<Diagnostic["source"]>;

const positionSchema = z.object({ sourcePosition: z.string().optional() });
const stateSchema = positionSchema.extend({ stackTrace: z.array(positionSchema).nullish() });
const previewSchema = z.object({
  steps: z.array(z.object({ urn: z.string(), newState: stateSchema.nullish() })).nullish(),
});

/** A preview that takes longer than this tells no lines any more, in milliseconds. */
const patienceMs = 60_000;
/** More than this of a preview's text is not read, in bytes. */
const mostText = 64 * 1024 ** 2;

/**
 * Gives the errors of resources the line of the program that made the resource, where their message names none. A provider's message never
 * does, and the event log has no places; a preview has, so that one is run. `args` are the stage's own (`--stack`, `--config-file`). That
 * there is no preview to be had changes nothing.
 */
export async function locateErrors(
  changeSet: ChangeSet,
  of: {
    readonly tools: PulumiTools;
    readonly order: EngineOrder;
    readonly args: readonly string[];
    readonly cwd: string;
    readonly folder: string;
  },
): Promise<ChangeSet> {
  const isPlaceless = ({ severity, resource, source }: Diagnostic) =>
    severity === "error" && resource !== null && source === null;
  if (!changeSet.diagnostics.some(isPlaceless) || of.order.signal.aborted) {
    return changeSet;
  }
  const places = await previewPlaces(of);
  const located = (diagnostic: Diagnostic) =>
    isPlaceless(diagnostic) ? { ...diagnostic, source: places.get(diagnostic.urn ?? "") ?? null } : diagnostic;
  return { ...changeSet, diagnostics: changeSet.diagnostics.map(located) };
}

/** By URN, where the program makes what a preview shows. */
async function previewPlaces(of: Parameters<typeof locateErrors>[1]): Promise<ReadonlyMap<string, Source>> {
  const { tools, order, folder } = of;
  const mark = randomUUID();
  const { stdout } = await runProcess({
    command: tools.command,
    args: ["preview", "--json", "--non-interactive", ...of.args],
    cwd: of.cwd,
    environment: { ...environmentOn(order.home, tools), STAGEWRIGHT_RUN_MARK: mark },
    signal: AbortSignal.any([order.signal, AbortSignal.timeout(patienceMs)]),
    outputFolder: folder,
    patience: tools.patience,
    keptBytes: mostText,
    started: (process) => order.started({ ...process, mark, folder }),
  });
  return new Map(
    stepsIn(stdout).flatMap(({ urn, newState }) => {
      const positions = [newState ?? {}, ...(newState?.stackTrace ?? [])];
      const place = positions.map(({ sourcePosition }) => placeIn(sourcePosition ?? "")).find((one) => one !== null);
      return place === undefined ? [] : [[urn, place] as const];
    }),
  );
}

function stepsIn(text: string): NonNullable<z.infer<typeof previewSchema>["steps"]> {
  return previewSchema.safeParse(jsonOrNull(text)).data?.steps ?? [];
}

/**
 * The place that the engine writes as `project:///src/index.ts#12,5`: the file relative to the project's folder. null for one in a package,
 * and for what is none.
 */
export function placeIn(position: string): Source | null {
  const { path, line, column } =
    /^project:\/\/\/(?<path>.+)#(?<line>\d+)(?:,(?<column>\d+))?$/u.exec(position)?.groups ?? {};
  if (path === undefined || line === undefined || /(?:^|\/)(?:node_modules|site-packages)\//u.test(path)) {
    return null;
  }
  try {
    return { file: decodeURIComponent(path), line: Number(line), column: column === undefined ? null : Number(column) };
  } catch {
    return null;
  }
}
