/** The text with its middle left out, if it is longer than `max` (at least 20) UTF-16 units; says how many were left out. Splits no character. */
export function cutMiddle(text: string, max: number): string {
  if (text.length <= max) {
    return text;
  }
  const mark = ` …${(text.length - max).toLocaleString("en")} more… `;
  const kept = Math.max(2, max - mark.length);
  const head = withoutHalf(text.slice(0, Math.ceil(kept / 2)), "end");
  return `${head}${mark}${withoutHalf(text.slice(text.length - Math.floor(kept / 2)), "start")}`;
}

/** The text, ended with an ellipsis if it is longer than `max` UTF-16 units. */
export function cutEnd(text: string, max: number): string {
  return text.length <= max ? text : `${withoutHalf(text.slice(0, max - 1), "end")}…`;
}

function withoutHalf(text: string, side: "start" | "end"): string {
  const half = side === "end" ? /[\uD800-\uDBFF]$/ : /^[\uDC00-\uDFFF]/;
  return text.replace(half, "");
}
