import { describeFailure, Failure } from "../failure.ts";
import type { OpenHome } from "../home/home.ts";
import type { StageRecord } from "../home/record.ts";
import type { StageReport } from "../report/stage-report.ts";
import { recordFailed } from "./claim.ts";
import { ofOthers } from "./conclude.ts";
import { keepUnstored } from "./keep-unstored.ts";
import type { Services } from "./services.ts";

/**
 * For a command whose engine's run threw, which may be after it made things: stores the state all the same, or keeps it elsewhere, and puts
 * on record that the command failed. Resolves to what is to be thrown: the error, and with it what is in no stored state.
 */
export async function brokenOff(
  {
    services,
    opened,
    record,
    report,
  }: {
    readonly services: Pick<Services, "home" | "keptPlaces" | "log" | "now">;
    readonly opened: OpenHome;
    /** null where the home keeps none. */
    readonly record: StageRecord | null;
    readonly report: Pick<StageReport, "app" | "stage" | "command">;
  },
  error: unknown,
): Promise<unknown> {
  const { app, stage, command } = report;
  const why = await opened.commit().then(
    () => null,
    (reason: unknown) => describeFailure(reason),
  );
  // A refresh that could not begin leaves the stage as it was.
  if (command !== "refresh" || why !== null) {
    await recordFailed(services, record, command);
  }
  if (why === null) {
    return error;
  }
  if (ofOthers.has(why.code)) {
    services.log.warning(`${why.message}\n${why.next}`);
    return error;
  }
  const { message } = describeFailure(error);
  const failure = { ...why, message: `${why.message}\nThe command itself failed: ${message}` };
  return new Failure({ ...(await keepUnstored(services, { opened, key: { app, stage }, failure })), cause: error });
}
