/** How much a section may take, and how that is counted. */
export type Room = { readonly size: number; readonly measure: (text: string) => number };

/** UTF-16 units: never fewer than the code points that GitHub counts, and much faster to count. */
export const unitsOf = (text: string): number => text.length;

export const bytesOf = (text: string): number => Buffer.byteLength(text);

/** Hands out a room section by section: each may take a fraction of what those before it left. Returns what the section drew. */
export function shareOut(room: Room): (fraction: number, draw: (room: Room) => readonly string[]) => readonly string[] {
  let left = room.size;
  return (fraction, draw) => {
    const drawn = draw({ ...room, size: Math.floor(left * fraction) });
    left = Math.max(0, left - room.measure(drawn.join("\n\n")));
    return drawn;
  };
}

/** The first whole rows that fit, each with a line break. `rows` is read no further than needed. */
export function takeRows(rows: Iterable<string>, room: Room): readonly string[] {
  return takeFitting(rows, (row) => row, room);
}

/** The same of things that take a row each; `text` is what one takes. */
export function takeFitting<Item>(items: Iterable<Item>, text: (item: Item) => string, room: Room): readonly Item[] {
  const taken: Item[] = [];
  let left = room.size;
  for (const item of items) {
    left -= room.measure(text(item)) + 1;
    if (left < 0) {
      break;
    }
    taken.push(item);
  }
  return taken;
}
