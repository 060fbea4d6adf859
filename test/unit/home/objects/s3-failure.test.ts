import { describe, expect, it } from "vitest";

import { parseS3Address } from "../../../../src/home/objects/s3-address.ts";
import { explainS3Error } from "../../../../src/home/objects/s3-failure.ts";
import { StoreUnavailable } from "../../../../src/lock/lock-store.ts";

const asked = { address: parseS3Address("s3://shop-state/app?region=eu-west-1"), what: "write app/shop.json" };

/** As the SDK throws S3's answers: the error code as the name, the answer on the side. */
function s3Error(name: string, status: number, more: object = {}): Error {
  return Object.assign(new Error(`${name} said S3`), { name, $metadata: { httpStatusCode: status }, ...more });
}

const redirect = { $response: { headers: { "x-amz-bucket-region": "us-east-2" } } };

describe("what S3 says", () => {
  it.each([
    { error: s3Error("NoSuchBucket", 404), code: "bucket-missing", text: "no bucket shop-state" },
    { error: s3Error("AccessDenied", 403), code: "access-denied", text: "write app/shop.json in s3://shop-state" },
    { error: s3Error("InvalidAccessKeyId", 403), code: "credentials-unknown", text: "AWS credentials are not valid" },
    {
      error: s3Error("SignatureDoesNotMatch", 403),
      code: "credentials-unknown",
      text: "AWS credentials are not valid",
    },
    { error: s3Error("ExpiredToken", 400), code: "credentials-expired", text: "AWS credentials have expired" },
    { error: s3Error("ExpiredTokenException", 400), code: "credentials-expired", text: "AWS credentials have expired" },
    { error: s3Error("PermanentRedirect", 301, redirect), code: "wrong-region", text: "but in us-east-2" },
    {
      error: s3Error("AuthorizationHeaderMalformed", 400, { Region: "us-east-2" }),
      code: "wrong-region",
      text: "us-east-2",
    },
    { error: s3Error("IllegalLocationConstraintException", 400), code: "wrong-region", text: "shop-state is not in" },
    { error: s3Error("KMS.NotFoundException", 400), code: "home-refused", text: "KMS.NotFoundException" },
    { error: s3Error("NotImplemented", 501), code: "home-refused", text: "NotImplemented" },
    {
      error: Object.assign(new Error("none"), { name: "CredentialsProviderError" }),
      code: "no-credentials",
      text: "none",
    },
    { error: new Error("Region is missing"), code: "no-region", text: "No region" },
  ])("$error.name is $code, and not tried again", ({ error, code, text }) => {
    const failure = explainS3Error(error, asked);
    expect(failure).toMatchObject({ code, message: expect.stringContaining(text), cause: error });
    expect(failure).not.toBeInstanceOf(StoreUnavailable);
  });

  it.each([
    s3Error("SlowDown", 503),
    s3Error("InternalError", 500),
    s3Error("ConditionalRequestConflict", 409),
    s3Error("NotFound", 404),
    s3Error("TooManyRequests", 429),
    s3Error("ThrottlingException", 400),
    s3Error("RequestTimeout", 400),
    s3Error("RequestTimeTooSkewed", 403),
    Object.assign(new Error("getaddrinfo ENOTFOUND s3.example"), { code: "ENOTFOUND" }),
    Object.assign(new Error("aborted"), { code: "ECONNRESET" }),
    "a string",
  ])("%s may pass", (error) => {
    const failure = explainS3Error(error, asked);
    expect(failure).toBeInstanceOf(StoreUnavailable);
    expect(failure).toMatchObject({
      code: "home-unavailable",
      message: expect.stringContaining("shop-state did not write"),
    });
  });
});
