import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";

/** What Pulumi allows in the name of a project and of a stack: also what is safe as the name of a file. */
const name = /^[A-Za-z0-9_.-]{1,100}$/u;

/** Refuses names that Pulumi would not take, or that would lead out of the home's folders. */
export function checkKey(key: StageKey): void {
  for (const [what, text] of Object.entries({ app: key.app, stage: key.stage })) {
    if (!name.test(text) || text === "." || text === "..") {
      throw new Failure({
        code: "bad-name",
        message: `${JSON.stringify(text)} cannot be the name of ${what === "app" ? "an app" : "a stage"}.`,
        next: "A name has 1 to 100 letters, digits, hyphens, underscores and periods, and is not made of periods alone.",
      });
    }
  }
}
