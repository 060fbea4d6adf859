import { type ChildProcess, spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Trail } from "../commands/services.ts";
import type { WatchedRun } from "../commands/watched-run.ts";
import type { WatcherOrder } from "./watcher-order.ts";

/**
 * Keeps each line it is told, in memory; goes quietly at the word `done`, and becomes the real watcher when the pipe ends without it, which
 * it does however we die. A shell, since it takes under 2 MB where Node takes over 40. Nothing of a user's is in it.
 */
const wait = `
told=
while IFS= read -r line; do
  [ "$line" = done ] && exit
  told="$told$line
"
done
printf %s "$told" | "$@"`;

/** What Node itself reads when it starts; the rest of the environment comes through the pipe. */
const neededAtStart = ["PATH", "HOME", "NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "NODE_USE_SYSTEM_CA", "SSL_CERT_FILE"];

/**
 * A trail that a small process beside ours follows, too, from the moment that an engine runs: if we are killed, it ends the engine and stores
 * what that made. It has a session of its own, where neither the terminal's end nor the runner's clean-up of a job (which ends what carries
 * `RUNNER_TRACKING_ID`) meets it; its work is bounded, and the runner's `post:` step waits for it.
 */
export function watchedTrail(trail: Trail, order: WatcherOrder): Trail {
  let run: WatchedRun = { lock: null, folder: null, engine: null, impact: null };
  let watcher: ChildProcess["stdin"] = null;
  const tell = (known: Partial<WatchedRun>) => {
    run = { ...run, ...known };
    if (watcher === null && (run.engine !== null || run.impact !== null)) {
      watcher = startWatcher(order);
      process.once("exit", () => {
        // An engine that we leave behind, for an error of our own, is the watcher's.
        if (!exists(run.engine?.pid) && !exists(run.impact?.pid)) {
          watcher?.end("done\n");
        }
      });
    }
    watcher?.write(`${JSON.stringify(run)}\n`);
  };
  return {
    ...trail,
    lockHeld: (lock) => {
      trail.lockHeld(lock);
      tell({ lock });
    },
    stateLeft: (folder) => {
      trail.stateLeft(folder);
      tell({ folder });
    },
    engineStarted: (engine) => {
      trail.engineStarted(engine);
      tell({ engine });
    },
    impactStarted: (impact) => {
      trail.impactStarted(impact);
      tell({ impact });
    },
  };
}

/** Resolves to the pipe that it listens to; null where it cannot be started, which costs what comes after a death, not the run. */
function startWatcher(order: WatcherOrder): ChildProcess["stdin"] {
  if (process.platform === "win32") {
    return null;
  }
  const script = join(dirname(realpathSync(process.argv[1] ?? "")), "watch.js");
  const child = spawn("/bin/sh", ["-c", wait, "stagewright-watcher", process.execPath, script], {
    detached: true,
    env: Object.fromEntries(neededAtStart.map((name) => [name, process.env[name]])),
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.on("error", () => undefined);
  child.unref();
  const { stdin } = child;
  stdin.on("error", () => undefined);
  if ("unref" in stdin && typeof stdin.unref === "function") {
    stdin.unref();
  }
  stdin.write(`${JSON.stringify(order)}\n`);
  return stdin;
}

function exists(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}
