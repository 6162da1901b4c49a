const headLength = 4;

/**
 * Names by how they begin, for finding those that stand at a place in a text, in a time that does not grow with their
 * number. Case does not count: give texts in `foldCase`.
 */
export class NameIndex<T> {
  /** By the first letters, then by length, the longest first. */
  readonly #byHead = new Map<string, { length: number; readonly names: Map<string, T> }[]>();

  /** The first of the same name stays. */
  add(name: string, value: T): void {
    const folded = foldCase(name);
    if (folded === '') return;
    const head = folded.slice(0, headLength);
    const lengths = this.#byHead.get(head) ?? [];
    this.#byHead.set(head, lengths);
    let ofLength = lengths.find(({ length }) => length === folded.length);
    if (ofLength === undefined) {
      ofLength = { length: folded.length, names: new Map() };
      lengths.push(ofLength);
      lengths.sort((a, b) => b.length - a.length);
    }
    if (!ofLength.names.has(folded)) ofLength.names.set(folded, value);
  }

  /** What `accept` makes of the longest name that stands at `from` and that it takes; `end` is where the name ends. */
  longestAt<R>(
    folded: string,
    from: number,
    accept: (value: T, end: number) => R | undefined,
  ): R | undefined {
    for (let length = headLength; length > 0; length -= 1) {
      const lengths = this.#byHead.get(folded.slice(from, from + length));
      // Shorter heads hold names that are whole in them.
      for (const { length: whole, names } of lengths ?? []) {
        if (length < headLength && whole !== length) continue;
        const value = names.get(folded.slice(from, from + whole));
        const accepted = value === undefined ? undefined : accept(value, from + whole);
        if (accepted !== undefined) return accepted;
      }
    }
    return undefined;
  }
}

/** In small letters, each at the place where it stood: a few letters would become two. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (letter) => {
    const small = letter.toLowerCase();
    return small.length === letter.length ? small : letter;
  }).join('');
}
