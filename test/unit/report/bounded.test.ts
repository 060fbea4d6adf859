import { expect, it } from "vitest";

import { bounded, shownFailure } from "../../../src/report/bounded.ts";

it("leaves a message as it is that is no longer than helps", () => {
  const text = `first\n${"x".repeat(400)}\nlast`;
  expect(bounded(text)).toBe(text);
});

it("keeps the beginning and the end of what is long: of a line, of many lines, of the whole", () => {
  const line = bounded(`"${"x".repeat(5000)}" is not a name`);
  expect(line.length).toBeLessThanOrEqual(500);
  expect(line).toMatch(/^"xxx.*…4,\d+ more….*xxx" is not a name$/u);

  const panic = ["panic: fatal", ...Array.from({ length: 300 }, (_, index) => `goroutine ${index}`), "exit status 2"];
  const lines = bounded(panic.join("\n")).split("\n");
  expect(lines).toHaveLength(40);
  expect([lines[0], lines.at(-1)]).toEqual(["panic: fatal", "exit status 2"]);
  expect(lines).toContain("… 263 more lines …");

  const all = bounded(Array.from({ length: 2000 }, () => "y".repeat(2000)).join("\n"));
  expect(all.length).toBeLessThanOrEqual(4000);
});

it("tells an HTML page by its title", () => {
  const page = `<!DOCTYPE html>\n<html>\n<head><title>Unicorn! &middot; GitHub</title><style>${"a{}".repeat(3000)}</style></head><body>no</body></html>`;
  expect(bounded(`it has a problem of its own (502: ${page}).`)).toBe(
    "it has a problem of its own (502: an HTML page, “Unicorn! GitHub”).",
  );
  expect(bounded("502: <html><body>cut off")).toBe("502: an HTML page");
});

it("hides a secret before it cuts, so that no half of one is left", () => {
  const secret = "s3cret".repeat(100);
  const hide = (text: string) => text.replaceAll(secret, "***");
  const { message, next } = shownFailure({ message: `${"x".repeat(200)}${secret}`, next: secret }, hide);
  expect(message).toBe(`${"x".repeat(200)}***`);
  expect(next).toBe("***");
});
