const started = performance.now();
/** A step that takes longer says so every so many milliseconds. */
const heartbeatMs = 30_000;

/** Prints a line with the time since the script's start. */
export function say(text: string): void {
  console.log(`[${seconds(started).padStart(6)}] ${text}`);
}

/** Does one step: a line when it begins, one while it lasts long, one when it is done. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  say(`${name} …`);
  const heartbeat = setInterval(() => say(`${name}: still at it after ${seconds(begun)}`), heartbeatMs);
  try {
    const result = await work();
    say(`${name}: done in ${seconds(begun)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
