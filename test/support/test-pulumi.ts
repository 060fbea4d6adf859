import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";

import { type ProcessEnd, runProcess } from "../../src/engine/process.ts";
import { compiledBefore, engineBin } from "./engine.ts";
import { linkPackages } from "./packages.ts";

const repositoryRoot = resolve(import.meta.dirname, "../..");

/** A Pulumi of the test's own: its settings and its projects lie in the test's folder. */
export type TestPulumi = {
  /** Runs `pulumi`; `environment` is added to what the engine needs anyway. */
  readonly run: (
    args: readonly string[],
    at: {
      readonly cwd: string;
      readonly environment?: Readonly<Record<string, string>>;
      readonly started?: (process: { readonly pid: number }) => void;
    },
  ) => Promise<ProcessEnd>;
  /** A project of its own name with one component in it. */
  readonly makeProject: (app: string) => Promise<string>;
};

export function createTestPulumi(folder: string): TestPulumi {
  const engine = engineBin();
  const environment = {
    HOME: folder,
    PATH: [engine, process.env["PATH"] ?? ""].join(delimiter),
    PULUMI_HOME: join(folder, "pulumi-home"),
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_CONFIG_PASSPHRASE: "correct horse",
    ...compiledBefore(),
  };
  return {
    run: (args, at) =>
      runProcess({
        command: join(engine, "pulumi"),
        args: ["--non-interactive", "--color", "never", ...args],
        cwd: at.cwd,
        outputFolder: folder,
        environment: { ...environment, ...at.environment },
        signal: new AbortController().signal,
        ...(at.started === undefined ? {} : { started: at.started }),
      }),
    makeProject: async (app) => {
      const directory = join(folder, "projects", app);
      await mkdir(directory, { recursive: true });
      await cp(join(repositoryRoot, "test/fixtures/component"), directory, { recursive: true });
      const project = await readFile(join(directory, "Pulumi.yaml"), "utf8");
      await writeFile(join(directory, "Pulumi.yaml"), project.replace("name: component", `name: ${app}`));
      await linkPackages(directory);
      return directory;
    },
  };
}
