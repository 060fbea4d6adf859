import type { StageOrigin } from "../home/record.ts";

export type StageCommand = "deploy" | "remove" | "diff" | "refresh";

/** Why nothing is done. `code` is stable (`fork`, `tag`, `merge-queue`, …); `reason` is a sentence for people. */
export type Skip = { readonly kind: "skip"; readonly code: string; readonly reason: string };

/**
 * What gave a stage its name: the `origin` (`pr-12`, a branch's own name), a `rule` of the input `branches` in so many words, the `input`
 * `stage`, or a `person` who started the run, or wrote its schedule, for it.
 */
export type StageNamer = "origin" | "rule" | "input" | "person";

/** The stage that an event is for, before the world was looked at. */
export type StageTarget = {
  readonly kind: "stage";
  readonly command: StageCommand;
  readonly stage: string;
  readonly origin: StageOrigin;
  readonly ephemeral: boolean;
  readonly namedBy: StageNamer;
  /**
   * A removal that a person asked for in so many words (a manual run, or `command: remove` on a push). Only such a one takes a stage that
   * is not ephemeral, or whose branch or pull request is still there. Also whatever is done to a pull request's stage from a terminal, which
   * GitHub need not be asked about. False for everything else.
   */
  readonly asked: boolean;
  /** The commit that statuses and texts name; null where the event names none (`delete`, a manual run for a pull request). */
  readonly commit: string | null;
  /** The rule that decided, in words: `pull request 12 → pr-12`, `branches: release/*=staging`. */
  readonly rule: string;
};

export type Target = StageTarget | Skip;
