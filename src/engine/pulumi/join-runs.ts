import type { Change, ChangeSet } from "../change.ts";
import type { PulumiRun } from "./run.ts";

/** What changes a resource that the next run then finds as it is to be. */
const leavesSame: ReadonlySet<Change["op"]> = new Set(["create", "update", "replace", "import"]);

/**
 * Two runs of one command as one: the second went on where the first stopped short. What the first did is in it, and is not counted as
 * unchanged because the second found it done; its errors are not. Previews do nothing: there the second is all.
 */
export function joinRuns(first: PulumiRun, second: PulumiRun): PulumiRun {
  const [before, after] = [first.changeSet, second.changeSet];
  const seconds = before.seconds + after.seconds;
  if (after.preview) {
    return { ...second, changeSet: { ...after, seconds } };
  }
  const told = new Set(after.changes.map(nameOfChange));
  const changed = new Set(after.changes.map(({ urn }) => urn));
  const done = before.changes.filter((change) => change.status === "done" && !told.has(nameOfChange(change)));
  const counts = { ...after.counts };
  for (const { op, urn } of done) {
    // A read is counted by the run that ends it.
    counts[op] += op === "read" ? 0 : 1;
    if (leavesSame.has(op) && !changed.has(urn)) {
      counts.same = Math.max(0, counts.same - 1);
    }
  }
  const changes = [...done, ...after.changes];
  return { ...second, changeSet: { ...after, changes, counts, diagnostics: diagnosticsOf(before, after), seconds } };
}

function nameOfChange({ op, urn }: Change): string {
  return `${op} ${urn}`;
}

function diagnosticsOf(before: ChangeSet, after: ChangeSet): ChangeSet["diagnostics"] {
  const told = new Set(after.diagnostics.map(({ urn, message }) => JSON.stringify([urn, message])));
  const more = before.diagnostics.filter(
    ({ severity, urn, message }) => severity !== "error" && !told.has(JSON.stringify([urn, message])),
  );
  return [...more, ...after.diagnostics];
}
