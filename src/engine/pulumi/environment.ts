import { delimiter } from "node:path";

import { renumberGitSettings } from "./git-settings.ts";
import { holdersOfTokens, isKeptBack, type KeptBackOrder } from "./kept-back.ts";

/** What the engine's environment is made from. */
export type EnvironmentOrder = KeptBackOrder & {
  /** Names of variables that the user hands on in spite of everything below (input `pass-env`). */
  readonly passEnv: readonly string[];
  /** Folders to be found first: the launcher's, the engine's. */
  readonly path: readonly string[];
};

/**
 * The environment of engine processes: the given one without what could act on GitHub or on the runner, and without prompts or checks.
 *
 * Go's garbage collector is left as it is set (`GOGC`, `GOMEMLIMIT`): each provider inherits it too, and larger values cost a stage of
 * 1,000 resources twice the memory (`bench/large-deploy.ts`).
 */
export function engineEnvironment(order: EnvironmentOrder): Record<string, string> {
  const passed = new Set(order.passEnv);
  const holders = new Set(holdersOfTokens(order));
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(order.base)) {
    if (value !== undefined && (passed.has(name) || !(isKeptBack(name) || holders.has(name)))) {
      environment[name] = value;
    }
  }
  renumberGitSettings(environment);
  const pathName = Object.keys(environment).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  environment[pathName] = [...order.path, environment[pathName] ?? ""].filter((entry) => entry !== "").join(delimiter);
  environment["PULUMI_SKIP_UPDATE_CHECK"] = "1";
  // `--event-log` is only accepted with it.
  environment["PULUMI_DEBUG_COMMANDS"] = "true";
  keepFromProxies(environment);
  return environment;
}

/** Engine, program and providers speak to each other over loopback, where the program's gRPC would ask a proxy for that too. */
function keepFromProxies(environment: Record<string, string>): void {
  const proxies = ["grpc_proxy", "https_proxy", "http_proxy"];
  if (proxies.some((name) => (environment[name] ?? "") !== "")) {
    const given = environment["no_proxy"] ?? environment["NO_PROXY"] ?? "";
    environment["no_proxy"] = [given, "127.0.0.1", "localhost"].filter((host) => host !== "").join(",");
  }
}

const keptBackInText =
  /\b(?:GITHUB_TOKEN|GH_TOKEN|(?:INPUT|STATE|ACTIONS)_[A-Z0-9_]+|GITHUB_(?:ENV|OUTPUT|PATH|STATE|STEP_SUMMARY))\b/u;

/** Names the first variable in an error's text that the engine did not get, so that the error can say so; null when there is none. */
export function keptBackVariableIn(text: string, passEnv: readonly string[]): string | null {
  const name = keptBackInText.exec(text)?.[0];
  return name === undefined || passEnv.includes(name) ? null : name;
}
