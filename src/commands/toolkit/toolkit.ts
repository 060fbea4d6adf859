import { Failure } from "../../failure.ts";
import type { History } from "../../home/history.ts";
import type { RecordStore } from "../../home/home.ts";
import type { LockStore } from "../../lock/lock-store.ts";
import type { Services } from "../services.ts";

/** What the toolkit's commands may touch: no engine, and nobody's event. */
export type Toolkit = Omit<Services, "engine">;

/** What a command of the toolkit found or did. */
export type Answer = {
  /** For people; masked by whoever shows it. */
  readonly text: string;
  /** The same for machines. */
  readonly json: unknown;
  /** false: something is held, wrong or missing, and a script should not simply go on. */
  readonly ok: boolean;
};

/** The home's locks; a home that leaves them to the engine's backend is a `Failure`. */
export function locksOf({ home }: Toolkit): LockStore {
  return home.locks ?? backendsOwn(home.where, "locks", "`pulumi cancel --stack STAGE` gives one up.");
}

/** The home's history; one that leaves it to the engine's backend is a `Failure`. */
export function historyOf({ home }: Toolkit): History {
  return home.history ?? backendsOwn(home.where, "history", "Use `pulumi stack history` and `pulumi stack import`.");
}

/** The home's records; a backend that cannot keep any is a `Failure`. */
export function recordsOf({ home }: Pick<Toolkit, "home">): RecordStore {
  return home.records ?? backendsOwn(home.where, "list of stages", "`pulumi stack ls --all` lists its stacks.");
}

function backendsOwn(where: string, what: string, next: string): never {
  throw new Failure({
    code: "no-such-part",
    message: `The ${what} of ${where} is the engine's own backend's: Stagewright keeps none there.`,
    next,
  });
}
