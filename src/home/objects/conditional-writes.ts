import { randomUUID } from "node:crypto";

import { Failure } from "../../failure.ts";
import type { ObjectStore } from "./objects.ts";

const key = "probe/conditional-writes.json";
const about = "Stagewright found out with this object that its server honours conditional writes.";

/** Never the same twice: a write that has to be repeated is told by its content. */
const newBody = () => new TextEncoder().encode(`${JSON.stringify({ about, id: randomUUID() })}\n`);

/**
 * Makes sure that a server honours the conditions of writes, on which locks and state rest. The object that it is tried with stays, so
 * that it costs one request in a home that was probed before. Rejects with the `Failure` `home-unsuitable` if the server ignores them.
 */
export async function checkConditionalWrites(objects: ObjectStore): Promise<void> {
  const tag = await objects.putIfAbsent(key, newBody());
  if (tag === null) {
    return;
  }
  const again = await objects.putIfAbsent(key, newBody());
  const other = again === null ? await objects.putIfMatch(key, newBody(), '"00000000000000000000000000000000"') : null;
  if (again === null && other === null) {
    return;
  }
  for (const written of [other, again, tag]) {
    if (written !== null && (await objects.deleteIfMatch(key, written))) {
      break;
    }
  }
  throw new Failure({
    code: "home-unsuitable",
    message: `The server of ${objects.where} ignores the conditions of writes (${again === null ? "If-Match" : "If-None-Match"}), so two runs could overwrite each other's state.`,
    next: "Use S3, or a server with S3's conditional writes (MinIO, Ceph, Cloudflare R2 and versitygw have them).",
  });
}
