/** Small whole numbers, each once, taken out smallest first: a bit for each, 32 to a word. */
export class OrderedSet {
  #words = new Uint32Array(8);
  #size = 0;
  /** No word before this one has a member. */
  #first = 0;

  get size(): number {
    return this.#size;
  }

  add(value: number): void {
    const at = value >>> 5;
    if (at >= this.#words.length) this.#grow(at);
    const word = this.#words[at] ?? 0;
    const bit = 1 << (value & 31);
    if ((word & bit) !== 0) return;
    this.#words[at] = word | bit;
    if (this.#size === 0 || at < this.#first) this.#first = at;
    this.#size += 1;
  }

  /** The smallest, which is gone then. */
  take(): number | undefined {
    if (this.#size === 0) return undefined;
    let word = this.#words[this.#first] ?? 0;
    while (word === 0) {
      this.#first += 1;
      word = this.#words[this.#first] ?? 0;
    }
    const lowest = word & -word;
    this.#words[this.#first] = word ^ lowest;
    this.#size -= 1;
    return (this.#first << 5) + 31 - Math.clz32(lowest);
  }

  /** All of them, which are gone then. */
  takeAll(): readonly number[] {
    const all: number[] = [];
    for (let value = this.take(); value !== undefined; value = this.take()) all.push(value);
    return all;
  }

  clear(): void {
    if (this.#size > 0) this.#words.fill(0);
    this.#size = 0;
  }

  #grow(at: number): void {
    const words = new Uint32Array(2 * (at + 1));
    words.set(this.#words);
    this.#words = words;
  }
}
