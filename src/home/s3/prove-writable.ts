import type { StageKey } from "../../engine/engine.ts";
import { Failure } from "../../failure.ts";
import type { StoredObject } from "../objects/objects.ts";
import { stateName } from "./names.ts";
import { newState } from "./opened-home.ts";
import type { S3Parts } from "./parts.ts";

/** No object has it. */
const noTag = '"00000000000000000000000000000000"';

/**
 * Makes sure that a run may write the stage's state before it makes anything: it may be allowed to write locks and records and nothing else.
 * One request, a write on a condition that does not hold. S3 looks first at who may write, so the answer is either that or the refusal; and
 * what is sent is what is stored already.
 */
export async function proveWritable(
  { objects }: Pick<S3Parts, "objects">,
  key: StageKey,
  found: StoredObject | null,
): Promise<void> {
  try {
    await objects.putIfMatch(stateName(key), found?.body ?? newState(key), noTag);
  } catch (error) {
    if (!(error instanceof Failure)) {
      throw error;
    }
    const { code, message, next } = error;
    const what = `The state of stage ${key.stage} of ${key.app} could not be stored after the command, so nothing was begun.`;
    throw new Failure({ code, message: `${what} ${message}`, next, cause: error });
  }
}
