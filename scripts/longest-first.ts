import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { BaseSequencer, type TestSpecification } from "vitest/node";
import { z } from "zod";

import { root } from "./root.ts";

/** The test files that take longest, by path from the root, with what they take on two cores, in seconds. */
export const longestFiles = join(root, "test", "longest.json");

const secondsSchema = z.record(z.string(), z.number());

/** Starts the test files that take longest first, whatever project they are of, so that no worker is left with one of them at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds = await readLongest();
    const of = ({ moduleId }: TestSpecification) => seconds.get(moduleId) ?? 0;
    return (await super.sort(files)).sort((one, other) => of(other) - of(one));
  }
}

/** By absolute path. */
export async function readLongest(): Promise<ReadonlyMap<string, number>> {
  const known = secondsSchema.parse(JSON.parse(await readFile(longestFiles, "utf8")));
  return new Map(Object.entries(known).map(([path, seconds]) => [join(root, path), seconds]));
}
