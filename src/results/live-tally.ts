import type { Status } from '../engine/status.ts';
import { isLeftOutOfRun, isSetAside, keepsFromReady } from './readiness.ts';
import type { Row } from './row.ts';
import { countByStatus, type StatusCounts } from './tally.ts';

/** What rows amount to, as `countByStatus`, `isReady` and `isPartial` say, one row for another at a time. */
export class LiveTally {
  readonly #counts: Record<Status, number> = { ...countByStatus([]) };
  #unready = 0;
  #leftOut = 0;
  #setAside = 0;
  /** How many rows are blocked by each. */
  readonly #blocked = new Map<string, number>();

  replace(before: Row | undefined, after: Row | undefined): void {
    if (before !== undefined) this.#add(before, -1);
    if (after !== undefined) this.#add(after, 1);
  }

  counts(): StatusCounts {
    return { ...this.#counts };
  }

  get ready(): boolean {
    return this.#unready === 0;
  }

  get partial(): boolean {
    return this.#leftOut > 0;
  }

  get setAside(): number {
    return this.#setAside;
  }

  /** Is a row blocked by this one? */
  isRoot(id: string): boolean {
    return (this.#blocked.get(id) ?? 0) > 0;
  }

  #add(row: Row, one: 1 | -1): void {
    this.#counts[row.status] += one;
    if (keepsFromReady(row)) this.#unready += one;
    if (isLeftOutOfRun(row)) this.#leftOut += one;
    if (isSetAside(row)) this.#setAside += one;
    const { blockedBy } = row;
    if (blockedBy !== undefined) this.#blocked.set(blockedBy, (this.#blocked.get(blockedBy) ?? 0) + one);
  }
}
