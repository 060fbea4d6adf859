/** The name that was probably meant by one that is not known: few letters differ, or it begins so; null where none is near. */
export function nearest(word: string, names: readonly string[]): string | null {
  const asked = word.slice(0, 60).toLowerCase();
  const [best] = names
    .map((name) => ({ name, distance: distance(asked, name) }))
    .filter(({ name, distance: far }) => far <= Math.max(1, Math.floor(name.length / 3)) || startsAlike(asked, name))
    .sort((a, b) => a.distance - b.distance);
  return best?.name ?? null;
}

function startsAlike(word: string, name: string): boolean {
  return word.length >= 3 && (name.startsWith(word) || word.startsWith(name));
}

/** How many letters are to be put in, left out, changed or swapped with their neighbour (optimal string alignment). */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const [mine, theirs] = [from[row - 1], to[column - 1]];
      const changed = (last[column - 1] ?? 0) + (mine === theirs ? 0 : 1);
      const moved = Math.min((last[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1, changed);
      const isSwap = row > 1 && column > 1 && mine === to[column - 2] && from[row - 2] === theirs;
      now.push(isSwap ? Math.min(moved, (beforeLast[column - 2] ?? 0) + 1) : moved);
    }
    [beforeLast, last] = [last, now];
  }
  return last[to.length] ?? 0;
}
