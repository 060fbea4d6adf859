import type { StageKey } from "../engine/engine.ts";
import type { KeptState } from "../home/kept-state.ts";

/** Where a state that could not be stored is kept: a file of this machine (absolute), or an entry of GitHub's cache. */
export type KeptPlace =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "cache"; readonly key: string };

export type FoundKept = {
  readonly id: string;
  /** null: another version kept it, or it was damaged. */
  readonly kept: KeptState | null;
  readonly place: KeptPlace;
  /** Deletes it where that can be done. */
  readonly forget: () => Promise<void>;
};

/** Places outside of the home for states that could not be stored in it. Neither call ever rejects. */
export type KeptPlaces = {
  /** Resolves to where it is kept now; none where there was no place. One that is not `isHidden` stays on this machine. */
  readonly keep: (kept: KeptState, isHidden: boolean) => Promise<readonly KeptPlace[]>;
  /** What was kept of a stage of the home `where`. The cache costs a request: it is asked where `inCache` says that there may be something. */
  readonly of: (asked: {
    readonly where: string;
    readonly key: StageKey;
    readonly inCache: boolean;
  }) => Promise<readonly FoundKept[]>;
};
