import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Change, ChangeSet } from "../../src/engine/change.ts";
import type { EngineResult } from "../../src/engine/engine.ts";
import { createPulumiEngine } from "../../src/engine/pulumi/pulumi.ts";
import type { FlagEntry } from "./flag-rows.ts";
import { createPlain, type PlainRun } from "./plain-pulumi.ts";
import { makeTestStage } from "./pulumi-stage.ts";

/** Counts of Pulumi's summary, and by name the words of its display. */
type Said = Pick<PlainRun, "counts" | "words">;

/** What plain `pulumi` said of a command, and what we say of it: by our own run, and by plain `pulumi`'s event log; all in Pulumi's words. */
export type BothSaid = {
  readonly plain: Said;
  readonly ours: Said;
  readonly ofItsLog: Said;
  readonly result: EngineResult;
};

/** The fixture program `flags`, run by plain `pulumi` and by our engine beside it, each on a stage and in a world of its own. */
export type BesidePlain = AsyncDisposable & {
  readonly project: string;
  readonly plan: (entries: readonly FlagEntry[]) => Promise<void>;
  /** Changes things in both worlds behind Pulumi's back: by id their inputs, null to take one away. */
  readonly change: (things: Readonly<Record<string, object | null>>) => Promise<void>;
  readonly run: (command: keyof typeof plainly) => Promise<BothSaid>;
};

const plainly = {
  deploy: ["up", "--yes", "--skip-preview"],
  diff: ["preview"],
  look: ["refresh", "--preview-only"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  remove: ["destroy", "--yes", "--skip-preview"],
} as const;

export async function makeBesidePlain(): Promise<BesidePlain> {
  const stage = await makeTestStage({ program: "flags" });
  const engine = createPulumiEngine(stage.tools);
  const plain = await createPlain(stage);
  const ours = {
    deploy: () => engine.deploy(stage.order()),
    diff: () => engine.diff(stage.order()),
    look: () => engine.refresh({ ...stage.order(), look: true, adopt: new Map() }),
    refresh: () => engine.refresh({ ...stage.order(), look: false, adopt: new Map() }),
    remove: () => engine.remove(stage.order()),
  };
  return {
    project: stage.project,
    plan: (entries) => writeFile(join(stage.project, "plan.json"), JSON.stringify(entries)),
    change: async (things) => {
      for (const world of ["plain", stage.key.stage].map((one) => join(stage.folder, "world", one))) {
        await mkdir(world, { recursive: true });
        for (const [id, inputs] of Object.entries(things)) {
          const file = join(world, `${id}.json`);
          await (inputs === null ? rm(file) : writeFile(file, JSON.stringify(inputs)));
        }
      }
    },
    run: async (command) => {
      const [said, result] = await Promise.all([plain(plainly[command]), ours[command]()]);
      const isRefresh = command === "look" || command === "refresh";
      return {
        plain: isRefresh ? asDrift(said) : { counts: said.counts, words: said.words },
        ours: inPulumisWords(result.changeSet, isRefresh),
        ofItsLog: inPulumisWords(said.changeSet, isRefresh),
        result,
      };
    },
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

/** What a refresh finds has one word with us: Pulumi's are those of what it does to the state. */
function asDrift({ counts, words }: Said): Said {
  const { update = 0, delete: gone = 0, ...others } = counts;
  const drifted = Object.fromEntries(Object.keys(words).map((name) => [name, "refresh"]));
  return { counts: positive({ ...others, refresh: update + gone }), words: drifted };
}

/** Pulumi calls a retained resource deleted, and says nothing of drift but in a refresh. */
function inPulumisWords({ changes, counts }: ChangeSet, isRefresh: boolean): Said {
  const { retain, refresh, ...others } = counts;
  const told = changes.filter(({ op }) => isRefresh || op !== "refresh");
  return {
    counts: positive({ ...others, refresh: isRefresh ? refresh : 0, delete: others.delete + retain }),
    words: Object.fromEntries(told.map((change) => [change.name, wordOf(change)])),
  };
}

function wordOf({ op, status, retained }: Change): string {
  const word = op === "retain" ? "delete" : op;
  return [word, status === "failed" && "failed", retained && "retained"].filter(Boolean).join(" ");
}

function positive(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
