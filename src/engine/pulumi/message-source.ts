import { fileURLToPath } from "node:url";

import type { Diagnostic } from "../change.ts";

type Source = NonNullable<Diagnostic["source"]>;

/** `    at run (/app/index.ts:8:72)`, `    at async file:///app/index.mjs:3:1`. */
const stackFrame = /^\s+at (?:async |.*?\()?((?:file:\/\/|[A-Za-z]:[\\/]|\/|\.{1,2}\/)[^()]*?):(\d+):(\d+)\)?$/u;
/** `index.ts(3,5): error TS2322: …`, also C#. */
const compilerError = /^\s*([^\s()][^()]*?)\((\d+),(\d+)\): error /u;
/** `index.ts:3:5 - error TS2322: …`; `./main.go:12:3: undefined: x`. */
const otherCompilerError = /^\s*(\S[^:\s]*):(\d+):(\d+)(?: - error |: )/u;
/** What Node prints above a syntax error: the file and line, alone. */
const syntaxError = /^(\/[^:]+|[A-Za-z]:[\\/][^:]+|file:\/\/[^:]+):(\d+)$/u;
/** `  File "/app/__main__.py", line 3, in <module>`; the last one is where it was raised. */
const pythonFrame = /^\s+File "([^"]+)", line (\d+)/u;

/** `  on Pulumi.yaml line 7:`, as the YAML language host tells. */
const yamlPlace = /^\s*on (\S.*?) line (\d+):$/u;

/** Where a message's stack or compiler error points: the first place that is the program's own; null when it names none. */
export function sourceIn(message: string): Source | null {
  const lines = message.split("\n").map((line) => line.trimEnd());
  return (
    first(lines, compilerError) ??
    first(lines, otherCompilerError) ??
    first(lines, stackFrame) ??
    first(lines, yamlPlace) ??
    first(lines, syntaxError) ??
    first(lines.toReversed(), pythonFrame)
  );
}

function first(lines: readonly string[], pattern: RegExp): Source | null {
  for (const line of lines) {
    const [, file, row, column] = pattern.exec(line) ?? [];
    if (file !== undefined && row !== undefined && isOwn(file)) {
      return { file: toPath(file), line: Number(row), column: column === undefined ? null : Number(column) };
    }
  }
  return null;
}

function isOwn(file: string): boolean {
  return !/(?:^|[\\/])(?:node_modules|site-packages)[\\/]|^node:|^<|^[a-z]+:\/\/(?!\/)/u.test(file);
}

function toPath(file: string): string {
  try {
    return file.startsWith("file://") ? fileURLToPath(file) : file;
  } catch {
    return file;
  }
}
