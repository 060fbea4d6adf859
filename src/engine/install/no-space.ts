import { Failure } from "../../failure.ts";

/** Turns "no space left" (and a used-up quota) into a `Failure` that names the folder; anything else comes back as it is. */
export function explainNoSpace(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || (error.code !== "ENOSPC" && error.code !== "EDQUOT")) {
    return error;
  }
  return new Failure({
    code: "no-space",
    message: `There is no space left for Pulumi in ${folder}.`,
    next: "Free about 1 GB there, or point STAGEWRIGHT_CACHE at a folder on a larger disk.",
    cause: error,
  });
}
