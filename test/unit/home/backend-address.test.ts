import { describe, expect, it } from "vitest";

import { findBackend, keepsTags, withoutCredentials } from "../../../src/home/backend-address.ts";

describe("findBackend", () => {
  const find = (
    environment: Record<string, string>,
    projectUrl: string | null = null,
    directory: string | null = "/w/app",
  ) => findBackend({ environment, projectUrl, directory });

  it("takes the environment's address before the project's", () => {
    expect(find({ PULUMI_BACKEND_URL: "s3://a/b?region=eu-west-1" }, "s3://c")).toEqual({
      url: "s3://a/b?region=eu-west-1",
      kind: "storage",
      where: "s3://a/b",
    });
    expect(find({ PULUMI_BACKEND_URL: "" }, "gs://c")).toMatchObject({ url: "gs://c", kind: "storage" });
  });

  it.each([
    [{ PULUMI_BACKEND_URL: "https://pulumi.acme.example" }, { kind: "cloud", where: "https://pulumi.acme.example" }],
    [{ PULUMI_ACCESS_TOKEN: "pul-1" }, { url: null, kind: "cloud", where: "Pulumi Cloud" }],
    [{}, { url: null, kind: "unknown" }],
  ])("knows what %j is", (environment, backend) => {
    expect(find(environment as Record<string, string>)).toMatchObject(backend);
  });

  it.each([
    ["file://state", "file:///w/app/state"],
    ["file://./state?metadata=skip", "file:///w/app/state?metadata=skip"],
    ["file://../up", "file:///w/up"],
    ["file:///abs/a%20b", "file:///abs/a%20b"],
    ["file://~", "file://~"],
  ])("makes %s mean the same from any folder", (url, absolute) => {
    expect(find({}, url).url).toBe(absolute);
  });

  it("refuses a relative folder where there is no checkout", () => {
    expect(() => find({ PULUMI_BACKEND_URL: "file://state" }, null, null)).toThrow(
      expect.objectContaining({ code: "relative-backend" }),
    );
  });
});

it.each([
  ["postgres://me:hunter2@db.example:5432/state?sslmode=require", "postgres://db.example:5432/state"],
  ["azblob://state?storage_account=a&sas=hunter2", "azblob://state"],
  ["https://me:hunter2@pulumi.example/path@x#hunter2", "https://pulumi.example/path@x"],
  ["s3://bucket/prefix", "s3://bucket/prefix"],
])("shows %s without credentials", (url, shown) => {
  expect(withoutCredentials(url)).toBe(shown);
});

it.each([
  ["storage", "3.259.0", true],
  ["storage", "v3.211.0", true],
  ["storage", "3.210.9", false],
  ["unknown", "3.200.0", false],
  ["cloud", "3.200.0", true],
  ["storage", "4.0.0", true],
] as const)("stacks in %s have tags with Pulumi %s: %s", (kind, version, keeps) => {
  expect(keepsTags(kind, version)).toBe(keeps);
});
