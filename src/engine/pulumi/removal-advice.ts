import type { StageRecord } from "../../home/record.ts";
import type { CheckedOut } from "./checked-out.ts";
import type { StateResource } from "./checkpoint.ts";
import { missingPluginIn } from "./known-errors.ts";
import { withoutVersion } from "./project-files.ts";
import type { PulumiRun } from "./run.ts";
import { nameOf } from "./urn.ts";

/** More names than this do not help anyone. */
const mostNamed = 10;

/** How Node, shells, Python and Go say that a file is not there. */
const missingFile =
  /\bENOENT\b|Cannot find (?:module|package) |no such file or directory|command not found|sh: (?:\d+: |line \d+: )?\S+: not found|exit (?:status|code) 127|can't open file/iu;

/** What to check out, where it is known: the commit of the last deploy, and where in it the program lies. */
export function checkOutDeployed(record: StageRecord | null): string {
  const commit = record?.commit ?? null;
  const what = commit === null ? "the commit that was deployed last" : `commit ${commit}`;
  const places = [
    ...(record === null || record.path === "." ? [] : [`the project is in ${record.path}`]),
    ...(record?.program?.main ? [`its program in ${record.program.main}`] : []),
    ...(record?.program?.providers ?? []).slice(0, mostNamed).map(({ name, path }) => `provider ${name} in ${path}`),
  ];
  const where = places.length === 0 ? "" : ` (${places.join(", ")})`;
  return `Check out ${what}${where}, install its packages, and run this there again.`;
}

/** What to say before resources are deleted that may need files of the project which are not here as they were deployed; null for nothing. */
export function cautionOf({ project, asDeployed, record }: CheckedOut, files: readonly StateResource[]): string | null {
  if (files.length === 0 || (project !== null && asDeployed !== false)) {
    return null;
  }
  const names = files.slice(0, mostNamed).map(({ urn, type }) => `${nameOf(urn)} (${type})`);
  const more = files.length > mostNamed ? ` and ${files.length - mostNamed} more` : "";
  const where = project === null ? "the project is not checked out here" : "another commit is checked out here";
  return `Deleting these may run scripts or providers of the project, and ${where}: ${names.join(", ")}${more}. If one of them ends without an error because a file is missing, what it stands for still exists. Check that it is gone. To be sure, remove stages like this with their code: ${lowerFirst(checkOutDeployed(record))}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Why a removal failed for want of a provider; null where it did not, and for one of a registry that could only not be reached. */
export function missingProvider(
  said: string,
  { record }: Pick<CheckedOut, "record">,
  resources: readonly StateResource[],
): string | null {
  const missing = missingPluginIn(said);
  if (missing === null) {
    return null;
  }
  const name = missing.replace(/^pulumi-(?:resource|language)-/u, "");
  const isUnknownToAll = /no resource plugin '|\b404\b/u.test(said);
  const own = record?.program?.providers.find((provider) => provider.name === name);
  if (own !== undefined) {
    return `it needs the provider ${name}, which is the project's own (${own.path}) and is not here`;
  }
  return isUnknownToAll || withoutVersion(resources).includes(name)
    ? `it needs the provider ${name}, which is neither installed nor to be downloaded here and so, most likely, is the project's own`
    : null;
}

/** Whether a run failed for want of a file of the project, as far as its messages and `files` (`needingProjectFiles`) tell. */
export function lacksFile({ changeSet }: PulumiRun, files: readonly StateResource[]): boolean {
  const suspects = new Set(files.map(({ urn }) => urn));
  return (
    changeSet.changes.some(({ urn, status }) => status === "failed" && suspects.has(urn)) ||
    changeSet.diagnostics.some(({ severity, message }) => severity === "error" && missingFile.test(message))
  );
}

/** A dynamic provider's code is in the state, the packages that it uses are not. */
export function lacksPackage({ changeSet }: PulumiRun): boolean {
  return changeSet.diagnostics.some(({ message }) => /Cannot find (?:module|package) '[^'./]/u.test(message));
}
