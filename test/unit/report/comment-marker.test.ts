import * as fc from "fast-check";
import { expect, test } from "vitest";

import { commentMarker } from "../../../src/report/comment-marker.ts";
import { hostileText } from "./hostile.ts";
import { readMarkdown } from "./read-markdown.ts";

test("is one hidden comment whatever the home is called, names nothing of it, and differs where homes differ", () => {
  fc.assert(
    fc.property(hostileText, hostileText, (home, other) => {
      const marker = commentMarker(home);
      expect(readMarkdown(marker).html).toEqual([marker]);
      expect(marker).toMatch(/^<!-- stagewright:1 rows="[\da-f]{32}" -->$/u);
      expect(commentMarker(other) === marker).toBe(other.toWellFormed() === home.toWellFormed());
    }),
  );
});
