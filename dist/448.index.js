export const id = 448;
export const ids = [448];
export const modules = {

/***/ 7448:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createS3Objects: () => (/* binding */ createS3Objects)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-s3/dist-cjs/index.js
var dist_cjs = __webpack_require__(3711);
// EXTERNAL MODULE: ./lib/failure.js
var failure = __webpack_require__(1957);
// EXTERNAL MODULE: ./lib/lock/lock-store.js
var lock_store = __webpack_require__(9644);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 6 modules
var schemas = __webpack_require__(7697);
;// CONCATENATED MODULE: ./lib/home/objects/s3-failure.js



/** What we look at of an error of the SDK: its `name` is S3's error code where S3 gave one. */
const errorSchema = schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    message: schemas/* string */.YjP().catch(""),
    code: schemas/* string */.YjP().optional().catch(undefined),
    Region: schemas/* string */.YjP().optional().catch(undefined),
    $metadata: schemas/* object */.Ikc({ httpStatusCode: schemas/* number */.aig().optional() }).optional().catch(undefined),
    $response: schemas/* object */.Ikc({ headers: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()) })
        .optional()
        .catch(undefined),
});
/** S3's answers that pass: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. The SDK sets its clock by the last one. */
const passing = new Set(["SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable", "RequestTimeTooSkewed"]);
const expired = new Set(["ExpiredToken", "TokenRefreshRequired", "InvalidToken"]);
/** Says in words for people why S3 did not do what was asked: `StoreUnavailable` for what may pass, another `Failure` for what will not. */
function explainS3Error(cause, asked) {
    const error = errorSchema.safeParse(cause).data;
    const { address, what } = asked;
    const status = error?.$metadata?.httpStatusCode ?? 0;
    const place = `s3://${address.bucket}${address.endpoint === null ? "" : ` at ${address.endpoint}`}`;
    const saying = `${error?.name ?? "Error"}: ${error?.message ?? String(cause)}`;
    const make = (code, message, next) => new failure/* Failure */.H({ code, message, next, cause });
    if (error?.name === "CredentialsProviderError") {
        return make("no-credentials", `There are no AWS credentials for ${place}: ${error.message}`, "In a workflow, run aws-actions/configure-aws-credentials before this step (with `permissions: id-token: write`); in a terminal, log in or set AWS_PROFILE.");
    }
    if (error?.message === "Region is missing") {
        return make("no-region", `No region is set for ${place}.`, "Add ?region=… to the home's address, or set AWS_REGION.");
    }
    if (error?.name === "NoSuchBucket") {
        return make("bucket-missing", `There is no bucket ${address.bucket}${address.endpoint === null ? "" : ` at ${address.endpoint}`}.`, "Create it, private and with versioning on, or correct the home's address.");
    }
    const region = error?.Region ?? error?.$response?.headers["x-amz-bucket-region"];
    if (status === 301 ||
        (status === 400 && region !== undefined) ||
        error?.name === "IllegalLocationConstraintException") {
        return make("wrong-region", `The bucket ${address.bucket} is not in the region that was asked${region === undefined ? "" : `, but in ${region}`}.`, `Set ?region=${region ?? "…"} in the home's address.`);
    }
    if (error !== undefined && expired.has(error.name)) {
        return make("credentials-expired", `The AWS credentials have expired (${what}).`, "Get new ones, and run again.");
    }
    if (error !== undefined && passing.has(error.name)) {
        return unavailable(saying);
    }
    if (status === 401 || status === 403) {
        return make("access-denied", `S3 does not allow this run to ${what} in ${place}: ${saying}`, "The role needs s3:GetObject, s3:PutObject and s3:DeleteObject on the home's objects and s3:ListBucket on the bucket; with sse=aws:kms also kms:GenerateDataKey and kms:Decrypt on the key.");
    }
    // Without a status there was no answer, or only a part of one. 409: others wrote at the same moment, and S3 asks to try again.
    if (status < 400 || status === 409 || status === 429 || status >= 500) {
        return status === 501 ? refusedBy() : unavailable(error?.code === undefined ? saying : `${saying} (${error.code})`);
    }
    return refusedBy();
    function unavailable(why) {
        return new lock_store/* StoreUnavailable */.u({
            code: "home-unavailable",
            message: `${place} did not ${what}: ${why}`,
            next: "Check the endpoint and the connection to it, and run again.",
            cause,
        });
    }
    function refusedBy() {
        return make("home-refused", `${place} refused to ${what}: ${saying}`, "Check the home's address and what its server supports.");
    }
}

;// CONCATENATED MODULE: ./lib/home/objects/s3.js




/**
 * Objects in S3 or a server that speaks its language, with the SDK's own chain of credentials (environment, profile, web identity,
 * instance). Nothing is sent before the first call.
 */
function createS3Objects(address) {
    const reader = new dist_cjs/* S3Client */.YxF(configOf(address));
    // A write that was answered with an error may have happened; sent again, its own first try would make it fail.
    const writer = new dist_cjs/* S3Client */.YxF({ ...configOf(address), credentials: reader.config.credentials, maxAttempts: 1 });
    const prefix = address.prefix === "" ? "" : `${address.prefix}/`;
    const target = (key) => ({ Bucket: address.bucket, Key: `${prefix}${key}` });
    /** Runs a request; an answer with one of the `expected` error codes is null, anything else is said in words. */
    async function ask(what, expected, request) {
        try {
            return await request();
        }
        catch (error) {
            const isExpected = error instanceof dist_cjs/* S3ServiceException */.Hcp && expected.includes(error.$metadata.httpStatusCode ?? 0);
            if (isExpected && error.name !== "NoSuchBucket") {
                return null;
            }
            throw explainS3Error(error, { address, what });
        }
    }
    /** 412: the condition does not hold. 409: another write came at the same moment. 404: there is nothing to match. */
    async function put(key, body, condition) {
        const answer = await ask(`write ${key}`, [404, 409, 412], () => writer.send(new dist_cjs/* PutObjectCommand */.wKZ({
            ...target(key),
            ...condition,
            ...encryptionOf(address),
            Body: body,
            ContentLength: body.byteLength,
            ContentType: key.endsWith(".json") ? "application/json" : "application/octet-stream",
        })));
        return answer === null ? null : tagOf(answer);
    }
    return {
        where: `s3://${address.bucket}${address.prefix === "" ? "" : `/${address.prefix}`}`,
        get: (key) => readAgain(() => ask(`read ${key}`, [404], async () => download(reader, target(key)))),
        putIfAbsent: (key, body) => put(key, body, { IfNoneMatch: "*" }),
        putIfMatch: (key, body, tag) => put(key, body, { IfMatch: tag }),
        deleteIfMatch: async (key, tag) => {
            const found = await ask(`read ${key}`, [404], () => reader.send(new dist_cjs/* HeadObjectCommand */.l81(target(key))));
            if (found === null || tagOf(found) !== tag) {
                return false;
            }
            const answer = await ask(`delete ${key}`, [404, 409, 412], () => writer.send(new dist_cjs/* DeleteObjectCommand */.k4j({ ...target(key), IfMatch: tag })));
            return answer !== null;
        },
        list: (wanted) => pages(reader, { address, prefix, wanted }),
        close: () => {
            reader.destroy();
            writer.destroy();
        },
    };
}
async function download(reader, target) {
    const answer = await reader.send(new dist_cjs/* GetObjectCommand */.jLs(target));
    return { body: (await answer.Body?.transformToByteArray()) ?? new Uint8Array(), tag: tagOf(answer) };
}
/** The SDK tries requests again, but not when a body breaks off after a good beginning. */
async function readAgain(read) {
    try {
        return await read();
    }
    catch (error) {
        if (error instanceof lock_store/* StoreUnavailable */.u) {
            return read();
        }
        throw error;
    }
}
async function* pages(reader, listing) {
    const { address, prefix, wanted } = listing;
    let token;
    do {
        const input = { Bucket: address.bucket, Prefix: `${prefix}${wanted}`, ContinuationToken: token };
        const page = await reader.send(new dist_cjs/* ListObjectsV2Command */.u6x(input)).catch((error) => {
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
function configOf(address) {
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
function encryptionOf({ encryption }) {
    if (encryption === null) {
        return {};
    }
    return {
        ServerSideEncryption: encryption.algorithm,
        ...(encryption.key === null ? {} : { SSEKMSKeyId: encryption.key }),
    };
}
/** A server without tags cannot be written to on conditions. */
function tagOf(answer) {
    if (answer.ETag === undefined || answer.ETag === "") {
        throw new failure/* Failure */.H({
            code: "home-unsuitable",
            message: "The server of the home's bucket gives its objects no ETag.",
            next: "Use S3, or a server with S3's conditional writes.",
        });
    }
    return answer.ETag;
}


/***/ })

};
