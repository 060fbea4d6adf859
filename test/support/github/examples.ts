import examples from "@octokit/webhooks-examples" with { type: "json" };

import { isJson, type Json, listOf, objectOf } from "./json.ts";

/** The repository that an example is turned into one of. */
export type ExampleRepository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
};

const EXAMPLE = { owner: "Codertocat", name: "Hello-World", id: 186_853_002 };

/** One of GitHub's official payload examples, as if it had happened in that repository. A fresh copy each time. */
export function exampleEvent(name: string, repository: ExampleRepository, wanted: (payload: Json) => boolean): Json {
  const event = listOf(examples)
    .map(objectOf)
    .find((candidate) => candidate["name"] === name);
  const found = listOf(event?.["examples"]).map(objectOf).find(wanted);
  if (found === undefined) {
    throw new Error(`There is no such official example of the event ${name}.`);
  }
  const text = JSON.stringify(found)
    .replaceAll(`${EXAMPLE.owner}/${EXAMPLE.name}`, `${repository.owner}/${repository.name}`)
    .replaceAll(`"${EXAMPLE.name}"`, JSON.stringify(repository.name))
    .replaceAll(EXAMPLE.owner, repository.owner)
    .replaceAll(String(EXAMPLE.id), String(repository.id));
  const payload = objectOf(JSON.parse(text));
  if (payload["repository"] !== undefined) {
    payload["repository"] = { ...objectOf(payload["repository"]), default_branch: repository.defaultBranch };
  }
  return payload;
}

/** `base` with what `overrides` says; objects are merged into each other, everything else is replaced. */
export function merge(base: Json, overrides: Json): Json {
  const merged: Json = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const old = merged[key];
    merged[key] = isJson(old) && isJson(value) ? merge(old, value) : value;
  }
  return merged;
}
