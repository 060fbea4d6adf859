import { expect, it } from "vitest";

import { contentHash } from "../../../src/home/state-hash.ts";
import { withFenceMark } from "../../../src/home/s3/fence-mark.ts";

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const secret = (ciphertext: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext,
});
const state = (latest: object) => ({ version: 3, checkpoint: { stack: "organization/shop/pr-12", latest } });
const usual = { manifest: { time: "1" }, resources: [{ urn: "a", outputs: { token: secret("v1:a"), size: 1 } }] };

it.each([
  ["when it was written", { ...usual, manifest: { time: "2" } }],
  ["how a secret was encrypted", { ...usual, resources: [{ urn: "a", outputs: { token: secret("v1:b"), size: 1 } }] }],
])("does not tell %s", (_what, latest) => {
  expect(contentHash(bytes(state(latest)))).toBe(contentHash(bytes(state(usual))));
});

it.each([
  ["a value", { ...usual, resources: [{ urn: "a", outputs: { token: secret("v1:a"), size: 2 } }] }],
  ["a resource", { ...usual, resources: [] }],
  ["what is under way", { ...usual, pending_operations: [{}] }],
])("tells %s", (_what, latest) => {
  expect(contentHash(bytes(state(latest)))).not.toBe(contentHash(bytes(state(usual))));
});

it("of what is no state is that of its bytes", () => {
  expect(contentHash(bytes("{"))).not.toBe(contentHash(bytes("{ ")));
  expect(contentHash(bytes("{"))).toBe(contentHash(bytes("{")));
});

it("a fence mark changes the bytes each time, and nothing of what they say", () => {
  const body = bytes(`${JSON.stringify(state(usual))}\n`);
  const [one, two] = [withFenceMark(body), withFenceMark(body)];
  expect(new Set([body, one, two].map((each) => Buffer.from(each).toString())).size).toBe(3);
  expect(JSON.parse(new TextDecoder().decode(withFenceMark(one)))).toEqual(state(usual));
  expect(contentHash(one)).toBe(contentHash(body));
  expect(withFenceMark(one)).toHaveLength(one.byteLength);
});
