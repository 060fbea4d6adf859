import type { Fault, ProxiedRequest } from "./s3-fault-proxy.ts";

const quick: readonly Fault[] = [
  ...([409, 412, 500, 503] as const).flatMap((status): Fault[] => [
    { kind: "answer", status, when: "before" },
    { kind: "answer", status, when: "after" },
  ]),
  { kind: "broken", when: "before" },
  { kind: "broken", when: "after" },
  { kind: "truncated" },
];
const silent: readonly Fault[] = [
  { kind: "silence", when: "before" },
  { kind: "silence", when: "after" },
];

/** Faults for a share of all requests (0 to 1), the same for the same seed. `silence`: also answers that never come. */
export function createRandomFaults(given: {
  readonly seed: number;
  readonly share: number;
  readonly silence: boolean;
}): (asked: ProxiedRequest) => Fault | null {
  const random = randomOf(given.seed);
  const faults = given.silence ? [...quick, ...silent] : quick;
  return ({ method }) => {
    if (random() >= given.share) {
      return null;
    }
    const fault = faults[Math.floor(random() * faults.length)] ?? null;
    // Conditions fail on writes only.
    const isOfWrites = fault?.kind === "answer" && fault.status < 500;
    return isOfWrites && method !== "PUT" ? null : fault;
  };
}

/** The same numbers for the same seed, from 0 to 1 (a linear congruential generator, as in Numerical Recipes). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
