import { interpretSchemas } from "./interpret-schemas.ts";
import { keepCompiled } from "./keep-compiled.ts";

// What dist/ is built from. The entry files run when they are loaded; each loads only its own part: the smaller, the sooner the engine starts.

/** The action's main step. */
export const main = (): Promise<unknown> => {
  keepCompiled(process.env);
  return load(() => import("./main.ts"));
};

/** The action's post step, which finishes what a killed main step left. */
export const post = (): Promise<unknown> => load(() => import("./post.ts"));

/** A workflow step of the toolkit. */
export const step = (): Promise<unknown> => load(() => import("./step.ts"));

/** The command line. */
export const cli = (): Promise<unknown> => load(() => import("./cli.ts"));

/** The watcher of a run that was killed. */
export const watch = (): Promise<unknown> => load(() => import("./watch.ts"));

function load(part: () => Promise<unknown>): Promise<unknown> {
  interpretSchemas();
  return part();
}
