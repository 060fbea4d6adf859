import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkStageName, reservedFor, sameStageName, stageNameOf } from "../../../src/events/stage-name.ts";

const SAFE = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?$/;

/** What SST Autodeploy makes of a branch: see its `target` default. */
function sstDefault(branch: string): string {
  return branch
    .replace(/[^a-zA-Z0-9-]/g, "-")
    .replace(/-+/g, "-")
    .replace(/^-/g, "")
    .replace(/-$/g, "");
}

const branchName = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }),
  fc
    .array(fc.constantFrom("feature", "/", "-", "--", "_", "'", '"', "$(", ")", "`", " ", "🚀", "pr-12", ".", "ä"))
    .map((parts) => parts.join("")),
);

describe("stageNameOf", () => {
  it.each([
    ["production", "production"],
    ["feature/Login_2", "feature-Login-2"],
    ["-rf", "rf"],
    ["--help/", "help"],
    ["fix: 'a' \"b\"", "fix-a-b"],
    ["$(touch /tmp/x)", "touch-tmp-x"],
    ["`id`;&&|x", "id-x"],
    ["a//b__c", "a-b-c"],
    ["grün", "gr-n"],
    ["v1.2.3", "v1-2-3"],
    ["pr-12a", "pr-12a"],
    ["pr-", "pr"],
    ["fix-pr-12", "fix-pr-12"],
    ["x".repeat(40), "x".repeat(40)],
  ])("%s → %s", (branch, stage) => {
    expect(stageNameOf(branch)).toBe(stage);
  });

  it("cuts a long name and ends it with a hash of the whole branch", () => {
    expect(stageNameOf("x".repeat(41))).toMatch(/^x{31}-[0-9a-f]{8}$/);
    expect(stageNameOf("b".repeat(300))).toMatch(/^b{31}-[0-9a-f]{8}$/);
    expect(stageNameOf(`${"b".repeat(30)}/${"c".repeat(30)}`)).toMatch(/^b{30}-[0-9a-f]{8}$/);
  });

  it("names a branch of which nothing is left by a hash", () => {
    expect(stageNameOf("🚀")).toMatch(/^branch-[0-9a-f]{8}$/);
    expect(stageNameOf("🚀")).not.toBe(stageNameOf("🎉"));
  });

  it.each(["pr-12", "PR-12", "Pr/12", "pr_7", "🚀pr-12", "pr-0012"])("leaves %s to the pull request", (branch) => {
    expect(stageNameOf(branch)).toMatchObject({
      kind: "skip",
      code: "reserved-name",
      reason: expect.stringContaining(branch),
    });
  });

  it("is SST's default wherever that is a name of at most 40 characters that no pull request has", () => {
    fc.assert(
      fc.property(branchName, (branch) => {
        const sst = sstDefault(branch);
        fc.pre(sst !== "" && sst.length <= 40 && reservedFor(sst) === null);

        expect(stageNameOf(branch)).toBe(sst);
      }),
    );
  });

  it("is safe, never a pull request's, and the same each time, for every branch", () => {
    fc.assert(
      fc.property(branchName, (branch) => {
        const stage = stageNameOf(branch);
        if (typeof stage !== "string") {
          expect(reservedFor(sstDefault(branch))).not.toBeNull();
          return;
        }
        expect(stage).toMatch(SAFE);
        expect(checkStageName(stage)).toBe(stage);
        expect(reservedFor(stage)).toBeNull();
        expect(stageNameOf(branch)).toBe(stage);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps two different long branches apart, also those that differ in signs alone", () => {
    const tail = fc.string({ unit: "grapheme-ascii", maxLength: 60 });
    fc.assert(
      fc.property(tail, tail, (one, other) => {
        fc.pre(one !== other);
        const long = "team/a-very-long-prefix-that-many-branches-share/";

        expect(stageNameOf(long + one)).not.toBe(stageNameOf(long + other));
      }),
      { numRuns: 500 },
    );
  });
});

describe("reservedFor", () => {
  it("knows pr-N in any case", () => {
    expect(["pr-1", "PR-12", "pR-999"].map(reservedFor)).toEqual([1, 12, 999]);
    expect(["pr", "pr-", "pr-x", "pr-1a", "xpr-1", "pr--1", "pr-1 "].map(reservedFor)).toEqual(Array(7).fill(null));
  });
});

describe("checkStageName", () => {
  it("trims, and keeps case", () => {
    expect(checkStageName("  Dev-2 ")).toBe("Dev-2");
  });

  it.each(["", "-x", "x-", "pr-", "a b", "a/b", "a_b", "ä", "x".repeat(41), "$(id)", "a\nb", "..", "::set-output"])(
    "refuses %j and says in which input",
    (name) => {
      expect(() => checkStageName(name, "input branches")).toThrow(
        expect.objectContaining({
          code: "bad-stage-name",
          message: expect.stringMatching(/^input branches: ".*" is no/),
        }),
      );
    },
  );
});

describe("sameStageName", () => {
  it("does not tell stages apart by case", () => {
    expect([sameStageName("Dev", "dEV"), sameStageName("dev", "dev2")]).toEqual([true, false]);
  });
});
