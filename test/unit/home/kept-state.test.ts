import { describe, expect, it } from "vitest";

import { type KeptHead, openState, parseKept, sealState } from "../../../src/home/kept-state.ts";
import { mayGoOver } from "../../../src/home/restore.ts";
import { sha256 } from "../../../src/home/state-hash.ts";

const head: KeptHead = {
  version: 1,
  id: "20261129T080000000Z-0a1b2c",
  app: "shop",
  stage: "pr-12",
  where: "s3://shop-state/app",
  content: "c0ffee",
  over: ["none", sha256(new TextEncoder().encode("old"))],
};
const text = `{"checkpoint":${JSON.stringify("x".repeat(10_000))}}`;

describe("a kept state", () => {
  it("opens with its passphrase alone, and shows nothing of what it holds", async () => {
    const written = JSON.stringify(await sealState(head, text, "s3cret"));
    expect(written).not.toContain("checkpoint");
    const kept = parseKept(written) ?? expect.fail();
    expect(await openState(kept, "s3cret")).toBe(text);
    await expect(openState(kept, "another")).rejects.toMatchObject({ code: "wrong-passphrase" });
  });

  it.each([
    ["another stage", { stage: "production" }],
    ["another stored state", { over: ["none", "ff"] }],
    ["other content", { content: "dec0de" }],
  ])("does not open once somebody wrote %s on it", async (_what, changed) => {
    const kept = await sealState(head, text, "s3cret");
    await expect(openState({ ...kept, ...changed }, "s3cret")).rejects.toMatchObject({ code: "wrong-passphrase" });
  });

  it("may go over the state that it was made from, and over no other", async () => {
    const kept = await sealState(head, text, "s3cret");
    expect(mayGoOver(kept, null)).toBe(true);
    expect(mayGoOver(kept, "old")).toBe(true);
    expect(mayGoOver(kept, "newer")).toBe(false);
    expect(mayGoOver({ ...kept, over: ["ff"] }, null)).toBe(false);
  });

  it.each(["", "{}", '{"version":3,"checkpoint":{}}', '{"version":3,"deployment":{}}'])("%j is none", (other) => {
    expect(parseKept(other)).toBeNull();
  });
});
