import { expect, it } from "vitest";

import { sourceIn } from "../../../../src/engine/pulumi/message-source.ts";

const stack = `Running program '/app/index.ts' failed with an unhandled exception:
Error: no bucket
    at new Bucket (/app/node_modules/@pulumi/aws/s3/bucket.js:10:5)
    at makeBucket (/app/src/bucket.ts:8:72)
    at Object.<anonymous> (/app/index.ts:3:1)
    at Module._compile (node:internal/modules/cjs/loader:1929:14)`;

it.each([
  ["the first frame outside node_modules", stack, { file: "/app/src/bucket.ts", line: 8, column: 72 }],
  [
    "a frame without a function",
    "Error: x\n    at /app/my folder/index.js:80:9",
    { file: "/app/my folder/index.js", line: 80, column: 9 },
  ],
  [
    "a module's frame",
    "Error: x\n    at async file:///app/a%20b/index.mjs:3:1",
    { file: "/app/a b/index.mjs", line: 3, column: 1 },
  ],
  [
    "a frame on Windows",
    "Error: x\n    at run (C:\\app\\index.js:8:72)",
    { file: "C:\\app\\index.js", line: 8, column: 72 },
  ],
  ["TypeScript's error", "index.ts(3,5): error TS2322: Type 'x'", { file: "index.ts", line: 3, column: 5 }],
  [
    "TypeScript's other form",
    "src/index.ts:12:7 - error TS2304: Cannot find name",
    { file: "src/index.ts", line: 12, column: 7 },
  ],
  ["Go's error", "./main.go:12:3: undefined: x", { file: "./main.go", line: 12, column: 3 }],
  [
    "a syntax error",
    "/app/index.js:3\nlet a = ;\n        ^\nSyntaxError: Unexpected token ';'",
    { file: "/app/index.js", line: 3, column: null },
  ],
  [
    "where Python raised",
    'Traceback (most recent call last):\n  File "/app/__main__.py", line 3, in <module>\n  File "/app/site.py", line 9, in f\n  File "/venv/lib/site-packages/pulumi/x.py", line 1, in g\nValueError',
    { file: "/app/site.py", line: 9, column: null },
  ],
  ["no place", "AccessDenied: not allowed at 12:30:45", null],
  ["only foreign places", "Error\n    at x (/app/node_modules/a.js:1:1)\n    at node:internal/main:2:3", null],
  ["an address", "connect ECONNREFUSED http://127.0.0.1:8080:1: refused", null],
])("finds %s", (_, message, source) => {
  expect(sourceIn(message)).toEqual(source);
});
