import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { askPulumi } from "../engine/pulumi/ask-pulumi.ts";
import type { PulumiTools } from "../engine/pulumi/tools.ts";
import { Failure } from "../failure.ts";
import type { BackendAddress } from "../home/backend-address.ts";
import { createBackendStacks } from "../home/backend-stacks.ts";
import { createFolderObjects } from "../home/folder-objects.ts";
import type { ObjectStore } from "../home/objects/objects.ts";
import type { S3Address } from "../home/objects/s3-address.ts";
import { findInPlace, type FindOldStack, firstOldStack } from "../home/old-stack.ts";
import { shellWord } from "../reader/advice.ts";

type Asked = {
  /** The backend that is configured beside the home; null for none. */
  readonly backend: BackendAddress | null;
  readonly tools: () => Promise<PulumiTools>;
  readonly temporaryDirectory: string;
  /** The project's folder. */
  readonly pathsFrom: string;
};

/** What is looked at before a home `s3://…` begins a new stage: Pulumi's own files in its bucket, and the backend that is configured beside it. */
export function oldStacksOfS3(
  asked: Asked,
  open: { readonly address: S3Address; readonly objects: (address: S3Address) => ObjectStore },
): FindOldStack {
  const { address } = open;
  const prefixes = address.prefix === "" ? [""] : [address.prefix, ""];
  const places = prefixes.map((prefix) => inBucket({ address: { ...address, prefix }, objects: open.objects }));
  return firstOldStack([...places, ...inBackend(asked)]);
}

/** The same for a home `local`, whose own states lie as Pulumi's do, but for those of Pulumi before 3.61. */
export function oldStacksOfLocal(asked: Asked, directory: string): FindOldStack {
  const objects = createFolderObjects(directory);
  const legacy: FindOldStack = (key) =>
    findInPlace({
      objects: {
        get: objects.get,
        names: async (stem) => {
          const names = stem.includes(`/${key.app}/`) ? [] : [stem, `${stem}.gz`, `${stem}.zst`];
          const found = await Promise.all(
            names.map(async (name) => ((await objects.get(name)) === null ? [] : [name])),
          );
          return found.flat();
        },
      },
      where: directory,
      argumentsFor: (name) => [...quoted("--from-file", `${directory}/${name}`)],
    })(key);
  return firstOldStack([legacy, ...inBackend(asked).filter(() => asked.backend?.url !== `file://${directory}`)]);
}

/** A place that this run may not read holds nothing that it could move. */
function inBucket({
  address,
  objects: open,
}: {
  readonly address: S3Address;
  readonly objects: (address: S3Address) => ObjectStore;
}): FindOldStack {
  const objects = open(address);
  const names = async (prefix: string): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const page of objects.list(prefix)) {
      found.push(...page.map(({ key }) => key));
    }
    return found;
  };
  return async (key) => {
    const find = findInPlace({
      objects: { get: objects.get, names },
      where: objects.where,
      argumentsFor: () => [...quoted("--from-backend", backendUrl(address))],
    });
    return find(key).catch((error: unknown) => {
      if (error instanceof Failure && error.code === "access-denied") {
        return null;
      }
      throw error;
    });
  };
}

/** The bucket as Pulumi's own storage backend is told of it. */
function backendUrl(address: S3Address): string {
  const { endpoint } = address;
  const options = [
    ...(address.region === null ? [] : [`region=${address.region}`]),
    ...(endpoint === null ? [] : [`endpoint=${endpoint}`]),
    ...(endpoint?.startsWith("http://") === true ? ["disable_https=true"] : []),
    ...(address.pathStyle ? ["use_path_style=true"] : []),
  ];
  const query = options.length === 0 ? "" : `?${options.join("&")}`;
  return `s3://${address.bucket}${address.prefix === "" ? "" : `/${address.prefix}`}${query}`;
}

function inBackend({ backend, tools, temporaryDirectory, pathsFrom }: Asked): readonly FindOldStack[] {
  if (backend === null || backend.url === null) {
    return [];
  }
  const { url, where } = backend;
  return [
    async (key) => {
      if (await isNoFolder(url)) {
        return null;
      }
      const found = await tools();
      const stacks = createBackendStacks({
        pulumi: (args, at) => askPulumi(found, args, { ...at, pathsFrom }),
        environment: { PULUMI_BACKEND_URL: url },
        temporaryDirectory,
        where,
      });
      const text = await stacks.exported(key).catch((cause: unknown) => {
        throw new Failure({
          code: "backend-unknown",
          message: `${where} is configured as Pulumi's backend beside the home, and whether it has stage ${key.stage} of ${key.app} could not be asked: ${cause instanceof Error ? cause.message : String(cause)}`,
          next: "Take the setting away if that backend is not used any more (PULUMI_BACKEND_URL, `backend.url` in Pulumi.yaml), or give the run access to it.",
        });
      });
      const importArguments = [...quoted("--from-backend", url)];
      return text === null ? null : { where, importArguments };
    },
  ];
}

async function isNoFolder(url: string): Promise<boolean> {
  if (!url.startsWith("file:///")) {
    return false;
  }
  return access(fileURLToPath(url.split("?")[0] ?? url)).then(
    () => false,
    () => true,
  );
}

/** What says which stage to import, and into which home. */
function quoted(option: string, value: string): readonly string[] {
  return [option, shellWord(value)];
}
