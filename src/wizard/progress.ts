import { isAnswered, ofAccount, set, withAnswer } from './answers.ts';
import { type Answers, type Draft, type StepKey, stepsOf } from './draft.ts';
import type { StepEnd } from './make-view.ts';

/**
 * Where the questions stand: what was answered, which answers count, and which one is asked now. No I/O: what trying an
 * answer has shown is told to it.
 */
export class Progress {
  #draft: Draft;
  #at: StepKey;
  /** Steps whose answer counts: it was tried as far as it can be, or put aside with the draft. */
  readonly #taken = new Set<StepKey>();
  readonly #ends = new Map<StepKey, StepEnd>();

  constructor(draft: Draft) {
    this.#draft = draft;
    // The password is asked for again: it is kept nowhere, or may have changed where it is kept.
    for (const step of stepsOf(draft))
      if (step !== 'password' && isAnswered(draft, step)) this.#taken.add(step);
    this.#at = this.#firstOpen();
  }

  get draft(): Draft {
    return this.#draft;
  }

  get at(): StepKey {
    return this.#at;
  }

  get ends(): ReadonlyMap<StepKey, StepEnd> {
    return this.#ends;
  }

  /** What was found beside the answers: an address in full, that an authority is not trusted. */
  note(more: Answers): void {
    this.#draft = set(this.#draft, more);
  }

  /** The file that connectors are added to was changed: it counts as it is now. */
  rebase(into: NonNullable<Draft['into']>): void {
    this.#draft = { ...this.#draft, into };
  }

  /** Notes that one of the answers is not there any more. */
  drop(key: string): void {
    const { [key]: _dropped, ...current } = this.#draft.current;
    this.#draft = { ...this.#draft, current };
  }

  end(step: StepKey, end: StepEnd): void {
    this.#ends.set(step, end);
  }

  /** What stood against the address was its authority, and that is trusted now. */
  trusted(): void {
    const [address, trust] = [this.#ends.get('address'), this.#ends.get('trust')];
    if (address !== undefined && trust?.mark === 'good')
      this.#ends.set('address', { ...address, mark: 'good' });
  }

  /**
   * The answer to the question that is asked. Another one than before: what was tried behind it was not tried with this.
   * Tells whether it makes another account of it.
   */
  answer(value: string): { readonly otherAccount: boolean } {
    const step = this.#at;
    const draft = withAnswer(this.#draft, step, value);
    const isOther = JSON.stringify(draft) !== JSON.stringify(this.#draft);
    if (isOther) this.#outdate(step);
    const otherAccount = isOther && ofAccount.has(step);
    this.#draft = draft;
    return { otherAccount };
  }

  /** The answer counts; the next question that has none is asked. */
  take(): void {
    this.#taken.add(this.#at);
    this.#at = this.#firstOpen();
  }

  /** This question's answer does not count any more. */
  reopen(step: StepKey): void {
    this.#taken.delete(step);
  }

  /** What was tried behind this question was not tried with what it says now. */
  outdate(): void {
    this.#outdate(this.#at);
  }

  go(step: StepKey): void {
    this.#at = step;
  }

  /** The question before; false where there is none. */
  back(): boolean {
    const steps = stepsOf(this.#draft);
    const before = steps[steps.indexOf(this.#at) - 1];
    if (before === undefined) return false;
    this.#at = before;
    return true;
  }

  /** This connector is through, and another one begins. */
  more(): void {
    const { trust: _trust, procedures: _procedures, ...whole } = this.#draft.current;
    this.#draft = { ...this.#draft, done: [...this.#draft.done, whole], current: {} };
    this.#taken.clear();
    this.#taken.add('tenant');
    this.#ends.clear();
    this.#at = 'kind';
  }

  #outdate(step: StepKey): void {
    const steps = stepsOf(this.#draft);
    for (const later of steps.slice(steps.indexOf(step))) {
      // The tenant has nothing to do with what is connected.
      if (later === 'tenant' && step !== 'tenant') continue;
      // Nor the account with the authority, which a database shows at the log-in only.
      if (step === 'trust' && (later === 'user' || later === 'bindDn')) continue;
      this.#taken.delete(later);
      this.#ends.delete(later);
    }
  }

  #firstOpen(): StepKey {
    return stepsOf(this.#draft).find((step) => !this.#taken.has(step)) ?? 'finish';
  }
}
