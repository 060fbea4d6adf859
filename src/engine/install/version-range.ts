// Of the package only what is used: the whole of it would be loaded before the engine.
import eq from "semver/functions/eq.js";
import satisfies from "semver/functions/satisfies.js";
import valid from "semver/functions/valid.js";
import validRange from "semver/ranges/valid.js";

import { Failure } from "../../failure.ts";

/** A wanted range of versions: its text, who asks for it, and the test. */
export type VersionRange = {
  readonly text: string;
  readonly source: string;
  readonly includes: (version: string) => boolean;
};

/**
 * Reads a range in npm's notation or in Pulumi's own (`requiredPulumiVersion`: https://pkg.go.dev/github.com/blang/semver#ParseRange),
 * which adds `==`, `!=1.2.3` and `!1.2.3`. Prereleases are compared by their order alone, as Pulumi does. A range that is neither is a
 * `Failure` that names `source`.
 */
export function parseRange(text: string, source: string): VersionRange {
  const alternatives = text.split("||").map((alternative) => {
    const excluded = [...alternative.matchAll(/(?<![^\s,])!=?\s*(\S+)/gu)].map((match) =>
      (match[1] ?? "").replace(/^v/u, ""),
    );
    const rest = alternative
      .replaceAll(/(?<![^\s,])!=?\s*\S+/gu, " ")
      .replaceAll("==", "=")
      .replaceAll(",", " ");
    if (validRange(rest) === null || excluded.some((version) => valid(version) === null)) {
      throw new Failure({
        code: "bad-version-range",
        message: `${source} is ${JSON.stringify(text)}, which is not a range of versions.`,
        next: "Write it like `>=3.200.0 <4`, `^3.250.0` or `3.259.0`.",
      });
    }
    return { rest, excluded };
  });
  return {
    text,
    source,
    includes: (version) =>
      alternatives.some(
        ({ rest, excluded }) =>
          satisfies(version, rest, { includePrerelease: true }) && !excluded.some((other) => eq(version, other)),
      ),
  };
}
