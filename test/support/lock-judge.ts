import { readFile } from "node:fs/promises";

/** What a file of the contenders' own lines (`lock-contender.ts`) amounts to. */
export type Verdict = {
  /** Lines that say that somebody had the lock while another had it, or had a smaller fencing number than an earlier holder. */
  readonly wrong: readonly string[];
  readonly turns: number;
  readonly locked: number;
  readonly failed: readonly string[];
  /** Rounds in which somebody got the lock. */
  readonly rounds: number;
};

/** Reads the lines in the order in which they were written: each was appended at once, by whoever held or wanted the lock. */
export async function judge(file: string): Promise<Verdict> {
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  const holders = new Map<string, string>();
  const fences = new Map<string, number>();
  const wrong: string[] = [];
  for (const line of lines) {
    const [round = "", what = "", name = "", fence = ""] = line.split(" ");
    if (what === "enter") {
      if (holders.has(round) || Number(fence) <= (fences.get(round) ?? 0)) {
        wrong.push(`${line} (held by ${holders.get(round) ?? "nobody"})`);
      }
      holders.set(round, name);
      fences.set(round, Number(fence));
    }
    if (what === "leave") {
      if (holders.get(round) !== name) {
        wrong.push(`${line} (held by ${holders.get(round) ?? "nobody"})`);
      }
      holders.delete(round);
    }
  }
  const count = (what: string) => lines.filter((line) => line.split(" ")[1] === what).length;
  return {
    wrong,
    turns: count("leave"),
    locked: count("locked"),
    failed: lines.filter((line) => ["failed", "lost"].includes(line.split(" ")[1] ?? "")),
    rounds: fences.size,
  };
}
