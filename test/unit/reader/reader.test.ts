import { afterEach, describe, expect, it } from "vitest";

import { commands } from "../../../src/entry/cli/commands.ts";
import { findCommand } from "../../../src/entry/cli/find-command.ts";
import { parseArguments } from "../../../src/entry/cli/parse-arguments.ts";
import { inputsSchema } from "../../../src/entry/inputs.ts";
import { describeFailure, Failure } from "../../../src/failure.ts";
import { commandLine } from "../../../src/reader/advice.ts";
import { phrases } from "../../../src/reader/phrases.ts";
import { readerOfRun, setting, speakTo } from "../../../src/reader/reader.ts";
import { commandsInSource, textsInSource } from "../../support/texts-in-source.ts";

// What is said at a terminal is for a terminal, and what is advised can be typed.

afterEach(() => speakTo({ place: "runner", home: null }));

/** Words of workflows, which nobody at a terminal has. */
const ofRunners =
  /\b(?:steps?|jobs?|workflows?|inputs?|re-?run|GITHUB_\w+|ACTIONS_\w+|actions\/\w+)\b|before this step|repository secret|`with:?`|\bcheck the repository out|(?<!-hosted |hosted )\brunners?\b/iu;

/** Files of which a command line never gets to say anything, and texts that speak of workflows wherever they are read. */
const ofWorkflows: readonly (readonly [file: RegExp, why: string])[] = [
  [
    /^src\/entry\/(?:main|post|step|outputs|job-summary|runner|request|parse-inputs|cache-locks|left-notes|trail)\.ts$/u,
    "steps alone",
  ],
  [/^src\/(?:github|cache)\//u, "a command line has no token and no Actions cache"],
  [/^src\/lock\/(?:cache-|ticket|give-way)/u, "locks in the Actions cache and queues of runs"],
  [
    /^src\/commands\/(?:finish|finish-announced|require-head|rows-in-home|run)\.ts$/u,
    "post steps, pull requests and their comments, inputs without a use",
  ],
  [
    /^src\/events\/(?:resolve-(?:schedule|manual|branch|pull-request|target)|by-hand|parse-event|ownership)\.ts$/u,
    "explain what a workflow would do",
  ],
  [/^src\/entry\/cli\/explain\.ts$/u, "explains what a workflow would do"],
  [/^src\/engine\/run-options\.ts$/u, "the command line has no option that its command cannot take"],
  [/^src\/home\/address\.ts$/u, "the refusal of a hosted runner's disk"],
];
const isOfWorkflows = (file: string) => ofWorkflows.some(([pattern]) => pattern.test(file));

describe("at a terminal", () => {
  it("says nothing in a workflow's words, whatever fails", () => {
    speakTo({ place: "terminal", home: null });
    const said = textsInSource().filter(({ file }) => !isOfWorkflows(file));
    expect(said.length).toBeGreaterThan(120);
    const wrong = said
      .filter(({ text }) => ofRunners.test(text))
      .map(({ file, line, text }) => `${file}:${line} ${text}`);
    expect(wrong).toEqual([]);
    for (const { terminal } of Object.values(phrases)) {
      expect(terminal).not.toMatch(ofRunners);
    }
    expect(describeFailure(new Error("odd")).next).not.toMatch(ofRunners);
    expect(describeFailure(new Failure({ code: "x", message: "a", next: "b" }))).toEqual({
      code: "x",
      message: "a",
      next: "b",
    });
  });

  it("names settings as options that exist", () => {
    speakTo({ place: "terminal", home: null });
    const options = new Set(commands.flatMap((command) => Object.keys(command.options)));
    for (const { text, file } of textsInSource().filter((one) => !isOfWorkflows(one.file))) {
      for (const [, option = ""] of text.matchAll(/`--([a-z-]+)/gu)) {
        expect(options, `${file}: ${text}`).toContain(option);
      }
    }
  });
});

describe("in a workflow's run", () => {
  it("names settings as inputs that exist", () => {
    const inputs = new Set(Object.keys(inputsSchema.shape));
    for (const { text, file } of textsInSource()) {
      for (const [, input = ""] of text.matchAll(/\binput `([a-z-]+)`/gu)) {
        expect(inputs, `${file}: ${text}`).toContain(input);
      }
    }
    expect(setting("working-directory")).toBe("input `working-directory`");
  });
});

describe("commands that are advised", () => {
  it.each(["terminal", "runner"] as const)("are ones that the command line takes, complete (%s)", (place) => {
    speakTo({ place, home: "s3://shop-state/app" });
    const { built } = commandsInSource();
    expect(built.length).toBeGreaterThan(12);
    for (const { file, line, text } of built) {
      // What stands for options that the source fills in.
      const words = text.replace("state import X", "state import --from-backend X");
      expect(parsed(words), `${file}:${line} ${text}`).toMatchObject({ home: "s3://shop-state/app" });
    }
  });

  it("are all made by one function, but for those that lead to help or need nothing of the reader's", () => {
    const { written } = commandsInSource();
    const wrong = written.filter(({ text }) => !/^stagewright (?:help|explain)\b|COMMAND|…|\bX\b/u.test(text));
    expect(wrong).toEqual([]);
    for (const { text } of written.filter((one) => /^stagewright help [a-z]/u.test(one.text))) {
      expect(() => findCommand(commands, text.split(" ").slice(2))).not.toThrow();
    }
  });

  it("are shown as examples that the command itself takes", () => {
    for (const { name, examples } of commands) {
      expect(examples.length, name).toBeGreaterThan(0);
      for (const example of examples) {
        expect(example.startsWith(`stagewright ${name} `), example).toBe(true);
        expect(parsed(example), example).toBeTypeOf("object");
      }
    }
  });

  /** What the command line makes of a text that a shell would read. */
  function parsed(text: string) {
    const words = [...text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/gu)].map(([word]) => word.replaceAll(/['"]/gu, ""));
    const { command, rest } = findCommand(commands, words.slice(1));
    return parseArguments(command, rest);
  }

  it("name the home where the command would not find it, as a shell reads it", () => {
    const key = { app: "shop", stage: "pr-12" };
    speakTo({ place: "terminal", home: null });
    expect(commandLine("unlock", key)).toBe("stagewright unlock --stage pr-12 --app shop");
    speakTo(readerOfRun("backend"));
    expect(commandLine("stages")).toBe("stagewright stages");
    speakTo(readerOfRun("s3://b/p?region=eu&endpoint=http://h"));
    expect(commandLine("stages")).toBe("stagewright stages --home 's3://b/p?region=eu&endpoint=http://h'");
  });
});
