import type { Event } from "../events/event.ts";
import type { HomeAddress } from "../home/address.ts";
import type { Inputs } from "./inputs.ts";

export type InputName = keyof Inputs;
/** What a step does in the end; a dry deploy is a `diff`. */
export type UsingCommand = Exclude<Inputs["command"], "auto">;
export type UsingEvent = Exclude<Event["kind"], "ignored">;

/** What an input needs to be used; nothing stands for no condition. */
export type InputUse = {
  /** As action.yml has it: a value that differs is one that somebody gave. */
  readonly default: string;
  readonly commands?: readonly UsingCommand[];
  readonly events?: readonly UsingEvent[];
  readonly homes?: readonly HomeAddress["kind"][];
  /** An input that must be given, too. */
  readonly needs?: InputName;
  /** An input beside which this one means nothing. */
  readonly notBeside?: InputName;
  /** It is about what a command changes, and so means nothing in a dry run. */
  readonly changes?: true;
  /** It is about the stage of a pull request. */
  readonly pullRequests?: true;
  /** It is about the engine, which `outputs` needs for home `backend` alone. */
  readonly engine?: true;
  /** It is about runners that are thrown away after the job. */
  readonly hosted?: true;
  /** It is about locks: those of a home that has some, or those that `lock: cache` makes. */
  readonly locks?: true;
  /** It asks for something to be done, and does not merely say how. */
  readonly asks?: true;
  /** Values with which it asks for nothing, and so cannot be passed over. */
  readonly asksNothing?: readonly string[];
};

const updates = ["deploy", "diff"] as const;
const writes = ["deploy", "remove", "refresh"] as const;
const all = ["deploy", "diff", "remove", "refresh"] as const;

/** Every input of action.yml: by which commands, for which events and under what conditions it is used. */
export const inputUses: Readonly<Record<InputName, InputUse>> = {
  command: { default: "auto" },
  stage: { default: "", asks: true },
  "pull-request": { default: "", events: ["manual"], asks: true },
  branches: { default: "", events: ["branch", "pull_request", "manual", "tag"] },
  "working-directory": { default: "." },
  app: { default: "" },
  home: { default: "backend" },
  lock: { default: "home", commands: writes, changes: true },
  throwaway: { default: "false", homes: ["local"], hosted: true },
  "dry-run": { default: "false" },
  adopt: { default: "", commands: ["refresh"], changes: true, asks: true },
  "config-from": { default: "", commands: updates },
  "config-map": { default: "", commands: updates, asks: true },
  target: { default: "", commands: ["deploy", "diff", "refresh"], asks: true },
  "target-dependents": { default: "false", commands: ["deploy", "diff", "refresh"], needs: "target" },
  replace: { default: "", commands: updates, asks: true },
  "exclude-protected": { default: "false", commands: ["remove"] },
  "expect-no-changes": { default: "false", commands: ["deploy", "diff", "refresh"] },
  plan: { default: "", commands: updates, asks: true },
  "pass-env": { default: "", engine: true },
  comment: { default: "on", commands: all, pullRequests: true, asksNothing: ["off"] },
  "data-types": { default: "", commands: all },
  impact: { default: "false", commands: ["deploy"], events: ["pull_request"] },
  deployments: { default: "false", commands: ["deploy", "remove"], changes: true },
  environment: { default: "", commands: ["deploy"], needs: "deployments" },
  "commit-status": { default: "false", commands: ["deploy"] },
  "check-run": { default: "false", commands: ["deploy"] },
  cache: { default: "true", asksNothing: ["false"] },
  "pulumi-version": { default: "", engine: true },
  "pulumi-path": { default: "", engine: true },
  "pulumi-mirror": { default: "", engine: true, notBeside: "pulumi-path" },
  "lock-timeout": { default: "30", commands: writes, changes: true, locks: true },
  "engine-grace": { default: "10", commands: writes, changes: true, locks: true },
  "store-timeout": { default: "1", commands: writes, changes: true, homes: ["s3"] },
  "keep-snapshots": { default: "30", commands: writes, changes: true, homes: ["s3", "local"] },
  "inactivity-limit": { default: "30", engine: true },
  token: { default: "${{ github.token }}" },
  "job-id": { default: "${{ job.check_run_id }}" },
};
