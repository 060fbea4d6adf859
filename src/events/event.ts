/** A repository as an event names it. `defaultBranch` is null where the payload does not say. */
export type EventRepository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string | null;
};

type Common = { readonly repository: EventRepository; readonly sender: string };

/** What GitHub says happened. */
export type Event =
  | (Common & {
      readonly kind: "branch";
      readonly action: "pushed" | "removed";
      readonly branch: string;
      readonly commit: string;
    })
  | (Common & {
      readonly kind: "tag";
      readonly action: "pushed" | "removed";
      readonly tag: string;
      readonly commit: string;
    })
  | (Common & {
      readonly kind: "pull_request";
      /** GitHub's own word: opened, synchronize, closed, labeled … */
      readonly action: string;
      readonly number: number;
      readonly title: string;
      readonly head: { readonly branch: string; readonly commit: string };
      readonly base: { readonly branch: string };
      readonly merged: boolean;
      /** The head lies in another repository, or in one that is gone (`head.repo: null`). */
      readonly fork: boolean;
      readonly dependabot: boolean;
      /** `pull_request_target`: the workflow and checkout are the default branch's. */
      readonly fromBase: boolean;
    })
  | (Common & {
      readonly kind: "manual";
      /** `refs/heads/…` or `refs/tags/…` that the workflow was started on. */
      readonly ref: string;
      /** The workflow's own inputs; null where it has none. */
      readonly inputs: Readonly<Record<string, string>>;
    })
  /** An event of another kind, or one of which nothing can be deployed; `reason` is for people. */
  | (Common & { readonly kind: "ignored"; readonly name: string; readonly reason: string });
