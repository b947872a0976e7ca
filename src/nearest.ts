/** "Did you mean …?" by edit distance. */

/** The candidate that `word` most likely stands for, or undefined where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(word);
  let best: string | undefined;
  let bestDistance = Math.floor(Math.max(wanted.length, 3) / 3) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, fold(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Whether a word is `meant` with a slip of the pen or two: near enough to be put right without asking. */
export function isSlipOf(word: string, meant: string): boolean {
  return word.length >= 6 && word !== meant && editDistance(fold(word), fold(meant), 3) < 3;
}

/** The `count` candidates that are nearest to `word`, however far they are, the nearest first. */
export function closest(word: string, candidates: Iterable<string>, count: number): readonly string[] {
  const wanted = fold(word);
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: editDistance(wanted, fold(candidate), FARTHEST) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** A remedy's first words: "Did you mean `x`? ", or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const match = nearest(word, candidates);
  return match === undefined ? '' : `Did you mean \`${match}\`? `;
}

/** Longer than any two folded words can differ. */
const FARTHEST = 61;

function fold(word: string): string {
  return word
    .slice(0, FARTHEST - 1)
    .toLowerCase()
    .replaceAll('-', '_');
}

/** Optimal string alignment: insert, delete, replace, swap neighbours. Gives `limit` where it is at least that far. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let value = Math.min(
        (last[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (last[column - 1] ?? limit) + cost,
      );
      if (cost === 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        value = Math.min(value, (beforeLast[column - 2] ?? limit) + 1);
      }
      current.push(value);
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(last[b.length] ?? limit, limit);
}
