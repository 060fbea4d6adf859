import * as fc from "fast-check";
import { expect, test } from "vitest";

import { commentMarker } from "../../../src/report/comment-marker.ts";
import { hostileText } from "./hostile.ts";
import { readMarkdown } from "./read-markdown.ts";

test("names version, app and path", () => {
  expect(commentMarker({ app: "shop", path: "apps/shop" })).toBe('<!-- stagewright:1 app="shop" path="apps/shop" -->');
});

test("stays one hidden comment whatever the names are, and differs where they differ", () => {
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (app, path, other) => {
      const marker = commentMarker({ app, path });
      expect(readMarkdown(marker).html).toEqual([marker]);
      expect(marker.slice(4, -3)).not.toMatch(/--|[<>\n]/);
      expect(commentMarker({ app: other, path }) === marker).toBe(other.toWellFormed() === app.toWellFormed());
      expect(marker.length).toBeLessThan(800);
    }),
  );
});

test("two long names with the same beginning keep apart", () => {
  const long = "a".repeat(5000);
  expect(commentMarker({ app: `${long}1`, path: "." })).not.toBe(commentMarker({ app: `${long}2`, path: "." }));
});
