import type { Update } from "../home/update-record.ts";
import type { StageReport, StageState } from "../report/stage-report.ts";

/** More changes than this are counted in history, and not listed. */
const mostChanges = 1000;

/** A command as history keeps it, from its masked report. */
export function updateOf(report: StageReport): Update {
  const changes = report.changeSet?.changes ?? [];
  return {
    command: report.command,
    outcome: outcomeOf(report.state),
    reason: report.failure?.message ?? report.reason,
    commit: report.commit,
    actor: report.actor,
    run: report.run?.url ?? null,
    startedAt: report.startedAt,
    endedAt: report.endedAt ?? report.startedAt,
    counts: { ...report.changeSet?.counts },
    changes: changes.slice(0, mostChanges).map(({ op, urn, status, properties, replaceKeys }) => ({
      op,
      urn,
      status,
      properties: properties.map(({ path }) => path),
      replaceKeys: [...replaceKeys],
    })),
    moreChanges: Math.max(0, changes.length - mostChanges),
  };
}

function outcomeOf(state: StageState): Update["outcome"] {
  return state === "failed" || state === "cancelled" ? state : "succeeded";
}
