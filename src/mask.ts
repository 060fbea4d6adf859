import { jsonOrNull } from "./json.ts";
import { findHidden, replaceRanges } from "./mask/find-hidden.ts";
import { formsOf } from "./mask/forms.ts";
import { createSearch, SHORTEST } from "./mask/search.ts";
import { visible } from "./report/visible.ts";

/** Takes every secret value as soon as it is known (strings, or JSON values whose leaves are taken), so that nothing written later shows it. */
export type SecretKeeper = { readonly add: (value: unknown) => void };

/** Hides every known secret in a text, in the forms that a secret takes on its way into logs and bodies. */
export type Mask = SecretKeeper & { readonly hide: (text: string) => string };

/**
 * A mask that tells `register` (the runner's own mask) each secret once, line by line: given several lines, the runner would also mask a
 * line that holds a single brace. What is shorter than 6 characters hides nothing, since it would hide parts of words everywhere.
 */
export function createMask(register: (value: string) => void): Mask {
  const search = createSearch();
  const known = new Set<string>();

  const isNew = (secret: string): boolean => {
    if (secret.length < SHORTEST || known.has(secret)) {
      return false;
    }
    known.add(secret);
    for (const form of formsOf(secret)) {
      if (form.length >= SHORTEST) {
        search.add(form);
      }
    }
    return true;
  };
  return {
    add: (value) => {
      for (const leaf of leavesOf(value)) {
        const lines = leaf.split(/[\r\n]+/).map((line) => line.trim());
        for (const line of lines.filter(isNew)) {
          register(line);
        }
        isNew(leaf.trim());
      }
    },
    hide: (text) => {
      if (known.size === 0) {
        return text;
      }
      const hidden = replaceRanges(text, findHidden(search, text), HIDDEN);
      // Terminal sequences inside a secret would keep it from being found, until something later takes them out.
      const seen = visible(hidden);
      const hiddenSeen = seen === hidden ? seen : replaceRanges(seen, findHidden(search, seen), HIDDEN);
      return hiddenSeen === seen ? hidden : hiddenSeen;
    },
  };
}

const HIDDEN = "***";

/** Strings and numbers of a JSON value, and those of JSON that a string holds, as secret stores hand it out. */
function leavesOf(value: unknown): string[] {
  const leaves: string[] = [];
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string") {
      leaves.push(next);
      open.push(parsedObject(next));
    } else if (typeof next === "number" || typeof next === "bigint") {
      leaves.push(String(next));
    } else if (typeof next === "object" && next !== null) {
      open.push(...Object.values(next));
    }
  }
  return leaves;
}

function parsedObject(text: string): unknown {
  return /^\s*[[{]/.test(text) ? jsonOrNull(text) : null;
}
