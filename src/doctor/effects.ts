import type { EcmaProbe } from '../probes/probe.ts';
import type { Question } from './view.ts';

/**
 * Probes that change something ask first (`asks`): until a person's yes they are not allowed, and unattended the
 * answer is no. `--write-test` is that yes, given beforehand.
 */
export class Effects {
  readonly #allowed: boolean;
  readonly #agreed = new Set<string>();
  readonly #declined = new Set<string>();

  constructor(allowedBeforehand: boolean) {
    this.#allowed = allowedBeforehand;
  }

  /** The probe, held back while its effects were not agreed to. */
  guard(probe: EcmaProbe): EcmaProbe {
    if (probe.asks === undefined || this.#allowed || this.#agreed.has(probe.id)) return probe;
    return {
      ...probe,
      notAllowed: (settings) =>
        probe.notAllowed?.(settings) ?? { message: 'waits for a yes: it changes something' },
    };
  }

  /** What is asked in this probe's row, when it is allowed but for the yes. */
  question(
    probe: EcmaProbe,
    settings: Parameters<NonNullable<EcmaProbe['notAllowed']>>[0],
  ): Question | undefined {
    if (probe.asks === undefined || this.#allowed) return undefined;
    if (this.#agreed.has(probe.id) || this.#declined.has(probe.id)) return undefined;
    return probe.notAllowed?.(settings) === undefined ? probe.asks : undefined;
  }

  agree(id: string): void {
    this.#agreed.add(id);
  }

  /** Esc: the question goes away; a retry brings it back. */
  decline(id: string): void {
    this.#declined.add(id);
  }

  askAgain(id: string): void {
    this.#declined.delete(id);
  }
}
