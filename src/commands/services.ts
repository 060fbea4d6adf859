import type { Engine, EngineProcess, StageKey } from "../engine/engine.ts";
import type { RunOptions } from "../engine/run-options.ts";
import type { Event } from "../events/event.ts";
import type { TargetRules } from "../events/resolve-target.ts";
import type { GitHub, PostedComment } from "../github/github.ts";
import type { Home } from "../home/home.ts";
import type { LockOwner } from "../lock/lock-record.ts";
import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import type { KeptPlaces } from "./kept-places.ts";
import type { LeftRuns } from "./left-run.ts";
import type { StageReport } from "../report/stage-report.ts";

/** What a run was asked for: the event and the parsed inputs. */
export type Request = {
  readonly event: Event;
  readonly rules: TargetRules;
  /** The project's folder, absolute; it may not exist (cleanup without a checkout). */
  readonly directory: string;
  /** The same, relative to the repository's root, with `/`; `.` for the root. */
  readonly path: string;
  /** The app's name where there is no checkout and the home keeps no records. */
  readonly app: string | null;
  /** The stage whose configuration a stage without its own takes; null: `preview` for pull requests, if it exists. */
  readonly configFrom: string | null;
  /** A pull request's deploy previews what merging changes, too. */
  readonly impact: boolean;
  /** Only look: a deploy previews, a removal and a refresh report. */
  readonly dryRun: boolean;
  /** Ids of what pending creations made, by URN: a refresh takes them into the state. */
  readonly adopt: ReadonlyMap<string, string>;
  readonly options: RunOptions;
  /** Resource types that hold data besides the known ones. */
  readonly dataTypes: readonly string[];
  /** What of a stage GitHub shows beside the comment. `environment` is what its deployments go to; null for the usual one. */
  readonly announce: {
    readonly deployments: boolean;
    readonly commitStatus: boolean;
    readonly checkRun: boolean;
    readonly environment: string | null;
  };
  /** `changes`: no comment is begun for what changes nothing. */
  readonly comment: "on" | "changes" | "off";
  readonly lockTimeoutSeconds: number;
  /** How much longer a lock stays that ran out while its engine may still wait for operations under way. */
  readonly engineGraceSeconds: number;
};

/** A request whose event says something that can be acted on, and so names its repository. */
export type ActedRequest = Request & { readonly event: Exclude<Event, { kind: "ignored" }> };

/** Who runs this, as reports and locks name it. */
export type RunInfo = {
  readonly actor: string;
  readonly link: { readonly url: string; readonly attempt: number } | null;
  readonly repositoryUrl: string | null;
  /** More than 1 for a re-run, which is how people roll back. */
  readonly attempt: number;
  readonly owner: LockOwner;
};

/** What a later step must know to finish what a killed one left (`left-trail.ts`). */
export type Trail = {
  /** Told before the lock is asked for, and again once it is `held`: who only waited for it touched nothing that it guards. */
  readonly lockHeld: (lock: { readonly key: StageKey; readonly token: string; readonly held: boolean }) => void;
  /** The folder (absolute) in which the stage's state lies until it is stored; null once it is not needed any more. */
  readonly stateLeft: (folder: string | null) => void;
  readonly engineStarted: (process: EngineProcess) => void;
  readonly commentPosted: (comment: PostedComment) => void;
  /** The engine of a preview beside the deploy. */
  readonly impactStarted: (process: EngineProcess) => void;
  readonly deploymentMade: (id: number) => void;
  readonly checkRunMade: (id: number) => void;
  /** The masked report of a command that is under way, or of one that ended without its state stored. */
  readonly begun: (report: StageReport) => void;
  /** The run was cancelled, and an engine that runs had its one signal. */
  readonly cancelled: () => void;
  /** Everything was done that was to be done. */
  readonly finished: () => void;
};

/** Everything that a command may touch. */
export type Services = {
  readonly engine: Engine;
  readonly home: Home;
  /** null without a token: nothing is asked of GitHub or told there. */
  readonly github: GitHub | null;
  readonly log: Log;
  readonly mask: Mask;
  readonly now: () => Date;
  readonly run: RunInfo;
  readonly trail: Trail;
  /** What runs that died on this machine left there; none where no run outlives its machine. */
  readonly leftRuns?: LeftRuns | undefined;
  /** Where states are kept that could not be stored; none where the home's own states need no such place. */
  readonly keptPlaces?: KeptPlaces | undefined;
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Aborted when a person insists that what is under way is dropped; a workflow's run has nobody who would. */
  readonly hurry?: AbortSignal | undefined;
};
