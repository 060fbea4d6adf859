import { expect, it } from "vitest";

import { type CachingGiven, openCaching } from "../../../src/entry/caching.ts";
import { createLogLines } from "../../support/log-lines.ts";

const service = { ACTIONS_RESULTS_URL: "http://127.0.0.1:9/", ACTIONS_RUNTIME_TOKEN: "token" };

function open(given: {
  readonly home?: string;
  readonly cache?: boolean;
  readonly kind?: CachingGiven["runner"]["kind"];
  readonly environment?: Readonly<Record<string, string>>;
}) {
  const { home = "s3://shop-state", cache = true, kind = "github-hosted", environment = service } = given;
  const runner = { kind, cacheDirectory: "/cache" };
  const { folders, archive, ...rest } = openCaching({
    inputs: { home, cache },
    runner,
    environment,
    log: createLogLines(),
  });
  return { ...rest, folders: folders !== null, archive: archive !== null };
}

const compiling = { NODE_COMPILE_CACHE: "/cache/compile" };

it.each<[string, Parameters<typeof open>[0], ReturnType<typeof open>]>([
  ["GitHub's runner", {}, { environment: compiling, folders: true, archive: true }],
  ["home `local`", { home: "local" }, { environment: compiling, folders: true, archive: true }],
  ["a home that records nothing", { home: "backend" }, { environment: {}, folders: false, archive: true }],
  ["no cache service", { environment: {} }, { environment: {}, folders: false, archive: false }],
  ["a machine that stays", { kind: "self-hosted" }, { environment: compiling, folders: false, archive: false }],
  ["`cache: false`", { cache: false }, { environment: {}, folders: false, archive: false }],
  [
    "a folder of the user's own",
    { environment: { ...service, NODE_COMPILE_CACHE: "/mine" } },
    { environment: {}, folders: true, archive: true },
  ],
])("with %s, what is kept is what can be verified", (_what, given, kept) => {
  expect(open(given)).toEqual(kept);
});
