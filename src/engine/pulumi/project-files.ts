import type { OwnProvider } from "./project.ts";
import type { StateResource } from "./checkpoint.ts";

/** Providers that are part of the engine: without a version, too, they are nobody's own. */
const builtIn = new Set(["pulumi", "pulumi-nodejs", "pulumi-python"]);

/** What a dynamic provider's code says when it may reach for files beside it: it starts processes, asks where it is, or names a relative path. */
const reachesOut =
  /child_process|worker_threads|\bexeca\b|cross-spawn|shelljs|process\.(?:cwd|chdir)|__dirname|__filename|import\.meta|["'`]\.{1,2}\//u;

const relativePath = /^\.{1,2}\//u;

/**
 * The resources of a state whose deletion may run or read files of the project: of dynamic providers whose code does more than speak to a
 * service, of providers in a folder of the project's own, and of those that run commands.
 */
export function needingProjectFiles(
  resources: readonly StateResource[],
  ownProviders: readonly OwnProvider[],
): readonly StateResource[] {
  const own = new Set([...ownProviders.map(({ name }) => name), ...withoutVersion(resources)]);
  return resources.filter(
    (resource) =>
      resource.custom !== false &&
      resource.external !== true &&
      resource["retainOnDelete"] !== true &&
      (isReachingOut(resource) || runsCommand(resource) || own.has(providerOf(resource))),
  );
}

/** What the stage's own providers are called, as its state shows it: those of a registry have a version there, or an address to load them from. */
export function withoutVersion(resources: readonly StateResource[]): readonly string[] {
  return resources.flatMap(({ type, inputs }) => {
    const [, name] = /^pulumi:providers:(.+)$/u.exec(type) ?? [];
    const isFound = inputs?.["version"] !== undefined || inputs?.["pluginDownloadURL"] !== undefined;
    return name === undefined || builtIn.has(name) || isFound ? [] : [name];
  });
}

/** `urn:…::pulumi:providers:kit::default::<id>` is `kit`; empty for none. */
function providerOf({ provider }: StateResource): string {
  return /::pulumi:providers:([^:]+)::/u.exec(provider ?? "")?.[1] ?? "";
}

/** Code that is kept as a secret cannot be looked at, and counts. */
function isReachingOut({ inputs, outputs }: StateResource): boolean {
  const code = inputs?.["__provider"] ?? outputs?.["__provider"];
  if (code === undefined) {
    return false;
  }
  const names = Object.values(inputs ?? {}).some((value) => typeof value === "string" && relativePath.test(value));
  return names || typeof code !== "string" || reachesOut.test(code);
}

/** Providers like `command`, whose resources are commands of this machine; without one for its deletion, such a resource is only forgotten. */
function runsCommand({ type, inputs }: StateResource): boolean {
  const [pack = "", module = ""] = type.split(":");
  const isLocal = pack === "command" ? module.startsWith("local") : /^(?:shell|script|exec|local)/u.test(pack);
  return isLocal && ["delete", "lifecycleCommands", "destroy"].some((name) => inputs?.[name] !== undefined);
}
