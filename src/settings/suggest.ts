/**
 * The candidate that a mistyped word probably meant, or undefined when none is near. Upper and lower case count
 * as the same; a swap of neighbours, a missing, an added or a wrong letter counts one, and a third of the word's
 * length may be wrong.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  // A longer word is no typing error of a key or option, and the comparison grows with the square.
  if (word === '' || word.length > 60) return undefined;
  const typed = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(typed, candidate.toLowerCase());
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** The same behind words that say what is wrong; empty where none is near. */
export function didYouMean(close: string | undefined): string {
  return close === undefined ? '' : `, did you mean ${close}?`;
}

/** Edits between two words, a swap of neighbours counted as one (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let least = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        least = Math.min(least, at(beforeLast, column - 2) + 1);
      }
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
