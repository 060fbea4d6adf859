import type { ObjectStore } from "./objects/objects.ts";

/** The comment of one pull request; `repository` is GitHub's id of it. */
export type Thread = { readonly repository: number; readonly pullRequest: number };

/** What is kept of a comment's rows, as text; `version` stands for this very text. */
export type StoredRows = { readonly text: string; readonly version: string };

/** Where rows of pull requests' comments are kept, so that jobs side by side never overwrite each other's: one text a comment. */
export type RowStore = {
  readonly read: (of: Thread) => Promise<StoredRows | null>;
  /** Stores a text over `version` (null: over none); resolves to its own version, or to null when somebody else wrote meanwhile. */
  readonly write: (of: Thread, text: string, version: string | null) => Promise<string | null>;
};

/** Rows as objects of a home, `comment/REPOSITORY/PULL REQUEST.json`, written on conditions only. */
export function createObjectRows(objects: Pick<ObjectStore, "get" | "putIfAbsent" | "putIfMatch">): RowStore {
  const nameOf = ({ repository, pullRequest }: Thread) => `comment/${repository}/${pullRequest}.json`;
  return {
    read: async (of) => {
      const found = await objects.get(nameOf(of));
      return found === null ? null : { text: new TextDecoder().decode(found.body), version: found.tag };
    },
    write: (of, text, version) => {
      const body = new TextEncoder().encode(text);
      return version === null ? objects.putIfAbsent(nameOf(of), body) : objects.putIfMatch(nameOf(of), body, version);
    },
  };
}
