import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";

/** What Pulumi allows in the name of a project and of a stack: also what is safe as the name of a file. */
const nameForm = /^(?!\.+$)[A-Za-z0-9_.-]{1,100}$/u;

/**
 * Refuses names that Pulumi would not take, or that would lead out of the folder in which they become a path. Every path and key that is made
 * of a name goes through here.
 */
export function checkKey(key: StageKey): void {
  checkName(key.app, "an app");
  checkName(key.stage, "a stage");
}

/** The same for one name; `what` it would name, with its article. Returns the name. Throws `Failure` (`bad-name`). */
export function checkName(name: string, what: string): string {
  if (nameForm.test(name)) {
    return name;
  }
  throw new Failure({
    code: "bad-name",
    message: `${JSON.stringify(name)} cannot be the name of ${what}.`,
    next: "A name has 1 to 100 letters, digits, hyphens, underscores and periods, and is not made of periods alone.",
  });
}

/** Whether app and stage have names that Pulumi takes. */
export function isKey(key: StageKey): boolean {
  return [key.app, key.stage].every((name) => nameForm.test(name));
}
