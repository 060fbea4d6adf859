/** `1 resource`, `9,960 resources`; a noun that has no plural (`more`) stays. */
export function numbered(count: number, noun: string): string {
  const plural = count === 1 || noun === "more" ? "" : "s";
  return `${count.toLocaleString("en")} ${noun}${plural}`;
}
