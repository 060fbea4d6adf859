import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { root } from "../../../scripts/root.ts";

/** One call of `aws`, `gh` or `git`; `stdin` is what `gh secret set` read. */
export type GuideCall = { readonly program: string; readonly args: readonly string[]; readonly stdin: string };

/** The guide's blocks of commands, as they are in the page. */
export async function guideBlocks(): Promise<readonly string[]> {
  const page = await readFile(join(root, "docs/quick-start.md"), "utf8");
  return [...page.matchAll(/^```sh\n(?<block>[\s\S]*?)^```$/gmu)].map(({ groups }) => groups?.["block"] ?? "");
}

/**
 * Runs all commands of docs/quick-start.md from top to bottom in one shell that stops at the first error, with programs in place of `aws`,
 * `gh` and `git` that note how they are called. `values` replaces what the page says of REPO, NAME and REGION; `passphrase` is what `openssl`
 * draws. Resolves to the calls in their order.
 */
export async function runGuide(order: {
  readonly shell: "sh" | "bash";
  readonly values: Readonly<Record<"REPO" | "NAME" | "REGION", string>>;
  readonly passphrase: string;
}): Promise<readonly GuideCall[]> {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-guide-"));
  const [programs, work, calls] = ["programs", "work", "calls"].map((name) => join(folder, name));
  if (programs === undefined || work === undefined || calls === undefined) {
    throw new Error("three names make three paths");
  }
  try {
    await Promise.all([mkdir(programs), mkdir(work), writeFile(calls, "")]);
    for (const name of ["aws", "gh", "git"]) {
      await symlink(join(import.meta.dirname, "recording-command.sh"), join(programs, name));
    }
    await writeFile(join(programs, "openssl"), `#!/bin/sh\necho '${order.passphrase}'\n`, { mode: 0o755 });
    const script = Object.entries(order.values).reduce(
      (text, [name, value]) => text.replace(new RegExp(`^${name}=.*$`, "mu"), `${name}=${value}`),
      (await guideBlocks()).join("\n"),
    );
    await promisify(execFile)(order.shell, ["-eu", "-c", script], {
      cwd: work,
      env: { PATH: [programs, process.env["PATH"] ?? ""].join(delimiter), HOME: folder, STAGEWRIGHT_CALLS: calls },
    });
    const records = (await readFile(calls, "utf8")).split("\x1E").slice(1);
    return records.map((record) => {
      const [program = "", ...parts] = record.split("\x1F");
      return { program, args: parts.slice(0, -1), stdin: parts.at(-1) ?? "" };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
