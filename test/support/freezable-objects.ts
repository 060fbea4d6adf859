import { expect, vi } from "vitest";

import type { ObjectStore } from "../../src/home/objects/objects.ts";

/** Objects whose user can be stopped for good, as a process that is killed: no request of its ends any more. */
export function freezableObjects(): {
  readonly wrap: (objects: ObjectStore) => ObjectStore;
  readonly freeze: () => void;
  /** Resolves when the user stands still, in a request. */
  readonly standsStill: () => Promise<void>;
} {
  let isFrozen = false;
  let isStanding = false;
  const orNever = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const asked = isFrozen ? null : await Promise.allSettled([ask()]);
    if (isFrozen || asked === null) {
      isStanding = true;
      return new Promise(() => undefined);
    }
    const [answer] = asked;
    if (answer.status === "rejected") {
      throw answer.reason;
    }
    return answer.value;
  };
  return {
    wrap: (objects) => ({
      ...objects,
      get: (key) => orNever(() => objects.get(key)),
      putIfAbsent: (key, body) => orNever(() => objects.putIfAbsent(key, body)),
      putIfMatch: (key, body, tag) => orNever(() => objects.putIfMatch(key, body, tag)),
      deleteIfMatch: (key, tag) => orNever(() => objects.deleteIfMatch(key, tag)),
    }),
    freeze: () => {
      isFrozen = true;
    },
    standsStill: () => vi.waitFor(() => expect(isStanding).toBe(true), 20_000),
  };
}
