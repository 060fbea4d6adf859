import { expect, test } from "vitest";

import { placeIn } from "../../../../src/engine/pulumi/source-positions.ts";

test.each([
  ["project:///index.js#46,5", { file: "index.js", line: 46, column: 5 }],
  ["project:///src/my%20app/index.ts#1,1", { file: "src/my app/index.ts", line: 1, column: 1 }],
  ["project:///__main__.py#12", { file: "__main__.py", line: 12, column: null }],
  ["project:///../shared/queue.ts#3,9", { file: "../shared/queue.ts", line: 3, column: 9 }],
])("%s is a place in the program", (position, place) => expect(placeIn(position)).toEqual(place));

test.each([
  "",
  "project:///index.js",
  "project:///node_modules/@pulumi/aws/s3.js#1,1",
  "project:///../../work/node_modules/@pulumi/pulumi/resource.js#3,4",
  "project:///venv/lib/python3.11/site-packages/x.py#3",
  "project:///%E0%A4%A.js#1,1",
  "file:///index.js#1,1",
])("%j is none", (position) => expect(placeIn(position)).toBeNull());
