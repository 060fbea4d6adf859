import { expect, test as base } from "vitest";

import { createGitHub } from "../../../src/github/create-github.ts";
import type { GitHub } from "../../../src/github/github.ts";
import type { Patience } from "../../../src/github/patience.ts";
import type { Log } from "../../../src/log.ts";
import { type StandIn, startGitHub } from "../../support/github/start-github.ts";

/** Impatient, so that what fails fails within the test. */
export const impatience: Patience = { totalMs: 10_000, attemptMs: 5000, secondMs: 5, listLagMs: 50 };

type Bench = {
  readonly standIn: StandIn;
  /** A client of the stand-in, by default with the workflow's own token. */
  readonly client: (wish?: { readonly token?: string; readonly patience?: Partial<Patience> }) => GitHub;
  readonly logged: string[];
};

/** A test with a stand-in of its own, which fails if anything was asked or answered that GitHub does not describe. */
export const test = base.extend<Bench>({
  standIn: async ({ task: _task }, use) => {
    const standIn = await startGitHub();
    await use(standIn);
    await standIn.stop();
    expect(standIn.violations).toEqual([]);
  },
  logged: async ({ task: _task }, use) => use([]),
  client: async ({ standIn, logged }, use) => {
    const keep = (text: string) => void logged.push(text);
    const log: Log = { info: keep, warning: keep, error: keep, debug: keep };
    await use(({ token = standIn.token, patience = {} } = {}) =>
      createGitHub({
        token,
        apiUrl: standIn.url,
        repository: { owner: "acme", name: "shop" },
        log,
        patience: { ...impatience, ...patience },
      }),
    );
  },
});
