import { Failure } from "../../failure.ts";
import { here, setting } from "../../reader/reader.ts";

type KnownError = {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: (match: RegExpExecArray) => string;
  readonly next: () => string;
};

/** What the engine says when it could not begin, and what a person can do about it. */
const knownErrors: readonly KnownError[] = [
  {
    pattern: /Pulumi CLI version (\S+) does not satisfy the version range "([^"]+)"/u,
    code: "engine-version",
    message: ([, version, range]) =>
      `The project requires Pulumi ${range}, and the engine that was found is ${version}.`,
    next: () =>
      `Name a version within that range (${setting("pulumi-version")}), or change \`requiredPulumiVersion\` in Pulumi.yaml.`,
  },
  {
    pattern: /incorrect passphrase/u,
    code: "wrong-passphrase",
    message: () => "The passphrase does not open the secrets of this stage: they were encrypted with another one.",
    next: () => here("give the right passphrase"),
  },
  {
    pattern: /passphrase must be set with/u,
    code: "no-passphrase",
    message: () => "The stage's secrets are encrypted with a passphrase, and none was given.",
    next: () => `${here("set the passphrase")}.`,
  },
  {
    pattern: /PULUMI_ACCESS_TOKEN must be set/u,
    code: "no-backend",
    message: () => "The engine does not know where to keep its state.",
    next: () =>
      `Set PULUMI_BACKEND_URL (or PULUMI_ACCESS_TOKEN for Pulumi Cloud) ${here("in the environment")}, or \`backend.url\` in Pulumi.yaml.`,
  },
  {
    pattern: /the stack is currently locked by[^\n]*(?:\n\s*\n?[^\n]*created by[^\n]*)?/u,
    code: "stack-locked",
    message: ([text]) =>
      `Another Pulumi run holds the stage in its own backend: ${text.replaceAll(/\s+/gu, " ").trim()}`,
    next: () => "Wait until it has ended. If its process is dead, free the stage with `pulumi cancel --stack NAME`.",
  },
  {
    pattern: /getting stack configuration: (?!get stack secrets manager)([^\n]{1,1000}(?:\n {2}[^\n]{1,1000})?)/u,
    code: "broken-configuration",
    message: ([, text]) => `Pulumi cannot read the stage's configuration file: ${text}`,
    next: () => "Fix the file and run again.",
  },
];

/** The engine's last words as a `Failure`, where they are known to mean that nothing was begun; else null. */
export function knownFailure(text: string): Failure | null {
  for (const known of knownErrors) {
    const match = known.pattern.exec(text);
    if (match !== null) {
      return new Failure({
        code: known.code,
        message: known.message(match),
        next: known.next(),
        cause: new Error(text),
      });
    }
  }
  return null;
}

const missingPlugin = /no (?:resource|language) plugin '(pulumi-[^']+)' found|could not find plugin '?(pulumi-[^' ]+)/u;
/** Of a provider without a version, the engine asks GitHub for the latest one first. */
const unknownProvider = /could not find latest version for provider ([^\s:]+):/u;
/** `load plugin for kit provider 'urn:…': … 404 HTTP error fetching plugin …`. */
const notToBeDownloaded = /load plugin for (\S+) provider [^\n]*\b404\b/u;

/** The program of a plugin that the engine neither found nor could download; null when none is missing. */
export function missingPluginIn(text: string): string | null {
  const match = missingPlugin.exec(text);
  const provider = unknownProvider.exec(text)?.[1] ?? notToBeDownloaded.exec(text)?.[1];
  return match?.[1] ?? match?.[2] ?? (provider === undefined ? null : `pulumi-resource-${provider}`);
}
