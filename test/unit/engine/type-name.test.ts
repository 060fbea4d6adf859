import { expect, test } from "vitest";

import { typeName } from "../../../src/engine/type-name.ts";

test.each([
  ["aws:s3/bucket:Bucket", "aws:s3:Bucket"],
  ["cloudflare:index/r2Bucket:R2Bucket", "cloudflare:index:R2Bucket"],
  ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:Deployment"],
  ["pulumi-nodejs:dynamic:Resource", "pulumi-nodejs:dynamic:Resource"],
  ["odd", "odd"],
])("the type %s is called %s", (type, name) => {
  expect(typeName(type)).toBe(name);
});
