import { readFile } from "node:fs/promises";

import { type Document, OpenAPIBackend, type Operation } from "openapi-backend";

import type { Json } from "./json.ts";

export type ArrivedRequest = {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** undefined: none was sent. */
  readonly body: unknown;
};

export type Described = {
  readonly id: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** What in the request is not as described. */
  readonly requestBreaches: readonly string[];
  /** What in an answer to it is not as described. */
  readonly answerBreaches: (status: number, body: unknown) => readonly string[];
};

/** GitHub's published description, as a judge of requests and answers. */
export type Contract = {
  /** null: there is no such operation among those that we kept. */
  readonly find: (request: ArrivedRequest) => Described | null;
};

/** Refusals that any operation may answer, whether or not its description names them. */
const ALWAYS_POSSIBLE = new Set([401, 403, 404, 409, 410, 422, 429]);

/**
 * Reads the description. Validators are built when they are first needed (up to 0.2 s for a large resource); `warm` builds all of them
 * now, for those who measure time.
 */
export async function loadContract(wish: { readonly warm: boolean }): Promise<Contract> {
  loaded ??= load();
  const api = await loaded;
  if (wish.warm) {
    api.validator.preCompileRequestValidators();
    api.validator.preCompileResponseValidators();
  }
  return { find: (request) => find(api, request) };
}

/** One for all stand-ins of a process: it holds no state of theirs, and its validators are dear. */
let loaded: Promise<OpenAPIBackend> | undefined;

async function load(): Promise<OpenAPIBackend> {
  const text = await readFile(new URL("openapi.json", import.meta.url), "utf8");
  const described: Document = JSON.parse(text);
  const api = new OpenAPIBackend({
    definition: described,
    quick: true,
    coerceTypes: true,
    ajvOpts: { strict: false, allErrors: true, validateFormats: true },
    customizeAjv: (ajv) => {
      // GitHub answers "" and URI templates where its description says `uri`.
      ajv.addFormat("uri", true);
      ajv.addFormat("date-time", (value) => !Number.isNaN(Date.parse(value)));
      ajv.addFormat("timezone", true);
      ajv.addFormat("email", true);
      return ajv;
    },
  });
  await api.init();
  return api;
}

function find(api: OpenAPIBackend, request: ArrivedRequest): Described | null {
  const { body, headers, method, path } = request;
  const shaped = { method, path, headers: { ...headers }, body } as Parameters<typeof api.router.parseRequest>[0];
  const operation = api.router.matchOperation(shaped);
  if (operation?.operationId === undefined) {
    return null;
  }
  const { valid, errors } = api.validator.validateRequest(shaped, operation);
  const described = (valid ? [] : (errors ?? [])).map((error) => `${error.instancePath} ${error.message}`);
  return {
    id: operation.operationId,
    pathParameters: api.router.parseRequest(shaped, operation).params,
    requestBreaches: [...described, ...unknownQuery(operation, path), ...unknownFields(bodySchema(operation), body)],
    answerBreaches: (status, answer) => answerBreaches({ api, operation }, status, answer),
  };
}

function answerBreaches(
  { api, operation }: { api: OpenAPIBackend; operation: Operation },
  status: number,
  body: unknown,
): readonly string[] {
  if (operation.responses?.[status] === undefined) {
    const possible = ALWAYS_POSSIBLE.has(status) || status >= 500;
    return possible ? [] : [`${status} is no answer to ${operation.operationId}`];
  }
  const { errors } = api.validator.validateResponse(body ?? null, operation, status);
  return (errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function unknownQuery(operation: Operation, path: string): readonly string[] {
  const known = (operation.parameters ?? []).flatMap((parameter) => ("name" in parameter ? [parameter.name] : []));
  const given = [...new URL(path, "http://stand-in").searchParams.keys()];
  return given.filter((name) => !known.includes(name)).map((name) => `?${name} is unknown`);
}

function bodySchema(operation: Operation): unknown {
  const { requestBody } = operation;
  return requestBody !== undefined && "content" in requestBody
    ? requestBody.content["application/json"]?.schema
    : undefined;
}

/** The description allows fields that it does not name; GitHub ignores them, so that a typing error would never show. */
function unknownFields(schema: unknown, value: unknown, at = ""): readonly string[] {
  const { properties, items } = (schema ?? {}) as { properties?: Json; items?: unknown };
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => unknownFields(items, item, `${at}/${index}`));
  }
  if (typeof value !== "object" || value === null || properties === undefined) {
    return [];
  }
  return Object.entries(value).flatMap(([name, field]) =>
    properties[name] === undefined
      ? [`${at}/${name} is unknown`]
      : unknownFields(properties[name], field, `${at}/${name}`),
  );
}
