import { z } from "zod";

import { Failure } from "../../failure.ts";
import { StoreUnavailable } from "../../lock/lock-store.ts";
import type { S3Address } from "./s3-address.ts";
import { here } from "../../reader/reader.ts";

/** What we look at of an error of the SDK: its `name` is S3's error code where S3 gave one. */
const errorSchema = z.object({
  name: z.string(),
  message: z.string().catch(""),
  code: z.string().optional().catch(undefined),
  Region: z.string().optional().catch(undefined),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional().catch(undefined),
  $response: z
    .object({ headers: z.record(z.string(), z.string()) })
    .optional()
    .catch(undefined),
});

/**
 * Answers that pass: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and what other services of AWS and S3's relatives
 * say of too many requests. The SDK sets its clock by `RequestTimeTooSkewed`.
 */
const passing = new Set([
  "SlowDown",
  "RequestTimeout",
  "RequestTimeoutException",
  "InternalError",
  "ServiceUnavailable",
  "RequestTimeTooSkewed",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestLimitExceeded",
  "BandwidthLimitExceeded",
  "TooManyRequestsException",
]);
/** Of S3, and of AWS's token service when the SDK asks it for credentials. */
const expired = new Set(["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired"]);
const unknown = new Set([
  "InvalidAccessKeyId",
  "InvalidToken",
  "InvalidClientTokenId",
  "InvalidIdentityToken",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
]);

/** Says in words for people why S3 did not do what was asked: `StoreUnavailable` for what may pass, another `Failure` for what will not. */
export function explainS3Error(cause: unknown, asked: { readonly address: S3Address; readonly what: string }): Failure {
  const error = errorSchema.safeParse(cause).data;
  const { address, what } = asked;
  const status = error?.$metadata?.httpStatusCode ?? 0;
  const place = `s3://${address.bucket}${address.endpoint === null ? "" : ` at ${address.endpoint}`}`;
  // Without one of S3's own codes it is somebody's on the way to it.
  const isForeign = status >= 400 && (error?.name === "Error" || error?.name === "NotFound");
  const saying = isForeign
    ? `something answered with status ${status}, and not as S3 does`
    : `${error?.name ?? "Error"}: ${error?.message ?? String(cause)}`;
  const make = (code: string, message: string, next: string) => new Failure({ code, message, next, cause });

  if (error?.name === "CredentialsProviderError") {
    return make("no-credentials", `There are no AWS credentials for ${place}: ${error.message}`, here("log in to AWS"));
  }
  if (error?.message === "Region is missing") {
    return make(
      "no-region",
      `No region is set for ${place}.`,
      "Add ?region=… to the home's address, or set AWS_REGION.",
    );
  }
  if (error?.name === "NoSuchBucket") {
    return make(
      "bucket-missing",
      `There is no bucket ${address.bucket}${address.endpoint === null ? "" : ` at ${address.endpoint}`}.`,
      "Create it, private and with versioning on, or correct the home's address.",
    );
  }
  const region = error?.Region ?? error?.$response?.headers["x-amz-bucket-region"];
  if (
    status === 301 ||
    (status === 400 && region !== undefined) ||
    error?.name === "IllegalLocationConstraintException"
  ) {
    return make(
      "wrong-region",
      `The bucket ${address.bucket} is not in the region that was asked${region === undefined ? "" : `, but in ${region}`}.`,
      `Set ?region=${region ?? "…"} in the home's address.`,
    );
  }
  if (error !== undefined && expired.has(error.name)) {
    return make(
      "credentials-expired",
      `The AWS credentials have expired, so ${place} did not ${what}: ${saying}`,
      here("log in to AWS again"),
    );
  }
  if (error !== undefined && unknown.has(error.name)) {
    return make(
      "credentials-unknown",
      `The AWS credentials are not valid for ${place}, which did not ${what}: ${saying}`,
      "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile or role that they come from: the key may be deleted, mistyped or another server's.",
    );
  }
  if (error !== undefined && passing.has(error.name)) {
    return unavailable(saying);
  }
  if (status === 401 || status === 403) {
    return make(
      "access-denied",
      `S3 does not allow this run to ${what} in ${place}: ${saying}`,
      "The role needs s3:GetObject, s3:PutObject and s3:DeleteObject on the home's objects and s3:ListBucket on the bucket; with sse=aws:kms also kms:GenerateDataKey and kms:Decrypt on the key.",
    );
  }
  if (status === 404 && isForeign) {
    return unavailable(saying);
  }
  // Without a status there was no answer, or only a part of one. 409: others wrote at the same moment, and S3 asks to try again.
  if (status < 400 || [408, 409, 425, 429].includes(status) || status >= 500) {
    return status === 501 ? refusedBy() : unavailable(error?.code === undefined ? saying : `${saying} (${error.code})`);
  }
  return refusedBy();

  function unavailable(why: string): StoreUnavailable {
    return new StoreUnavailable({
      code: "home-unavailable",
      message: `${place} did not ${what}: ${why}`,
      next: "Check the endpoint and the connection to it, and run again.",
      cause,
    });
  }
  function refusedBy(): Failure {
    return make(
      "home-refused",
      `${place} refused to ${what}: ${saying}`,
      "Check the home's address and what its server supports.",
    );
  }
}
