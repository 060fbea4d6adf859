import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { createFolderRows } from "../../src/home/folder-rows.ts";
import type { RowStore } from "../../src/home/rows.ts";
import { useS3Places } from "../support/s3-places.ts";
import { startMoto, startVersitygw } from "../support/s3-servers.ts";

/** What every store of rows promises. `open` gives one that nobody used before; all that it opens are the same one. */
function testRows(name: string, open: () => Promise<() => Promise<RowStore>>): void {
  describe(`rows in ${name}`, () => {
    const thread = { repository: 7, pullRequest: 12 };

    it("are none at first, and then what was written, for that pull request alone", async () => {
      const rows = await (await open())();
      expect(await rows.read(thread)).toBeNull();
      const version = await rows.write(thread, "größer", null);
      expect(await rows.read(thread)).toEqual({ text: "größer", version });
      expect(await rows.read({ ...thread, pullRequest: 13 })).toBeNull();
      expect(await rows.read({ ...thread, repository: 8 })).toBeNull();
    });

    it("are written over what was read, and over nothing else", async () => {
      const rows = await (await open())();
      const first = await rows.write(thread, "1", null);
      expect(await rows.write(thread, "other", null)).toBeNull();
      expect(await rows.write(thread, "2", first)).not.toBeNull();
      expect(await rows.write(thread, "other", first)).toBeNull();
      expect(await rows.read(thread)).toMatchObject({ text: "2" });
    });

    it("lose no line of ten who write at once", { timeout: 60_000 }, async () => {
      const again = await open();
      const writers = Array.from({ length: 10 }, async (_, index) => {
        const rows = await again();
        for (;;) {
          const found = await rows.read(thread);
          const text = `${found?.text ?? ""}${index}\n`;
          if ((await rows.write(thread, text, found?.version ?? null)) !== null) {
            return;
          }
        }
      });
      await Promise.all(writers);
      const lines = (await (await again()).read(thread))?.text.trim().split("\n").sort();
      expect(lines).toEqual(Array.from({ length: 10 }, (_, index) => String(index)));
    });
  });
}

testRows("a folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-rows-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return async () => createFolderRows(join(folder, "comment"));
});

for (const [name, start] of [
  ["moto", startMoto],
  ["versitygw", startVersitygw],
] as const) {
  describe(name, () => {
    const { newPlace } = useS3Places(start);
    testRows(name, async () => {
      const place = newPlace();
      return async () => {
        const { rows } = (await place()).home;
        if (rows === null) {
          throw new Error("A home in a bucket keeps rows.");
        }
        return rows;
      };
    });
  });
}
