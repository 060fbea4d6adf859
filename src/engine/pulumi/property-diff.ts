import { isDeepStrictEqual } from "node:util";

import { type PropertyDiff, SECRET_TEXT } from "../change.ts";
import type { StepMetadata, StepState } from "./engine-event.ts";
import { formatPropertyPath, parsePropertyPath, type PropertyPath, valueAt } from "./property-path.ts";
import { isInternal, shownValue } from "./shown-value.ts";
import { isSecret } from "./signature.ts";

type Found = { readonly path: PropertyPath; readonly kind: PropertyDiff["kind"]; readonly forcesReplace: boolean } & {
  readonly old: unknown;
  readonly new: unknown;
};

/**
 * The properties that differ in a step that has an old and a new state: as the provider tells (`detailedDiff`), or, where it does not
 * (dynamic resources), by comparing the inputs. Old and new values are taken as the engine's own display takes them
 * (`TranslateDetailedDiff`). `isRefresh`: the new state is what was found in the world.
 */
export function propertiesOf(step: StepMetadata, isRefresh: boolean): PropertyDiff[] {
  const { old: before, new: after } = step;
  if (before === null || before === undefined || after === null || after === undefined) {
    return [];
  }
  const forcing = new Set((step.keys ?? []).map((key) => parsePropertyPath(key)[0]));
  const found =
    step.detailedDiff === null || step.detailedDiff === undefined
      ? compared(step, { before, after, isRefresh })
      : detailed(step.detailedDiff, { before, after, isRefresh });
  const hidden = hiddenPaths(after.hideDiffs ?? []);
  const shown = found.map((one) => toDiff(one, { forcing, hidden }));
  return shown.filter((diff, position) => shown.findIndex((other) => other.path === diff.path) === position);
}

type Sides = { readonly before: StepState; readonly after: StepState; readonly isRefresh: boolean };

function detailed(diff: NonNullable<StepMetadata["detailedDiff"]>, sides: Sides): Found[] {
  return Object.entries(diff).map(([text, { diffKind, inputDiff }]) => {
    const path = parsePropertyPath(text);
    const olds = inputDiff === true ? sides.before.inputs : sides.before.outputs;
    const news = sides.isRefresh && inputDiff !== true ? sides.after.outputs : sides.after.inputs;
    const [kind] = diffKind.split("-");
    return {
      path,
      kind: kind === "add" || kind === "delete" ? kind : "update",
      forcesReplace: diffKind.endsWith("-replace"),
      old: valueAt(olds, path) ?? valueAt(sides.before.inputs, path),
      new: valueAt(news, path) ?? valueAt(sides.after.outputs, path),
    };
  });
}

/**
 * Compares the inputs (after a refresh the outputs). A property that the engine names without a visible difference is a secret's; where
 * it names none and there is just one secret, that one must have changed.
 */
function compared(step: StepMetadata, { before, after, isRefresh }: Sides): Found[] {
  const olds = (isRefresh ? before.outputs : before.inputs) ?? {};
  const news = (isRefresh ? after.outputs : after.inputs) ?? {};
  const found = differences({ olds, news, path: [] });
  const unseen = (step.diffs ?? [])
    .map(parsePropertyPath)
    .filter((path) => !found.some((one) => one.path[0] === path[0]));
  const secrets = Object.keys(news).filter((key) => shownValue(news[key]) === SECRET_TEXT);
  const guessed = found.length + unseen.length === 0 && secrets.length === 1 ? [secrets] : [];
  const hiddenOnes = [...unseen, ...guessed];
  return [
    ...found,
    ...hiddenOnes.map((path) => difference({ olds: valueAt(olds, path), news: valueAt(news, path), path })),
  ];
}

type Pair = { readonly olds: unknown; readonly news: unknown; readonly path: PropertyPath };

function differences({ olds, news, path }: Pair): Found[] {
  if (isDeepStrictEqual(olds, news)) {
    return [];
  }
  if (!isBranch(olds) || !isBranch(news) || Array.isArray(olds) !== Array.isArray(news)) {
    return [difference({ olds, news, path })];
  }
  const isList = Array.isArray(news);
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  return keys.flatMap((key) =>
    differences({ olds: own(olds, key), news: own(news, key), path: [...path, isList ? Number(key) : key] }),
  );
}

function difference({ olds, news, path }: Pair): Found {
  const kind =
    olds === undefined && news !== undefined ? "add" : news === undefined && olds !== undefined ? "delete" : "update";
  return { path, kind, forcesReplace: false, old: olds, new: news };
}

/** Whether a value is looked into; secrets, and a dynamic provider's code, are compared as a whole. */
function isBranch(value: unknown): value is object {
  return typeof value === "object" && value !== null && !isSecret(value);
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

type Shown = { readonly forcing: ReadonlySet<string | number | undefined>; readonly hidden: readonly PropertyPath[] };

function toDiff(found: Found, { forcing, hidden }: Shown): PropertyDiff {
  const internal = found.path.findIndex((part) => typeof part === "string" && isInternal(part));
  const path = internal === -1 ? found.path : found.path.slice(0, internal + 1);
  const forcesReplace = found.forcesReplace || forcing.has(path[0]);
  const isHidden = internal !== -1 || hidden.some((start) => start.every((part, position) => path[position] === part));
  const diff = { path: formatPropertyPath(path), kind: found.kind, forcesReplace };
  if (isHidden) {
    return diff;
  }
  // A value that became a secret, or was one until now, is most likely the same value.
  const isSecretChange = [found.old, found.new].some(
    (value) => typeof value === "object" && value !== null && isSecret(value),
  );
  const show = isSecretChange ? () => SECRET_TEXT : shownValue;
  return {
    ...diff,
    ...(found.old === undefined || found.kind === "add" ? {} : { old: show(found.old) }),
    ...(found.new === undefined || found.kind === "delete" ? {} : { new: show(found.new) }),
  };
}

function hiddenPaths(hideDiffs: readonly unknown[]): PropertyPath[] {
  return hideDiffs.map((path) => {
    if (Array.isArray(path)) {
      return path.filter((part) => typeof part === "string" || typeof part === "number");
    }
    return parsePropertyPath(String(path));
  });
}
