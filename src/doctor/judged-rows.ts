import { once } from '../base/once.ts';
import { bearsOnCauses, causesOf } from '../causes/index.ts';
import type { ProbeEnvironment } from '../clients/environment.ts';
import type { Ledger } from '../engine/ledger.ts';
import type { LiveGates } from '../engine/live-gates.ts';
import type { Assessment } from '../results/assess.ts';
import type { JointCause } from '../results/joint-cause.ts';
import { LiveRows } from '../results/live-rows.ts';
import { LiveTally } from '../results/live-tally.ts';
import type { Row } from '../results/row.ts';
import type { Settings } from '../settings/schema.ts';

/** The rows under one profile and what they amount to, kept up to date. */
export class JudgedRows {
  readonly #live: LiveRows<Settings, ProbeEnvironment>;
  #rows: readonly Row[] = [];
  #tally = new LiveTally();
  #causes: () => readonly JointCause[] = () => [];

  constructor(ledger: Ledger, gates: LiveGates<Settings, ProbeEnvironment>) {
    this.#live = new LiveRows(ledger, gates);
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get tally(): LiveTally {
    return this.#tally;
  }

  /** The joint causes of the rows as they stand now, worked out when they are first asked for. */
  get causes(): () => readonly JointCause[] {
    return this.#causes;
  }

  /** How many rows have changed since they were last looked at. */
  get waiting(): number {
    return this.#live.waiting;
  }

  /** Looks at some of them: `update` then finds them looked at. */
  lookAhead(input: Assessment<Settings, ProbeEnvironment>, most: number, beside?: JudgedRows): void {
    this.#live.lookAhead(input, most, beside === undefined ? undefined : beside.#live);
  }

  /** Gives the places of the rows that have changed; undefined: all may have. `anew`, `beside`: see LiveRows. */
  update(
    input: Assessment<Settings, ProbeEnvironment>,
    anew: boolean,
    beside?: JudgedRows,
  ): readonly number[] | undefined {
    const before = this.#rows;
    const others = beside === undefined ? undefined : beside.#live;
    const { rows, places } = this.#live.update(input, anew, others);
    this.#rows = rows;
    if (places === undefined) {
      this.#tally = new LiveTally();
      for (const row of rows) this.#tally.replace(undefined, row);
    } else for (const place of places) this.#tally.replace(before[place], rows[place]);
    const tally = this.#tally;
    const isRoot = (id: string): boolean => tally.isRoot(id);
    const bears = (place: number): boolean => bearsOnCauses(before[place], rows[place], isRoot);
    if (places === undefined || places.some(bears)) this.#causes = once(() => causesOf(rows));
    return places;
  }
}
