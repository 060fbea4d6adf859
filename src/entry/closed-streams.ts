/** A reader that is gone (`| head -3`), a terminal that was closed. */
const closed = new Set(["EPIPE", "EIO", "ECONNRESET", "ENOTCONN"]);

/**
 * Goes on with the work when nobody reads any more what is said of it: an engine must not lose its minder to a closed pipe. What could not
 * be written for another reason (a full disk) makes the exit code 1.
 */
export function outliveClosedStreams(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!closed.has(error.code ?? "")) {
        process.once("exit", (code) => {
          process.exitCode = code === 0 ? 1 : code;
        });
      }
    });
  }
}
