import { checkConditionalWrites } from "../objects/conditional-writes.ts";
import type { ObjectStore } from "../objects/objects.ts";
import type { Patience } from "../objects/patience.ts";
import { createSureWrites } from "../objects/sure-writes.ts";

/**
 * The same objects, whose server is asked once whether it honours conditions before something new is written. What is there already was
 * written after that question, so that a run on a stage that is known asks nothing.
 */
export function probeBeforeNew(objects: ObjectStore, patience: Patience): ObjectStore {
  let probed: Promise<void> | undefined;
  return {
    ...objects,
    putIfAbsent: async (key, body) => {
      probed ??= checkConditionalWrites(createSureWrites(objects, patience));
      try {
        await probed;
      } catch (error) {
        probed = undefined;
        throw error;
      }
      return objects.putIfAbsent(key, body);
    },
  };
}
