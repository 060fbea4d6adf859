import { describe, expect, it } from "vitest";

import { parseS3Address } from "../../../../src/home/objects/s3-address.ts";

const plain = { prefix: "", region: null, endpoint: null, pathStyle: false, encryption: null };

describe("the address of a home in S3", () => {
  it.each([
    ["s3://shop-state", { ...plain, bucket: "shop-state" }],
    ["s3://shop-state/", { ...plain, bucket: "shop-state" }],
    ["s3://shop-state/a/b/?region=eu-west-1", { ...plain, bucket: "shop-state", prefix: "a/b", region: "eu-west-1" }],
    ["s3://shop.state/t%C3%A4st", { ...plain, bucket: "shop.state", prefix: "täst" }],
    [
      "s3://b-1/x?endpoint=http://127.0.0.1:9000",
      { ...plain, bucket: "b-1", prefix: "x", endpoint: "http://127.0.0.1:9000", pathStyle: true },
    ],
    [
      "s3://b-1?endpoint=https%3A%2F%2Fs3.example.com&path-style=false",
      { ...plain, bucket: "b-1", endpoint: "https://s3.example.com" },
    ],
    ["s3://b-1?sse=AES256", { ...plain, bucket: "b-1", encryption: { algorithm: "AES256", key: null } }],
    [
      "s3://b-1?sse=aws:kms&sse-key=arn:aws:kms:eu-west-1:1:key/2",
      { ...plain, bucket: "b-1", encryption: { algorithm: "aws:kms", key: "arn:aws:kms:eu-west-1:1:key/2" } },
    ],
  ])("%s", (text, address) => {
    expect(parseS3Address(text)).toEqual(address);
  });

  it.each([
    ["shop-state", "not of the form"],
    ["https://shop-state", "not of the form"],
    ["s3://user:hunter2@shop-state", "not of the form"],
    ["s3://", "the bucket's name is missing .*variable"],
    ["s3:///app", "the bucket's name is missing"],
    ["s3://?region=eu-west-1", "the bucket's name is missing"],
    ["s3://a", "name of a bucket"],
    ["s3://shop-state/a%2F..%2Fb", "cannot be a prefix"],
    ["s3://shop-state/a//b", "prefix"],
    ["s3://shop-state/%ff", "encoded"],
    ["s3://shop-state?regoin=eu-west-1", 'no option "regoin"'],
    ["s3://shop-state?region=", "no value"],
    ["s3://shop-state?region=a&region=b", "twice"],
    ["s3://shop-state?endpoint=minio:9000", "not a URL"],
    ["s3://shop-state?path-style=yes", "neither true nor false"],
    ["s3://shop-state?sse=kms", "none of AES256"],
    ["s3://shop-state?sse=AES256&sse-key=x", "sse-key needs"],
  ])("%s is refused", (text, why) => {
    let failure: unknown;
    try {
      failure = parseS3Address(text);
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject({ code: "bad-home", message: expect.stringMatching(new RegExp(why)) });
    expect(String(failure)).not.toContain("hunter2");
  });
});
