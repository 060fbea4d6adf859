import { readdir } from "node:fs/promises";

/**
 * A folder of this machine whose parts (folders in it) are kept from run to run in GitHub's cache. An entry is used where `kind`, `machine` and
 * `basis` are the same.
 */
export type KeptFolder = {
  readonly kind: "plugins" | "compiled";
  /** Absolute; it need not exist. */
  readonly folder: string;
  /** Operating system and processor: what is in it runs nowhere else. */
  readonly machine: string;
  /** What else it was made for; empty for nothing. */
  readonly basis: string;
};

/** What a run found in a folder at its start, and what it brought there. */
export type Brought = {
  /** Parts that were there already, by whatever else the job did: they are not ours to keep. */
  readonly before: readonly string[];
  /** Parts that came from the cache. */
  readonly parts: readonly string[];
  /** Something else was found in place of an entry. */
  readonly refused: boolean;
};

/** `resource-aws-v6.83.0`, `language-yaml-v1.25.0`: how Pulumi names the folder of a plugin. */
const pluginForm = /^[a-z]+-.+-v\d/u;

/** The whole parts of a folder, sorted; none where it does not exist. A plugin beside `NAME.partial` is one that is still being unpacked. */
export async function partsOf({ kind, folder }: Pick<KeptFolder, "kind" | "folder">): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = new Set(entries.map(({ name }) => name));
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => kind !== "plugins" || (pluginForm.test(name) && !names.has(`${name}.partial`)))
    .sort();
}

/**
 * The parts worth keeping after a run: not those that were there before it. Where the run got any that were not brought, the brought plugins
 * that it did not use are left behind, so that none is carried along for ever: Pulumi notes a use in `NAME.lastused`, if it is new enough.
 */
export async function worthKeeping({ kind, folder }: KeptFolder, { before, parts }: Brought): Promise<string[]> {
  const names = new Set(await readdir(folder).catch(() => []));
  const ours = (await partsOf({ kind, folder })).filter((part) => !before.includes(part));
  const isUsed = (part: string) => names.has(`${part}.lastused`);
  const got = ours.filter((part) => !parts.includes(part));
  return got.some(isUsed) ? ours.filter((part) => got.includes(part) || isUsed(part)) : ours;
}
