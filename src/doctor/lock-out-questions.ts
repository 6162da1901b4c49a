import { moment } from '../base/phrases.ts';
import type { Ledger } from '../engine/ledger.ts';
import type { EngineEvent } from '../engine/scheduler.ts';
import type { LockOut } from './lock-out.ts';
import { refusalIn } from './refusal.ts';
import type { Question } from './view.ts';

/**
 * "This counts towards lock-out": a person pressed retry, and the probe did not send the secret because its refusal
 * still stands. Then the question stands in the row; a yes lets one try through.
 */
export class LockOutQuestions {
  readonly #ledger: Ledger;
  readonly #lockOut: LockOut;
  readonly #retried = new Set<string>();
  readonly #open = new Map<string, Question>();
  /** Permissions for one more try, by probe: over when that try has ended. */
  readonly #allowed = new Map<string, () => void>();

  constructor(ledger: Ledger, lockOut: LockOut) {
    this.#ledger = ledger;
    this.#lockOut = lockOut;
  }

  get open(): ReadonlyMap<string, Question> {
    return this.#open;
  }

  /** A person asked for these to be tried again: by `f`, `a` and a watch nobody is asked. */
  retried(ids: readonly string[]): void {
    for (const id of ids) this.#retried.add(id);
  }

  /** What is tried from here on was not asked for by name. */
  forget(): void {
    this.#retried.clear();
  }

  /** An attempt has ended: its permission is over, and a refusal that was only remembered is asked about. */
  ended({ id }: Extract<EngineEvent, { type: 'attempt-finished' }>): void {
    this.#allowed.get(id)?.();
    this.#allowed.delete(id);
    this.#open.delete(id);
    if (!this.#retried.delete(id)) return;
    const entry = this.#ledger.get(id);
    const refusal = refusalIn(entry);
    const startedAt = entry.attempts.at(-1)?.startedAt;
    if (refusal === undefined || startedAt === undefined || refusal.at >= startedAt) return;
    this.#open.set(id, {
      text: `Try the refused account ${refusal.account} once more?`,
      effects: [
        `It was refused at ${moment(refusal.at)}.`,
        'Another try counts towards lock-out at the server.',
      ],
    });
  }

  /** The yes. False when nothing was asked there. */
  confirm(id: string): boolean {
    if (!this.#open.delete(id)) return false;
    const refusal = refusalIn(this.#ledger.get(id));
    if (refusal !== undefined)
      this.#allowed.set(id, this.#lockOut.allowOnce(refusal.target, refusal.account));
    return true;
  }

  decline(id: string): void {
    this.#open.delete(id);
  }
}
