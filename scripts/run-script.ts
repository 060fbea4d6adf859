import { Failure } from "../src/failure.ts";

/** Runs a script's main function, whose number becomes the exit code. A `Failure` is told in its own words, anything else with its stack. */
export async function runScript(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Failure ? `error: ${error.message}\n${error.next}` : error);
    process.exitCode = 1;
  }
}
