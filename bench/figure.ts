/** One measured figure. `bar` is what it must not pass; null for one that only stands beside others. */
export type Figure = {
  readonly value: number;
  readonly bar: number | null;
  readonly unit: string;
  /** How it was measured, in a sentence. */
  readonly how: string;
};

export type Figures = Readonly<Record<string, Figure>>;

/** Whether a figure is no worse than its bar. */
export function isWithin({ value, bar }: Figure): boolean {
  return bar === null || value <= bar;
}

/** The middle of an odd or even number of values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
