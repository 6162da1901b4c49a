import { keepingOf, keepings } from './account-questions.ts';
import { refusedText } from './advice.ts';
import type { WizardCore } from './core.ts';
import { below } from './findings.ts';
import { isOfWindows, judgeStep, mustSpare, type Rows, secretKey, wasRefused } from './trials.ts';
import { behindLogIn, isWithoutAccount, triesOf } from './tries.ts';
import type { TrustStep } from './trust-step.ts';
import type { Finding } from './view.ts';

/** A password that was typed and taken by its target: key of the settings, and the text. */
export interface TypedSecret {
  readonly key: string;
  readonly text: string;
}

/**
 * The password, typed here or kept elsewhere: sent once, to its own target, and forgotten with another account. Each
 * call tells whether the answer is taken.
 */
export class PasswordStep {
  readonly #core: WizardCore;
  readonly #trust: TrustStep;
  /** Typed and accepted, by key. */
  readonly #typed = new Map<string, string>();
  /** Typed and not sent, since the authority of its target was not trusted. */
  #unsent: string | undefined;
  /** Typed passwords that were refused, for this account. */
  #refused = 0;
  /** None was accepted: what lies behind the log-in is not tried. */
  #blind = false;

  constructor(core: WizardCore, trust: TrustStep) {
    this.#core = core;
    this.#trust = trust;
  }

  typed(): readonly TypedSecret[] {
    return [...this.#typed].map(([key, text]) => ({ key, text }));
  }

  /** Nothing that is typed goes on without a try, when it is said twice. */
  async submit(text: string): Promise<boolean> {
    const { draft, shown, trials } = this.#core;
    if (text === '') {
      if (shown?.value === '') {
        this.forget();
        this.#blind = true;
        return true;
      }
      const advice = 'Nothing is typed. Enter once more goes on without trying it: each start asks for it.';
      return this.#core.show({ value: '', findings: shown?.findings ?? [], advice });
    }
    const refused = wasRefused(draft, trials.rows());
    const counts = this.#core.mark();
    // The settings first, so that the password goes where they say now.
    await trials.begin(draft, []);
    if (!counts()) return false;
    const isNew = trials.give(draft, text);
    if (!isNew && refused) return this.#core.say('That is what was typed before: it was not sent again.');
    return this.#logIn(text, !isNew);
  }

  /** What was typed before its authority was trusted goes on now; undefined where nothing was. */
  resume(): Promise<boolean> | undefined {
    const text = this.#unsent;
    if (text === undefined) return undefined;
    this.#unsent = undefined;
    return this.#logIn(text, true);
  }

  /** Kept elsewhere: where it cannot be had now, that is told, and no dead end. */
  async submitKept(value: string, tryIt: () => Promise<boolean>): Promise<boolean> {
    const counts = this.#core.mark();
    const missing = await this.#core.trials.missingSecret(this.#core.draft);
    if (!counts()) return false;
    if (missing === undefined) return tryIt();
    this.#blind = true;
    const isVariable = keepingOf(this.#core.draft.current) === 'env';
    return this.#core.show({
      value,
      findings: [
        { mark: 'warn', label: 'password', text: missing },
        ...(isVariable ? [{ ...below(`$env:${value} = '...'`), command: true as const }] : []),
      ],
      advice: 'It is needed before the next start. Enter takes it so, untried; Tab: typed here.',
    });
  }

  /** From one place to keep it to the next. */
  turn(): void {
    const { progress, draft } = this.#core;
    const at = keepings.indexOf(keepingOf(draft.current));
    this.forget();
    progress.drop('password');
    progress.note({ kept: keepings[(at + 1) % keepings.length] ?? 'prompt' });
    this.#core.clear();
  }

  /** The question is behind: what was not accepted leaves the rest untried. */
  taken(rows: Rows): void {
    const { progress, draft } = this.#core;
    this.#blind ||= wasRefused(draft, rows);
    if (draft.current.kept === undefined) progress.note({ kept: 'prompt' });
  }

  notAccepted(): void {
    this.#blind = true;
  }

  /** Another account: nothing that was typed is for it. */
  forget(): void {
    const { progress, trials, draft } = this.#core;
    this.#typed.delete(secretKey(draft));
    this.#unsent = undefined;
    trials.give(draft, '');
    progress.reopen('password');
    this.nextAccount();
  }

  nextAccount(): void {
    this.#refused = 0;
    this.#blind = false;
  }

  leave(): void {
    this.#typed.clear();
    this.#unsent = undefined;
  }

  /** Is the question one that only an account can try, and there is none? */
  isBlind(): boolean {
    const { at, draft, trials } = this.#core;
    if (at !== 'finish' && !behindLogIn.has(at)) return false;
    return this.#blind || isWithoutAccount(draft) || mustSpare(draft, trials.rows());
  }

  async #logIn(text: string, again: boolean): Promise<boolean> {
    const { draft } = this.#core;
    const rows = await this.#core.run(triesOf('password', draft).ids, again);
    if (rows === undefined) return false;
    if (this.#trust.isAsked(rows)) {
      this.#unsent = text;
      return false;
    }
    const { findings, content } = judgeStep(draft, 'password', rows);
    if (content) {
      this.#typed.set(secretKey(draft), text);
      return true;
    }
    if (isOfWindows(draft, rows))
      return this.#core.show({
        value: '',
        findings,
        advice: 'Nothing was sent. Enter goes on without trying it; on the server the list tries it.',
      });
    if (!wasRefused(draft, rows))
      return this.#core.show({
        value: 'typed',
        findings,
        advice: 'Type it again to try once more; Enter with nothing goes on without it.',
      });
    this.#refused += 1;
    const lockOut: Finding = { mark: 'warn', label: 'lock-out', text: refusedText(this.#refused) };
    return this.#core.show({
      value: 'typed',
      findings: [...findings, lockOut],
      advice: 'Type it again and press Enter, or Esc corrects the account.',
    });
  }
}
