import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type PutObjectCommandInput,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { z } from "zod";

import { Failure } from "../../failure.ts";
import type { ListedObject, ObjectStore, StoredObject } from "./objects.ts";
import { createPatience, type Patience } from "./patience.ts";
import type { S3Address } from "./s3-address.ts";
import { configOf, encryptionOf } from "./s3-config.ts";
import { explainS3Error } from "./s3-failure.ts";

/**
 * Objects in S3 or a server that speaks its language, with the SDK's own chain of credentials (environment, profile, web identity,
 * instance). Nothing is sent before the first call. Only S3 itself can say that an object is not there: a 404 of whoever else is on the
 * way is no answer.
 */
export function createS3Objects(
  address: S3Address,
  {
    patience = createPatience(),
    silenceMs = 15_000,
  }: {
    readonly patience?: Patience;
    /** How long a connection may be silent. */
    readonly silenceMs?: number;
  } = {},
): ObjectStore & { readonly close: () => void } {
  const client = new S3Client(configOf(address, silenceMs));
  const prefix = address.prefix === "" ? "" : `${address.prefix}/`;
  const target = (key: string) => ({ Bucket: address.bucket, Key: `${prefix}${key}` });

  /** Runs a request once; an answer that is `expected` is null, any other error is said in words. */
  async function ask<Value>(
    what: string,
    expected: (error: S3ServiceException) => boolean,
    request: () => Promise<Value>,
  ): Promise<Value | null> {
    try {
      return await request();
    } catch (error) {
      if (error instanceof S3ServiceException && expected(error)) {
        return null;
      }
      throw explainS3Error(error, { address, what });
    }
  }

  async function put(key: string, body: Uint8Array, condition: Pick<PutObjectCommandInput, "IfMatch" | "IfNoneMatch">) {
    const answer = await ask(`write ${key}`, isUnmet, () =>
      client.send(
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

  /** Not by a HEAD request, whose errors do not say what is wrong. */
  const has = (key: string, tag: string): Promise<boolean> =>
    patience(async () => {
      const command = new GetObjectCommand({ ...target(key), IfNoneMatch: tag });
      let isSame = false;
      const answer = await ask(
        `read ${key}`,
        (error) => {
          isSame = statusOf(error) === 304;
          return isSame || error.name === "NoSuchKey";
        },
        () => client.send(command),
      );
      // A server may send it all the same.
      await answer?.Body?.transformToByteArray();
      return isSame || (answer !== null && tagOf(answer) === tag);
    });

  return {
    where: `s3://${address.bucket}${address.prefix === "" ? "" : `/${address.prefix}`}`,
    get: (key) =>
      patience(() =>
        ask(
          `read ${key}`,
          ({ name }) => name === "NoSuchKey",
          () => download(client, target(key)),
        ),
      ),
    putIfAbsent: (key, body) => put(key, body, { IfNoneMatch: "*" }),
    putIfMatch: (key, body, tag) => put(key, body, { IfMatch: tag }),
    deleteIfMatch: async (key, tag) => {
      if (!(await has(key, tag))) {
        return false;
      }
      const answer = await ask(`delete ${key}`, isUnmet, () =>
        client.send(new DeleteObjectCommand({ ...target(key), IfMatch: tag })),
      );
      return answer !== null;
    },
    list: (wanted) => pages(client, { address, prefix, wanted, patience }),
    close: () => client.destroy(),
  };
}

/** The condition of a write does not hold: there is another object, or none. */
function isUnmet(error: S3ServiceException): boolean {
  return statusOf(error) === 412 || error.name === "NoSuchKey";
}

function statusOf(error: S3ServiceException): number {
  return error.$metadata.httpStatusCode ?? 0;
}

async function download(client: S3Client, target: { readonly Bucket: string; readonly Key: string }) {
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
  const answer = await client.send(command);
  const body = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  return { body, tag: tagOf(answer), ...ageOf(answer.LastModified, date) };
}

const answerSchema = z.object({ headers: z.object({ date: z.string().optional() }) });

/** Both times are one server's, cut to whole seconds: the difference is at least one less than they say. */
function ageOf(modified: Date | undefined, date: string | undefined): Pick<StoredObject, "ageSeconds"> {
  const seconds = (Date.parse(date ?? "") - (modified?.getTime() ?? Number.NaN)) / 1000 - 1;
  return seconds > 0 ? { ageSeconds: seconds } : {};
}

async function* pages(
  client: S3Client,
  listing: {
    readonly address: S3Address;
    readonly prefix: string;
    readonly wanted: string;
    readonly patience: Patience;
  },
): AsyncGenerator<readonly ListedObject[]> {
  const { address, prefix, wanted, patience } = listing;
  let token: string | undefined;
  do {
    const input = { Bucket: address.bucket, Prefix: `${prefix}${wanted}`, ContinuationToken: token };
    const page = await patience(() =>
      client.send(new ListObjectsV2Command(input)).catch((error: unknown) => {
        throw explainS3Error(error, { address, what: `list ${wanted === "" ? "its objects" : wanted}` });
      }),
    );
    yield (page.Contents ?? []).map((found) => ({
      key: (found.Key ?? "").slice(prefix.length),
      tag: tagOf(found),
      size: found.Size ?? 0,
      modifiedAt: found.LastModified ?? new Date(0),
    }));
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
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
