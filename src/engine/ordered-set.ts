/** Numbers, each once, taken out smallest first: a binary heap. */
export class OrderedSet {
  readonly #heap: number[] = [];
  readonly #members = new Set<number>();

  get size(): number {
    return this.#heap.length;
  }

  add(value: number): void {
    if (this.#members.has(value)) return;
    this.#members.add(value);
    const heap = this.#heap;
    let at = heap.length;
    heap.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (above <= value) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = value;
  }

  /** The smallest, which is gone then. */
  take(): number | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    this.#members.delete(first);
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const [one, other] = [heap[left], heap[left + 1]];
      if (one === undefined) break;
      const child = other !== undefined && other < one ? left + 1 : left;
      const below = heap[child] ?? 0;
      if (below >= last) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return first;
  }

  /** All of them, which are gone then. */
  takeAll(): readonly number[] {
    const all = this.#heap.toSorted((one, other) => one - other);
    this.clear();
    return all;
  }

  clear(): void {
    this.#heap.length = 0;
    this.#members.clear();
  }
}
