import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";

import { ensureMoto, motoServer } from "../../scripts/tools/moto.ts";
import { ensureVersitygw } from "../../scripts/tools/versitygw.ts";

/** A real S3 server on the loopback interface, with its data in a folder of its own. */
export type S3Server = {
  readonly name: string;
  readonly endpoint: string;
  readonly createBucket: (bucket: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** What every server accepts; `useS3Credentials` puts them where the SDK looks. */
const credentials = { accessKeyId: "test", secretAccessKey: "testtest" };

/** Environment for processes that talk to these servers. Of the user's own profiles and instance nothing is read. */
export const s3Environment = {
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: "us-east-1",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
};

export async function startMoto(): Promise<S3Server> {
  const python = await ensureMoto();
  return start("moto", (port) => ({
    command: python,
    args: [motoServer, "127.0.0.1", `${port}`],
  }));
}

export async function startVersitygw(): Promise<S3Server> {
  const program = await ensureVersitygw();
  return start("versitygw", (port, data) => ({
    command: program,
    args: ["--port", `127.0.0.1:${port}`, "posix", data],
  }));
}

async function start(
  name: string,
  commandOf: (port: number, data: string) => { readonly command: string; readonly args: readonly string[] },
): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), `stagewright-${name}-`));
  const data = join(folder, "data");
  await mkdir(data);
  const port = await freePort();
  const { command, args } = commandOf(port, data);
  const child = spawn(command, [...args], {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      ROOT_ACCESS_KEY: credentials.accessKeyId,
      ROOT_SECRET_KEY: credentials.secretAccessKey,
    },
    stdio: "ignore",
  });
  // A test run that is killed must not leave its servers behind.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswers(child, endpoint);
  return {
    name,
    endpoint,
    createBucket: (bucket) => createBucket(endpoint, bucket),
    stop: async () => {
      process.off("exit", kill);
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, "exit");
        child.kill("SIGKILL");
        await gone;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function createBucket(endpoint: string, bucket: string): Promise<void> {
  const client = new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
}

async function untilAnswers(child: ChildProcess, endpoint: string): Promise<void> {
  const until = performance.now() + 30_000;
  while (performance.now() < until && child.exitCode === null) {
    const answer = await fetch(endpoint, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    if (answer !== null) {
      await answer.arrayBuffer();
      return;
    }
    await sleep(50);
  }
  throw new Error(`The S3 server at ${endpoint} did not start.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") {
    throw new Error("No port was free.");
  }
  return address.port;
}
