import { keepCompiled } from "./keep-compiled.ts";

// What dist/ is built from. The entry files run when they are loaded; each loads only its own part: the smaller, the sooner the engine starts.

/** The action's main step. */
export const main = async (): Promise<unknown> => {
  keepCompiled(process.env);
  await prepare();
  return import("./main.ts");
};

/** The action's post step, which finishes what a killed main step left. */
export const post = async (): Promise<unknown> => {
  await prepare();
  return import("./post.ts");
};

/** A workflow step of the toolkit. */
export const step = async (): Promise<unknown> => {
  await prepare();
  return import("./step.ts");
};

/** The command line. */
export const cli = async (): Promise<unknown> => {
  await prepare();
  return import("./cli.ts");
};

async function prepare(): Promise<void> {
  const { interpretSchemas } = await import("./interpret-schemas.ts");
  interpretSchemas();
}
