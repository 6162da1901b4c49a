import { isDeepStrictEqual } from 'node:util';
import type { EcmaProbe } from '../clients/environment.ts';
import type { Settings } from '../settings/schema.ts';
import type { Question } from './view.ts';

/**
 * Probes that change something ask first (`asks`): until a person's yes they are not allowed, and unattended the
 * answer is no. `--write-test` is that yes, given beforehand.
 */
export class Effects {
  readonly #allowed: boolean | ReadonlySet<string>;
  readonly #agreed = new Set<string>();
  readonly #declined = new Set<string>();
  readonly #questions = new Map<string, Question>();
  /** What stands behind a probe that is held back. */
  readonly #behind = new WeakMap<EcmaProbe, EcmaProbe>();

  /** `allowedBeforehand`: on every target, or on these connectors. */
  constructor(allowedBeforehand: boolean | readonly string[]) {
    this.#allowed = typeof allowedBeforehand === 'boolean' ? allowedBeforehand : new Set(allowedBeforehand);
  }

  #isAllowed({ connector }: EcmaProbe): boolean {
    if (typeof this.#allowed === 'boolean') return this.#allowed;
    return connector !== undefined && this.#allowed.has(connector);
  }

  /** The probe, held back while its effects were not agreed to. */
  guard(probe: EcmaProbe): EcmaProbe {
    if (probe.asks === undefined || this.#isAllowed(probe) || this.#agreed.has(probe.id)) return probe;
    const guarded: EcmaProbe = {
      ...probe,
      notAllowed: (settings) =>
        probe.notAllowed?.(settings) ?? { message: 'waits for a yes, or --write-test' },
    };
    this.#behind.set(guarded, probe);
    return guarded;
  }

  /** What is asked in this probe's row, when it is allowed but for the yes. */
  question(guarded: EcmaProbe, settings: Settings): Question | undefined {
    const probe = this.#behind.get(guarded);
    if (probe === undefined || this.#agreed.has(probe.id) || this.#declined.has(probe.id)) return undefined;
    return probe.notAllowed?.(settings) === undefined ? this.#same(probe.id, probe.asks) : undefined;
  }

  /** The same object while it says the same: views tell by identity what to draw. */
  #same(id: string, question: Question | undefined): Question | undefined {
    const before = this.#questions.get(id);
    if (question === undefined || isDeepStrictEqual(question, before)) return before;
    this.#questions.set(id, question);
    return question;
  }

  agree(id: string): void {
    this.#agreed.add(id);
  }

  /** A person said yes at this row (not `--write-test`), so a person can take it back. */
  agreed(id: string): boolean {
    return this.#agreed.has(id);
  }

  /** The yes no longer counts; like after Esc, a retry asks again. */
  takeBack(id: string): void {
    this.#agreed.delete(id);
    this.#declined.add(id);
  }

  /** Esc: the question goes away; a retry brings it back. */
  decline(id: string): void {
    this.#declined.add(id);
  }

  askAgain(id: string): void {
    this.#declined.delete(id);
  }
}
