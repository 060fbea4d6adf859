/** A repository as an event names it. `defaultBranch` is null where the payload does not say. */
export type EventRepository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string | null;
};

type Common = {
  readonly repository: EventRepository;
  /** Login of who caused the event; `ghost` where the payload names nobody. */
  readonly sender: string;
};

/** A removed branch or tag is told twice, by a deleting `push` and by `delete`; a pushed one only by `push`. */
type RefChange = { readonly action: "pushed" | "removed"; readonly by: "push" | "delete" };

/**
 * What GitHub says happened. Kind, action, number, title and branches are those of SST's autodeploy events (`closed` there is `removed`,
 * the other actions that deploy are `pushed`); of what those hold, only the sender's id and the commit's message are not kept.
 */
export type Event =
  | (Common &
      RefChange & {
        readonly kind: "branch";
        readonly branch: string;
        /** The branch's new head, or the last one of a removed branch; null where `delete` tells of it, which names none. */
        readonly commit: string | null;
        /** What the push moved the branch from; null for a new branch, and where `delete` tells of it. */
        readonly before: string | null;
      })
  | (Common & RefChange & { readonly kind: "tag"; readonly tag: string; readonly commit: string | null })
  | (Common & {
      readonly kind: "pull_request";
      /** GitHub's own word: opened, synchronize, closed, labeled … */
      readonly action: string;
      readonly number: number;
      readonly title: string;
      readonly head: { readonly branch: string; readonly commit: string };
      readonly base: { readonly branch: string };
      /** What the push moved the head from; null unless the action is `synchronize`. */
      readonly before: string | null;
      readonly merged: boolean;
      /** The head lies in another repository, or in one that is gone (`head.repo: null`). */
      readonly fork: boolean;
      readonly dependabot: boolean;
      /** `pull_request_target`: the workflow and checkout are the default branch's. */
      readonly fromBase: boolean;
    })
  | (Common & {
      readonly kind: "manual";
      /** The event that is taken for a person's start of the workflow: `workflow_dispatch`, or one of `by-hand.ts`. */
      readonly by: string;
      /** `refs/heads/…` or `refs/tags/…` that the workflow was started on. */
      readonly ref: string;
      /** The workflow's own inputs; empty where it has none. */
      readonly inputs: Readonly<Record<string, string>>;
    })
  | (Common & { readonly kind: "schedule" })
  /** An event of another kind, or one of which nothing can be deployed; `reason` is for people. */
  | {
      readonly kind: "ignored";
      readonly name: string;
      readonly reason: string;
      /** The ref on which it may run as if it were started by hand, where the step's inputs ask for that; null where it may not. */
      readonly byHandOn: string | null;
      /** null where the payload names none: a scheduled run's may hold the schedule alone. */
      readonly repository: EventRepository | null;
      readonly sender: string;
    };
