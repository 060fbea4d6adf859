import { askPulumi } from "../engine/pulumi/ask-pulumi.ts";
import type { PulumiProject } from "../engine/pulumi/project.ts";
import type { PulumiTools } from "../engine/pulumi/tools.ts";
import { defaultHomeDirectory, parseHomeAddress, refuseThrowaway } from "../home/address.ts";
import { findBackend } from "../home/backend-address.ts";
import { createBackendHome } from "../home/backend.ts";
import type { Home } from "../home/home.ts";
import { createLocalHome } from "../home/local.ts";
import type { Given } from "./wire.ts";

/** The home that the input `home` names. */
export function openHome(
  given: Given,
  { tools, project }: { readonly tools: PulumiTools; readonly project: PulumiProject | null },
): Home {
  const { inputs, runner, request, environment } = given;
  const address = parseHomeAddress(inputs.home);
  refuseThrowaway(address, { runner: runner.kind, throwaway: inputs.throwaway });
  if (address.kind === "local") {
    const directory = address.directory ?? defaultHomeDirectory(environment);
    return createLocalHome({ directory });
  }
  return createBackendHome({
    backend: findBackend({
      environment,
      projectUrl: project?.backendUrl ?? null,
      directory: project === null ? null : request.directory,
    }),
    engineVersion: tools.version,
    pulumi: (args, at) => askPulumi(tools, args, at),
    temporaryDirectory: runner.temporaryDirectory,
  });
}
