import { describe, expect, it } from "vitest";
import { matchBranchRule, parseBranchRules } from "../../../src/events/branch-rules.ts";

function stageOf(rules: string, branch: string): string | null | undefined {
  const rule = matchBranchRule(parseBranchRules(rules), branch);
  return rule === null ? undefined : rule.stage;
}

describe("parseBranchRules", () => {
  it("reads one rule a line or between commas, and passes over comments and blank lines", () => {
    const input =
      "\n# long-lived\nmain=production, release/* = staging   # all of them, also old ones\r\n\n  develop\n,";

    expect(parseBranchRules(input)).toEqual([
      { pattern: "main", stage: "production" },
      { pattern: "release/*", stage: "staging" },
      { pattern: "develop", stage: null },
    ]);
    expect(parseBranchRules("  \n ")).toEqual([]);
  });

  it("takes # within a name, and = in all but the last place, for part of the name", () => {
    expect(parseBranchRules("fix/#12=twelve\na=b=dev")).toEqual([
      { pattern: "fix/#12", stage: "twelve" },
      { pattern: "a=b", stage: "dev" },
    ]);
  });

  it.each([
    ["=production", "it names no branch"],
    ["!main=dev", "cannot be excluded"],
    ["refs/heads/main=dev", "without refs/heads/"],
    ["release**=dev", "must stand alone"],
    ["a[b=dev", '"["'],
    ["a[]=dev", '"["'],
    ["v[9-0]=dev", '"["'],
    ["v[!0]=dev", '"["'],
    ["a b=dev", "no branch can be called so"],
    ["a..b=dev", "no branch can be called so"],
    ["/a=dev", "no branch can be called so"],
    ["a/=dev", "no branch can be called so"],
    ["a//b=dev", "no branch can be called so"],
    [String.raw`a\*=dev`, "no branch can be called so"],
    ["main=>dev", ""],
    ["main=pr-12", "belongs to a pull request"],
    ["main=PR-12", "belongs to a pull request"],
  ])("refuses %s", (entry, why) => {
    expect(() => parseBranchRules(`develop\n${entry}`)).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/^bad-(branch-rule|stage-name)$/),
        message: expect.stringContaining(why),
      }),
    );
  });

  it.each(["main=", "main= ", "main=a b", "main=a/b", `main=${"x".repeat(41)}`])("refuses the stage of %j", (entry) => {
    expect(() => parseBranchRules(entry)).toThrow(expect.objectContaining({ code: "bad-stage-name" }));
  });

  it("refuses one pattern with two stages, and takes a repeated one", () => {
    expect(() => parseBranchRules("main=dev\nmain=production")).toThrow(
      expect.objectContaining({
        code: "ambiguous-branches",
        message: expect.stringContaining("main=dev and main=production"),
      }),
    );
    expect(parseBranchRules("main=dev\nmain=dev")).toHaveLength(2);
  });
});

describe("matchBranchRule", () => {
  it.each([
    ["main", "main", true],
    ["main", "Main", false],
    ["main", "main2", false],
    ["release/*", "release/1.2", true],
    ["release/*", "release/1/2", false],
    ["release/*", "release", false],
    ["release/**", "release/1/2", true],
    ["release/**", "release", false],
    ["**/hotfix", "hotfix", true],
    ["**/hotfix", "a/b/hotfix", true],
    ["*", ".hidden", true],
    ["*", "a/b", false],
    ["**", "a/b", true],
    ["v?", "v1", true],
    ["v?", "v10", false],
    ["v[0-9].x", "v2.x", true],
    ["v[0-9].x", "va.x", false],
    ["(a|b)*", "a", false],
    ["(a|b)*", "(a|b)c", true],
    ["{a,b}*", "a", false],
    ["a+*", "aa", false],
    ["*(a)", "aa", false],
    ["*(a)", "x(a)", true],
    ["?(a)", "b(a)", true],
    ["a+*", "a+b", true],
    ["@fix*", "@fix1", true],
    ["$(id)*", "$(id)x", true],
    ["🚀*", "🚀x", true],
  ])("%s on %s: %s", (pattern, branch, fits) => {
    // A comma divides rules, so a pattern with braces is given as it is.
    expect(matchBranchRule([{ pattern, stage: "x" }], branch) !== null).toBe(fits);
  });

  it("prefers the exact name, then the longer text before a wildcard, then fewer wildcards; order does not matter", () => {
    const rules = ["**=any", "release/**=deep", "release/*=flat", "release/1*=one", "release/1.0=exact"];
    for (const given of [rules, rules.toReversed()]) {
      const stages = ["x/y", "release/a/b", "release/2", "release/1.1", "release/1.0"].map((branch) =>
        stageOf(given.join("\n"), branch),
      );

      expect(stages).toEqual(["any", "deep", "flat", "one", "exact"]);
    }
  });

  it("gives a branch without `=` its own name, and none to a branch that no rule names", () => {
    expect(stageOf("develop", "develop")).toBeNull();
    expect(stageOf("develop", "feature")).toBeUndefined();
  });

  it("refuses two equally specific rules with different stages, and names both", () => {
    expect(() => stageOf("fix-*-a=one\nfix-b*a=two\nfix-?*=x", "fix-b-a")).not.toThrow();
    expect(() => stageOf("a*b=one\na*c*=two\na?b=three", "axb")).toThrow(
      expect.objectContaining({
        code: "ambiguous-branches",
        message: expect.stringContaining("a*b=one and a?b=three fit axb"),
      }),
    );
    expect(stageOf("a*b=one\na?b=ONE", "axb")).toBe("one");
    expect(() => stageOf("a*b=one\na?b", "axb")).toThrow(expect.objectContaining({ code: "ambiguous-branches" }));
  });
});
