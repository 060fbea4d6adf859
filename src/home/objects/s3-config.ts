import type { PutObjectCommandInput, S3ClientConfig } from "@aws-sdk/client-s3";

import type { S3Address } from "./s3-address.ts";

/** How the SDK's client is to behave for a home's address, on whose connections silence lasts no longer than `silenceMs` milliseconds. */
export function configOf(address: S3Address, silenceMs: number): S3ClientConfig {
  return {
    // Whoever asks decides what is sent again: a write that was answered with an error may have been done.
    maxAttempts: 1,
    forcePathStyle: address.pathStyle,
    ...(address.region === null ? {} : { region: address.region }),
    ...(address.endpoint === null
      ? {}
      : {
          endpoint: address.endpoint,
          // Checksums that only AWS's own servers all understand.
          requestChecksumCalculation: "WHEN_REQUIRED",
          responseChecksumValidation: "WHEN_REQUIRED",
        }),
    // Milliseconds; silence on a connection, not the length of a transfer.
    requestHandler: { connectionTimeout: 5000, socketTimeout: silenceMs },
  };
}

/** What a write says of encryption. */
export function encryptionOf({ encryption }: S3Address): Partial<PutObjectCommandInput> {
  if (encryption === null) {
    return {};
  }
  return {
    ServerSideEncryption: encryption.algorithm,
    ...(encryption.key === null ? {} : { SSEKMSKeyId: encryption.key }),
  };
}
