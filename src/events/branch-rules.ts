import picomatch from "picomatch";
import { Failure } from "../failure.ts";
import { checkStageName, reservedFor, sameStageName } from "./stage-name.ts";
import { setting } from "../reader/reader.ts";

const SET = /\[[A-Za-z0-9._-]+\]/g;
const RANGE = /([A-Za-z0-9])-([A-Za-z0-9])(?=[A-Za-z0-9._-]*\])/g;
/** What git allows in no branch's name: https://git-scm.com/docs/git-check-ref-format */
const NO_BRANCH = /[\s~^:\\]|\.\.|@\{|\/\/|^\/|\/$/;

/** One entry of the input `branches`: the branches that it names are long-lived. */
export type BranchRule = {
  /**
   * A branch's name, or a pattern: `*` is any text without a slash, `**` any number of path segments, `?` one character, `[a-c]` one of
   * these. As in GitHub's rulesets; in a workflow's `on.push.branches`, `?` and `+` mean something else.
   */
  readonly pattern: string;
  /** null: the stage is the one that the branch's own name gives. */
  readonly stage: string | null;
};

/**
 * The rules in the input `branches`: one a line or between commas, `main=production`, `release/*=staging`, or `develop` alone for a
 * long-lived branch with a stage of its own name. The last `=` divides. `#` begins a comment, at a line's start or after a space.
 * Throws `Failure`: `bad-branch-rule` (also for what no branch can be called), `bad-stage-name`, `ambiguous-branches` (one pattern, two
 * stages).
 */
export function parseBranchRules(input: string): readonly BranchRule[] {
  const rules = input
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, ""))
    .flatMap((line) => line.split(","))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map(parseRule);
  for (const [index, rule] of rules.entries()) {
    const twin = rules.slice(0, index).find((earlier) => earlier.pattern === rule.pattern);
    if (twin !== undefined && !sameStage(twin, rule)) {
      throw ambiguous(rule.pattern, [twin, rule]);
    }
  }
  return rules;
}

/**
 * The rule for a branch, the most specific one of those that match: its exact name, else the pattern with the longest text before its
 * first wildcard, and of those the one with the fewest wildcards. null where none matches.
 * Throws `Failure` (`ambiguous-branches`) where two that are equally specific name different stages.
 */
export function matchBranchRule(rules: readonly BranchRule[], branch: string): BranchRule | null {
  const [best, ...others] = rules.filter((rule) => matches(rule.pattern, branch)).sort(bySpecificity);
  if (best === undefined) {
    return null;
  }
  const rival = others.find((other) => bySpecificity(best, other) === 0 && !sameStage(best, other));
  if (rival !== undefined) {
    throw ambiguous(branch, [best, rival]);
  }
  return best;
}

/** A rule as the user wrote it. */
export function ruleText(rule: BranchRule): string {
  return rule.stage === null ? rule.pattern : `${rule.pattern}=${rule.stage}`;
}

/** Whether the pattern is one branch's name. Git allows no branch name that holds a wildcard. */
export function isExact(pattern: string): boolean {
  return !/[*?[]/.test(pattern);
}

function parseRule(entry: string): BranchRule {
  const divide = entry.lastIndexOf("=");
  const pattern = (divide === -1 ? entry : entry.slice(0, divide)).trim();
  checkPattern(pattern, entry);
  if (divide === -1) {
    return { pattern, stage: null };
  }
  const where = `${setting("branches")}, ${JSON.stringify(entry)}`;
  const stage = checkStageName(entry.slice(divide + 1), where);
  if (reservedFor(stage) !== null) {
    throw badRule(entry, `the stage ${stage} belongs to a pull request`);
  }
  return { pattern, stage };
}

function checkPattern(pattern: string, entry: string): void {
  if (pattern === "") {
    throw badRule(entry, "it names no branch");
  }
  if (pattern.startsWith("!")) {
    throw badRule(entry, 'branches cannot be excluded with "!"');
  }
  if (pattern.startsWith("refs/")) {
    throw badRule(entry, "a branch is named without refs/heads/");
  }
  if (pattern.split("/").some((segment) => segment.includes("**") && segment !== "**")) {
    throw badRule(entry, '"**" must stand alone between slashes');
  }
  const withoutSets = pattern.replaceAll(SET, "a");
  if (withoutSets.includes("[") || [...pattern.matchAll(RANGE)].some(([, from = "", to = ""]) => from > to)) {
    throw badRule(entry, '"[" needs letters, digits or ascending ranges, and a "]" after them');
  }
  if (NO_BRANCH.test(withoutSets)) {
    throw badRule(entry, "no branch can be called so");
  }
}

function matches(pattern: string, branch: string): boolean {
  if (isExact(pattern)) {
    return pattern === branch;
  }
  // Wildcards are all that has a meaning in a pattern; every other sign that picomatch knows is text.
  const quoted = pattern.replaceAll(/[!"#$%&'()+,:;<=>@\\^`{|}~]/g, String.raw`\$&`);
  return picomatch.isMatch(branch, quoted, { dot: true, strictSlashes: true, windows: false });
}

function bySpecificity(a: BranchRule, b: BranchRule): number {
  return textBeforeWildcard(b) - textBeforeWildcard(a) || wildcards(a) - wildcards(b);
}

function textBeforeWildcard(rule: BranchRule): number {
  return rule.pattern.search(/[*?[]|$/);
}

/** `**` counts twice, so that `feature/*` goes before `feature/**`. */
function wildcards(rule: BranchRule): number {
  return rule.pattern.match(/[*?[]/g)?.length ?? 0;
}

function sameStage(a: BranchRule, b: BranchRule): boolean {
  return a.stage === null || b.stage === null ? a.stage === b.stage : sameStageName(a.stage, b.stage);
}

function badRule(entry: string, why: string): Failure {
  return new Failure({
    code: "bad-branch-rule",
    message: `${setting("branches")}, ${JSON.stringify(entry)}: ${why}.`,
    next: 'Write one rule a line, like "main=production", "release/*=staging" or "develop".',
  });
}

function ambiguous(branch: string, rules: readonly BranchRule[]): Failure {
  return new Failure({
    code: "ambiguous-branches",
    message: `${setting("branches")}: ${rules.map(ruleText).join(" and ")} fit ${branch} equally well.`,
    next: `Keep one of them, or add a rule for exactly ${branch}.`,
  });
}
