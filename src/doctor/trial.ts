import type { EcmaProbe } from '../clients/environment.ts';
import { isUnderWay } from '../engine/status.ts';
import { assess } from '../results/assess.ts';
import type { Row } from '../results/row.ts';
import type { Settings } from '../settings/schema.ts';
import { type Configuration, withTyped } from './configuration.ts';
import type { SessionOptions } from './options.ts';
import { refusalIn } from './refusal.ts';
import { RunSession } from './run-session.ts';
import { sends } from './secret-users.ts';

export interface TrialOptions extends Pick<SessionOptions, 'platform' | 'configuration'> {
  readonly probesFor: (settings: Settings) => readonly EcmaProbe[];
  readonly refusals: SessionOptions['state']['refusals'];
  /** Something has changed: a row runs, waits, or has its answer. */
  changed(): void;
}

/**
 * The checks of settings that are only drafted: the same probes, gates, lanes, deadlines and memory of refusals as of a
 * doctor, for those probes alone that were asked for. Nothing is kept of it, and nothing is written at a target.
 */
export class Trial {
  readonly #session: RunSession;
  readonly #platform: SessionOptions['platform'];
  /** Called when something has changed: they wait for rows to have their answers. */
  readonly #waiters = new Set<() => void>();
  #only: readonly string[] = [];
  #judged:
    | {
        readonly plan: RunSession['plan'];
        readonly configuration: Configuration;
        readonly version: number;
        readonly rows: ReadonlyMap<string, Row>;
      }
    | undefined;

  constructor({ platform, configuration, probesFor, refusals, changed }: TrialOptions) {
    this.#platform = platform;
    const heard = (): void => {
      for (const waiter of [...this.#waiters]) waiter();
      changed();
    };
    const chosen = (): readonly string[] => this.#only;
    this.#session = new RunSession(
      {
        platform,
        configuration,
        read: async (before) => ({ ok: true, configuration: before }),
        probesFor,
        // Globs: with none, nothing is chosen.
        choice: {
          get only() {
            return chosen().length === 0 ? ['nothing'] : chosen();
          },
          skip: [],
        },
        writeTest: false,
        state: { refusals, journal: undefined },
      },
      { event: heard, rested: heard, reloaded: heard },
    );
    this.#session.ledger.subscribe(heard);
  }

  get configuration(): Configuration {
    return this.#session.configuration;
  }

  /** Takes these settings and runs what they make of the probes that fit `only`; what has its answer keeps it. */
  adopt(configuration: Configuration, only: readonly string[]): void {
    this.#only = only;
    this.#session.adopt(configuration);
  }

  /** Those of `ids` that did not pass once more; what sends a password only where `secretsToo` allows it. */
  again(ids: readonly string[], secretsToo = false): void {
    const rows = this.rows();
    this.#session.run(
      ids.filter((id) => {
        const row = rows.get(id);
        if (row === undefined || isUnderWay(row.status) || row.status === 'pass') return false;
        return secretsToo || !row.lockout;
      }),
    );
  }

  /** Ends when none of these waits or runs. */
  async answered(ids: readonly string[]): Promise<void> {
    const isOver = (): boolean => {
      const rows = this.rows();
      return ids.every((id) => !isUnderWay(rows.get(id)?.status ?? 'skipped'));
    };
    if (isOver()) return;
    await new Promise<void>((resolve) => {
      const waiter = (): void => {
        if (!isOver()) return;
        this.#waiters.delete(waiter);
        resolve();
      };
      this.#waiters.add(waiter);
    });
  }

  /** A password was typed. False where it is the one that was typed before: that is not sent again. */
  give(key: string, text: string): boolean {
    const before = this.#session.configuration;
    const after = withTyped(before, key, text, this.#platform.now().getTime());
    if (after === before) return false;
    this.#session.adopt(after);
    if (text !== '')
      this.#session.run(
        this.#session.plan.probes
          .filter((probe) => sends(probe, key) && this.#session.ledger.get(probe.id).phase === 'idle')
          .map(({ id }) => id),
      );
    return true;
  }

  /** As they stand now, by id; the same while nothing changes. */
  rows(): ReadonlyMap<string, Row> {
    const { plan, configuration, ledger } = this.#session;
    const known = this.#judged;
    if (known?.plan === plan && known.configuration === configuration && known.version === ledger.version)
      return known.rows;
    const rows = this.#judge();
    this.#judged = { plan, configuration, version: ledger.version, rows };
    return rows;
  }

  #judge(): ReadonlyMap<string, Row> {
    const { plan, configuration, ledger } = this.#session;
    const none = (): undefined => undefined;
    const rows = assess({
      plan,
      entryOf: (id) => ledger.get(id),
      settings: configuration.settings,
      profile: this.#session.profile,
      answers: { given: none, waived: none },
      attestedBy: { by: '', at: this.#session.startedAt },
    });
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Refusals that stand in what was tried: at which server, of whom. */
  refusals(): readonly { readonly target: string; readonly account: string }[] {
    return this.#session.plan.probes.flatMap(({ id }) => refusalIn(this.#session.ledger.get(id)) ?? []);
  }

  /** Ends what runs, for good. */
  async close(): Promise<void> {
    this.#session.cancel('left');
    await this.#session.drained(2_000);
  }
}
