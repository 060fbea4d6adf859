import { askPulumi } from "../engine/pulumi/ask-pulumi.ts";
import { passphraseOf } from "../engine/pulumi/passphrase.ts";
import { withAbsolutePaths } from "../engine/pulumi/path-variables.ts";
import type { PulumiProject } from "../engine/pulumi/project.ts";
import type { PulumiTools } from "../engine/pulumi/tools.ts";
import { defaultHomeDirectory, parseHomeAddress, refuseThrowaway } from "../home/address.ts";
import { findBackend } from "../home/backend-address.ts";
import type { Home } from "../home/home.ts";
import { patienceIn } from "../home/objects/patience.ts";
import type { S3Address } from "../home/objects/s3-address.ts";
import type { Inputs } from "./inputs.ts";
import { oldStacksOfLocal, oldStacksOfS3 } from "./old-stacks.ts";
import type { Runner } from "./runner.ts";
import { secretsInFiles } from "./secrets-in-files.ts";
import type { Given } from "./wire.ts";

/** A home in a bucket makes a passphrase where none is given, so an empty one is a secret that was forgotten as a rule. */
const emptyPassphrase =
  "PULUMI_CONFIG_PASSPHRASE is empty, so whoever can read the bucket can read the secrets in its states. If the value should come from a secret, create that secret (in a workflow: in the job's environment) before the first deploy. To use a passphrase that the home creates, remove the variable.";

/** What a home is opened by. */
export type HomeGiven = Pick<Given, "environment" | "log" | "mask"> & {
  readonly inputs: Pick<Inputs, "home" | "keep-snapshots" | "lock" | "store-timeout" | "throwaway">;
  readonly runner: Pick<Runner, "kind" | "temporaryDirectory">;
  readonly request: { readonly directory: string };
};

/** The home that the input `home` names. `tools` is asked by one that needs the engine. */
export async function openHome(
  given: HomeGiven,
  { tools, project }: { readonly tools: () => Promise<PulumiTools>; readonly project: PulumiProject | null },
): Promise<Home> {
  const { inputs, runner, request, environment, log, mask } = given;
  mask.add(await secretsInFiles(environment, [process.cwd(), request.directory]));
  const address = parseHomeAddress(inputs.home);
  const keepSnapshots = inputs["keep-snapshots"];
  const { temporaryDirectory } = runner;
  refuseThrowaway(address, { runner: runner.kind, throwaway: inputs.throwaway });
  const locks = inputs.lock === "cache" ? (await import("./cache-locks.ts")).openCacheLocks(given, address) : null;
  const backend = () =>
    findBackend({
      environment,
      projectUrl: project?.backendUrl ?? null,
      directory: project === null ? null : request.directory,
    });
  // Without a project nothing is deployed.
  const beside = {
    backend: project === null ? null : backend(),
    tools,
    temporaryDirectory,
    pathsFrom: request.directory,
  };
  switch (address.kind) {
    case "local": {
      const directory = address.directory ?? defaultHomeDirectory(environment);
      const { createLocalHome } = await import("../home/local.ts");
      return { ...createLocalHome({ directory, keepSnapshots }), oldStack: oldStacksOfLocal(beside, directory) };
    }
    case "s3": {
      // Each home loads its own parts alone; the SDK is large.
      const [{ createS3Home }, { createS3Objects }] = await Promise.all([
        import("../home/s3/s3.ts"),
        import("../home/objects/s3.ts"),
      ]);
      const passphrase = await passphraseOf(withAbsolutePaths(environment, request.directory));
      if (passphrase === "" && project !== null) {
        log.warning(emptyPassphrase);
      }
      const storeTimeoutSeconds = inputs["store-timeout"] * 60;
      const objects = (at: S3Address) => createS3Objects(at, { patience: patienceIn(log, storeTimeoutSeconds * 1000) });
      const home = createS3Home({
        objects: objects(address.address),
        passphrase,
        keepSnapshots,
        secrets: mask,
        log,
        temporaryDirectory,
        storeTimeoutSeconds,
      });
      return { ...home, oldStack: oldStacksOfS3(beside, { address: address.address, objects }) };
    }
    case "backend": {
      const [found, { createBackendHome }] = await Promise.all([tools(), import("../home/backend.ts")]);
      const home = createBackendHome({
        backend: backend(),
        engineVersion: found.version,
        pulumi: (args, at) => askPulumi(found, args, { ...at, pathsFrom: request.directory }),
        temporaryDirectory,
      });
      return locks === null ? home : { ...home, locks };
    }
    default:
      return address satisfies never;
  }
}
