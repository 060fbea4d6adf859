import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type PutObjectCommandInput,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { z } from "zod";

import { Failure } from "../../failure.ts";
import { StoreUnavailable } from "../../lock/lock-store.ts";
import type { ListedObject, ObjectStore, StoredObject } from "./objects.ts";
import type { S3Address } from "./s3-address.ts";
import { explainS3Error } from "./s3-failure.ts";

/**
 * Objects in S3 or a server that speaks its language, with the SDK's own chain of credentials (environment, profile, web identity,
 * instance). Nothing is sent before the first call.
 */
export function createS3Objects(address: S3Address): ObjectStore & { readonly close: () => void } {
  const reader = new S3Client(configOf(address));
  // A write that was answered with an error may have happened; sent again, its own first try would make it fail.
  const writer = new S3Client({ ...configOf(address), credentials: reader.config.credentials, maxAttempts: 1 });
  const prefix = address.prefix === "" ? "" : `${address.prefix}/`;
  const target = (key: string) => ({ Bucket: address.bucket, Key: `${prefix}${key}` });

  /** Runs a request; an answer with one of the `expected` error codes is null, anything else is said in words. */
  async function ask<Value>(
    what: string,
    expected: readonly number[],
    request: () => Promise<Value>,
  ): Promise<Value | null> {
    try {
      return await request();
    } catch (error) {
      const isExpected = error instanceof S3ServiceException && expected.includes(error.$metadata.httpStatusCode ?? 0);
      if (isExpected && error.name !== "NoSuchBucket") {
        return null;
      }
      throw explainS3Error(error, { address, what });
    }
  }

  /** 412: the condition does not hold. 409: another write came at the same moment. 404: there is nothing to match. */
  async function put(key: string, body: Uint8Array, condition: Pick<PutObjectCommandInput, "IfMatch" | "IfNoneMatch">) {
    const answer = await ask(`write ${key}`, [404, 409, 412], () =>
      writer.send(
        new PutObjectCommand({
          ...target(key),
          ...condition,
          ...encryptionOf(address),
          Body: body,
          ContentLength: body.byteLength,
          ContentType: key.endsWith(".json") ? "application/json" : "application/octet-stream",
        }),
      ),
    );
    return answer === null ? null : tagOf(answer);
  }

  return {
    where: `s3://${address.bucket}${address.prefix === "" ? "" : `/${address.prefix}`}`,
    get: (key) => readAgain(() => ask(`read ${key}`, [404], async () => download(reader, target(key)))),
    putIfAbsent: (key, body) => put(key, body, { IfNoneMatch: "*" }),
    putIfMatch: (key, body, tag) => put(key, body, { IfMatch: tag }),
    deleteIfMatch: async (key, tag) => {
      const found = await ask(`read ${key}`, [404], () => reader.send(new HeadObjectCommand(target(key))));
      if (found === null || tagOf(found) !== tag) {
        return false;
      }
      const answer = await ask(`delete ${key}`, [404, 409, 412], () =>
        writer.send(new DeleteObjectCommand({ ...target(key), IfMatch: tag })),
      );
      return answer !== null;
    },
    list: (wanted) => pages(reader, { address, prefix, wanted }),
    close: () => {
      reader.destroy();
      writer.destroy();
    },
  };
}

async function download(reader: S3Client, target: { readonly Bucket: string; readonly Key: string }) {
  const command = new GetObjectCommand(target);
  let date: string | undefined;
  command.middlewareStack.add(
    (next) => async (given) => {
      const result = await next(given);
      date = answerSchema.safeParse(result.response).data?.headers.date;
      return result;
    },
    { step: "deserialize", name: "noteDate" },
  );
  const answer = await reader.send(command);
  const body = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  return { body, tag: tagOf(answer), ...ageOf(answer.LastModified, date) };
}

const answerSchema = z.object({ headers: z.object({ date: z.string().optional() }) });

/** Both times are one server's, cut to whole seconds: the difference is at least one less than they say. */
function ageOf(modified: Date | undefined, date: string | undefined): Pick<StoredObject, "ageSeconds"> {
  const seconds = (Date.parse(date ?? "") - (modified?.getTime() ?? Number.NaN)) / 1000 - 1;
  return seconds > 0 ? { ageSeconds: seconds } : {};
}

/** The SDK tries requests again, but not when a body breaks off after a good beginning. */
async function readAgain<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      return read();
    }
    throw error;
  }
}

async function* pages(
  reader: S3Client,
  listing: { readonly address: S3Address; readonly prefix: string; readonly wanted: string },
): AsyncGenerator<readonly ListedObject[]> {
  const { address, prefix, wanted } = listing;
  let token: string | undefined;
  do {
    const input = { Bucket: address.bucket, Prefix: `${prefix}${wanted}`, ContinuationToken: token };
    const page = await reader.send(new ListObjectsV2Command(input)).catch((error: unknown) => {
      throw explainS3Error(error, { address, what: `list ${wanted === "" ? "its objects" : wanted}` });
    });
    yield (page.Contents ?? []).map((found) => ({
      key: (found.Key ?? "").slice(prefix.length),
      tag: tagOf(found),
      size: found.Size ?? 0,
      modifiedAt: found.LastModified ?? new Date(0),
    }));
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

function configOf(address: S3Address): S3ClientConfig {
  return {
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
    requestHandler: { connectionTimeout: 5000, socketTimeout: 15_000 },
  };
}

function encryptionOf({ encryption }: S3Address): Partial<PutObjectCommandInput> {
  if (encryption === null) {
    return {};
  }
  return {
    ServerSideEncryption: encryption.algorithm,
    ...(encryption.key === null ? {} : { SSEKMSKeyId: encryption.key }),
  };
}

/** A server without tags cannot be written to on conditions. */
function tagOf(answer: { readonly ETag?: string | undefined }): string {
  if (answer.ETag === undefined || answer.ETag === "") {
    throw new Failure({
      code: "home-unsuitable",
      message: "The server of the home's bucket gives its objects no ETag.",
      next: "Use S3, or a server with S3's conditional writes.",
    });
  }
  return answer.ETag;
}
