import { faultText } from '../base/text.ts';
import { tryAddress } from './address-step.ts';
import { adviceAtTheEnd } from './advice.ts';
import { defaultOf, faultOfAnswer } from './answers.ts';
import { type CoreOptions, WizardCore } from './core.ts';
import { type Draft, draftText, faultOf, type StepKey } from './draft.ts';
import { tryDsn } from './dsn-step.ts';
import { accountKey, isNobody, logInsOf, needsDsn, nextLogIn } from './log-ins.ts';
import { endOf } from './make-view.ts';
import { PasswordStep, type TypedSecret } from './password-step.ts';
import { questionOf } from './questions.ts';
import { judgeStep } from './trials.ts';
import { offersOf, triesOf } from './tries.ts';
import { ShownRoots, TrustStep } from './trust-step.ts';
import type { WizardSession, WizardView } from './view.ts';

export type { DraftStore } from './core.ts';
export type { TypedSecret } from './password-step.ts';

export interface WizardOptions extends CoreOptions {
  /** Reads the `.ecmarc` that is there once more, before it is added to. Rejects with words for the screen. */
  readonly reread?: () => Promise<NonNullable<Draft['into']>>;
  /** Whose requirements judge on the screen now: so says the new file. */
  readonly profile?: () => string;
  /** Writes the text, and goes on with it; gives what happened, in a sentence. Rejects with words for the screen. */
  write(text: string, typed: readonly TypedSecret[]): Promise<string>;
}

/**
 * The questions that write an `.ecmarc`, each tried with what was answered before it: by the checks of the list, over a
 * draft of the settings (decisions: The questions that write .ecmarc).
 */
export class Wizard implements WizardSession {
  readonly #options: WizardOptions;
  readonly #core: WizardCore;
  readonly #trust: TrustStep;
  readonly #password: PasswordStep;
  /** An answer is being worked on: no other one is heard. */
  #work: Promise<void> | undefined;
  /** What began by itself as a question came up. */
  #begun: Promise<void> | undefined;

  constructor(options: WizardOptions) {
    this.#options = options;
    const roots = new ShownRoots();
    this.#core = new WizardCore({ ...options, platform: roots.heard(options.platform) });
    this.#trust = new TrustStep(this.#core, roots);
    this.#password = new PasswordStep(this.#core, this.#trust);
    this.#enter();
  }

  subscribe(listener: () => void): () => void {
    return this.#core.subscribe(listener);
  }

  view(): WizardView {
    return this.#core.view();
  }

  submit(text: string): void {
    if (this.#core.trying || this.#work !== undefined || this.#core.isDone) return;
    const work = this.#submit(text).finally(() => {
      if (this.#work === work) this.#work = undefined;
    });
    this.#work = work;
    this.#core.follow(work);
  }

  /** Ends when the last answer has been tried and taken, or shown for what it is. */
  async settled(): Promise<void> {
    await this.#work;
    await this.#begun;
  }

  turn(): void {
    const { trying, at, draft, progress } = this.#core;
    if (trying) return;
    if (at === 'password') this.#password.turn();
    if (at !== accountKey(draft.current) || logInsOf(draft.current).length < 2) return;
    this.#password.forget();
    progress.drop(at);
    progress.note({ logIn: nextLogIn(draft.current)?.key ?? '' });
    progress.outdate();
    this.#core.clear();
  }

  back(): boolean {
    this.#work = undefined;
    if (this.#core.stop()) return true;
    if (!this.#core.progress.back()) return false;
    this.#arrive();
    return true;
  }

  leave(): void {
    this.#password.leave();
    this.#core.close();
  }

  async #submit(text: string): Promise<void> {
    if (this.#core.at === 'finish') return this.#finish(text.trim());
    if (await this.#answer(text)) this.#take();
  }

  /** Tries the answer; tells whether it is taken. */
  async #answer(text: string): Promise<boolean> {
    const { at: step, draft, shown, progress } = this.#core;
    const question = questionOf(step, draft, this.#core.offers());
    if (question.input === 'secret') return this.#password.submit(text);
    const value = text.trim() === '' ? defaultOf(question) : text.trim();
    if (shown?.value === value) return shown.instead === undefined || shown.instead();
    const fault = faultOfAnswer(draft, step, value);
    if (fault !== undefined) return this.#core.say(fault);
    if (progress.answer(value).otherAccount) this.#password.forget();
    const tryIt = (): Promise<boolean> => this.#try(step, value);
    if (step === accountKey(draft.current) && isNobody(draft.current)) return this.#tryNobody();
    if (value === '') return true;
    switch (step) {
      case 'address':
        return tryAddress(this.#core, this.#trust, value);
      case 'dsn':
        return tryDsn(this.#core, value, tryIt);
      case 'trust':
        return this.#trust.submit(value, tryIt);
      case 'password':
        return this.#password.submitKept(value, tryIt);
      default:
        return tryIt();
    }
  }

  /** Nobody is named, so the log-in is tried at once; through a driver it needs the file DSN first. */
  async #tryNobody(): Promise<boolean> {
    const { draft, progress } = this.#core;
    const { dsn = '' } = draft.current;
    if (!needsDsn(draft.current) || dsn !== '') return this.#try(accountKey(draft.current), '');
    progress.go('dsn');
    this.#core.clear();
    return this.#core.say('This log-in goes through the ODBC driver: it needs a file DSN.');
  }

  /** Runs the checks that this answer is tried by. */
  async #try(step: StepKey, value: string): Promise<boolean> {
    const { draft } = this.#core;
    const { ids, beside } = triesOf(step, draft);
    if (ids.length === 0 || beside || this.#password.isBlind()) return true;
    const rows = await this.#core.run(ids);
    if (rows === undefined || this.#trust.isAsked(rows)) return false;
    const { findings, content } = judgeStep(draft, step, rows);
    if (content) return true;
    if (step === 'password' || step === accountKey(draft.current)) this.#password.notAccepted();
    const advice = 'Another answer is tried anew; Enter takes this one as it is.';
    return this.#core.show({ value, findings, advice });
  }

  /** Takes the answer, and goes to the next question that has none. */
  #take(): void {
    const { at: step, draft, progress, trials } = this.#core;
    const rows = trials.rows();
    if (step === 'password') this.#password.taken(rows);
    if (step !== 'address') progress.end(step, endOf(step, this.#core.draft, rows));
    if (step === 'trust') progress.trusted();
    const { procedures = [] } = trials.offers(draft);
    if (step === 'table' && procedures.length > 0) progress.note({ procedures: 'some' });
    this.#options.store.save(this.#core.draft);
    progress.take();
    this.#arrive();
  }

  #arrive(): void {
    this.#core.clear();
    const resumed = this.#core.at === 'password' ? this.#password.resume() : undefined;
    if (resumed === undefined) this.#enter();
    else
      this.#begin(
        resumed.then((taken) => {
          if (taken) this.#take();
        }),
      );
  }

  /** What a question offers to choose from is asked for as it comes up; at the end all is looked at once more. */
  #enter(): void {
    const { at, draft } = this.#core;
    if (at === 'trust') this.#trust.enter();
    else if (at === 'finish') this.#begin(this.#lookOver());
    else if (!this.#password.isBlind()) {
      const ids = offersOf(at, draft);
      if (ids.length > 0) this.#core.follow(this.#core.begin(ids));
    }
  }

  async #lookOver(): Promise<void> {
    const { draft } = this.#core;
    const { ids } = triesOf('finish', draft);
    if (ids.length === 0 || this.#password.isBlind()) return;
    const rows = await this.#core.run(ids);
    if (rows === undefined) return;
    const judged = judgeStep(draft, 'finish', rows);
    this.#core.show({ value: '', findings: judged.findings, advice: adviceAtTheEnd(judged) });
  }

  #begin(work: Promise<void>): void {
    this.#begun = work;
    this.#core.follow(work);
  }

  async #finish(answer: string): Promise<void> {
    if (answer !== 'more') return this.#write();
    this.#core.progress.more();
    this.#password.nextAccount();
    this.#options.store.save(this.#core.draft);
    this.#arrive();
  }

  async #write(): Promise<void> {
    const refused = this.#core.trials.refusals();
    this.#core.wait(true);
    try {
      const into = await this.#options.reread?.();
      if (into !== undefined) this.#core.progress.rebase(into);
      const fault = faultOf(this.#core.draft);
      if (fault !== undefined) throw new Error(fault);
      const text = draftText(this.#core.draft, this.#options.profile?.());
      const said = await this.#options.write(text, this.#password.typed());
      // The new file is newer than what was refused before it, and that must not be sent again for it.
      for (const { target, account } of refused) this.#options.refusals.refused(target, account);
      this.#options.store.forget();
      this.#core.end(said);
      this.leave();
    } catch (error) {
      this.#core.say(error instanceof Error ? error.message : faultText(error));
    }
    this.#core.wait(false);
  }
}
