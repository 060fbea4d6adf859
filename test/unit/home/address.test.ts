import { homedir } from "node:os";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { Failure } from "../../../src/failure.ts";
import { defaultHomeDirectory, parseHomeAddress, refuseThrowaway } from "../../../src/home/address.ts";

describe("parseHomeAddress", () => {
  it.each([
    ["backend", { kind: "backend" }],
    [" local ", { kind: "local", directory: null }],
    ["local:/srv/a b", { kind: "local", directory: "/srv/a b" }],
    ["local:/srv/x/../y", { kind: "local", directory: "/srv/y" }],
    ["local:~", { kind: "local", directory: homedir() }],
    ["local:~/stages", { kind: "local", directory: join(homedir(), "stages") }],
    [
      "s3://bucket/a?region=eu-west-1",
      { kind: "s3", address: expect.objectContaining({ bucket: "bucket", prefix: "a", region: "eu-west-1" }) },
    ],
  ])("reads %j", (text, address) => {
    expect(parseHomeAddress(text)).toEqual(address);
  });

  it.each([
    "",
    "Local",
    "local:",
    "local:state",
    "local:./state",
    "s3://",
    "s3:bucket",
    "s3://bucket?x=1",
    "file:///srv",
    "~/stages",
  ])("refuses %j", (text) => {
    expect(() => parseHomeAddress(text)).toThrow(expect.objectContaining({ code: "bad-home" }));
  });

  it("shows no URL again, since it may carry credentials", () => {
    expect(() => parseHomeAddress("postgres://me:hunter2@db/x")).toThrow(/^(?!.*hunter2)/u);
  });
});

describe("defaultHomeDirectory", () => {
  it.each([
    [{ STAGEWRIGHT_HOME: "/srv/stages", XDG_STATE_HOME: "/state" }, "/srv/stages"],
    [{ STAGEWRIGHT_HOME: "", XDG_STATE_HOME: "/state" }, "/state/stagewright"],
    [{ XDG_STATE_HOME: "relative" }, join(homedir(), ".local/state/stagewright")],
    [{}, join(homedir(), ".local/state/stagewright")],
  ])("of %j", (environment, directory) => {
    expect(defaultHomeDirectory(environment)).toBe(directory);
  });

  it("refuses a STAGEWRIGHT_HOME that is not absolute", () => {
    expect(() => defaultHomeDirectory({ STAGEWRIGHT_HOME: "stages" })).toThrow(Failure);
  });
});

describe("refuseThrowaway", () => {
  const local = { kind: "local", directory: null } as const;

  it("refuses a local home on a GitHub-hosted runner, and says what else there is", () => {
    expect(() => refuseThrowaway(local, { runner: "github-hosted", throwaway: false })).toThrow(
      expect.objectContaining({ code: "throwaway-home", next: expect.stringContaining("PULUMI_BACKEND_URL") }),
    );
  });

  it.each([
    [local, "github-hosted", true],
    [local, "self-hosted", false],
    [local, null, false],
    [{ kind: "backend" } as const, "github-hosted", false],
  ] as const)("takes %j on %s, throwaway %s", (address, runner, throwaway) => {
    expect(() => refuseThrowaway(address, { runner, throwaway })).not.toThrow();
  });
});
