import { basename, dirname } from 'node:path';
import { faultText } from '../base/text.ts';
import { resolvePath } from '../settings/resolve-paths.ts';
import { adviceAtTheEnd, adviceOnWay, refusedText } from './advice.ts';
import { defaultOf, faultOfAnswer } from './answers.ts';
import { type Draft, draftText, type StepKey } from './draft.ts';
import { fileDsnText, fileIsThere, writeNewFile } from './file-dsn.ts';
import { below } from './findings.ts';
import { endOf, makeView, type Shown } from './make-view.ts';
import { Progress } from './progress.ts';
import { keepingOf, keepings, questionOf } from './questions.ts';
import {
  judgeStep,
  mustSpare,
  type Rows,
  secretKey,
  Trials,
  type TrialsOptions,
  untrustedAt,
  wasRefused,
} from './trials.ts';
import { behindLogIn, isWithoutAccount, offersOf, triesOf } from './tries.ts';
import type { Finding, WizardSession, WizardView } from './view.ts';
import { connectorsOf, judgeWays, waysOf } from './ways.ts';

/** A draft that outlives the wizard. */
export interface DraftStore {
  load(): Draft | undefined;
  save(draft: Draft): void;
  forget(): void;
}

/** A password that was typed and taken by its target: key of the settings, and the text. */
export interface TypedSecret {
  readonly key: string;
  readonly text: string;
}

export interface WizardOptions extends Omit<TrialsOptions, 'changed'> {
  readonly store: DraftStore;
  /** Writes the text, and goes on with it; gives what happened, in a sentence. Rejects with words for the screen. */
  write(text: string, typed: readonly TypedSecret[]): Promise<string>;
}

/**
 * The questions that write an `.ecmarc`, each tried with what was answered before it: by the checks of the list, over a
 * draft of the settings (decisions: The questions that write .ecmarc).
 */
export class Wizard implements WizardSession {
  readonly #options: WizardOptions;
  readonly #listeners = new Set<() => void>();
  readonly #trials: Trials;
  readonly #progress: Progress;
  /** Typed and accepted, by key. */
  readonly #typed = new Map<string, string>();
  #problem: string | undefined;
  #shown: Shown | undefined;
  /** Grows when what is under way does not count any more. */
  #turn = 0;
  #trying = false;
  /** The authority that an address has shown, while it is not trusted. */
  #authority: readonly Finding[] = [];
  /** A password that was typed and not sent, since the authority of its target was not trusted. */
  #unsent: string | undefined;
  /** An answer is being worked on: no other one is heard. */
  #work: Promise<void> | undefined;
  #lookedOver: Promise<void> | undefined;
  /** Typed passwords that were refused, for this account. */
  #refused = 0;
  /** The password was not accepted: what lies behind the log-in is not tried. */
  #blind = false;
  #done: string | undefined;
  #view: WizardView | undefined;
  #closed = false;

  constructor(options: WizardOptions) {
    this.#options = options;
    this.#progress = new Progress(options.store.load());
    this.#trials = new Trials({ ...options, changed: () => this.#changed() });
    this.#enter();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  view(): WizardView {
    this.#view ??= makeView({
      file: this.#options.file,
      draft: this.#draft,
      at: this.#at,
      ends: this.#progress.ends,
      offers: this.#trials.offers(this.#draft),
      rows: this.#trials.rows(),
      shown: this.#shown?.step === this.#at ? this.#shown : undefined,
      problem: this.#problem,
      trying: this.#trying,
      done: this.#done,
    });
    return this.#view;
  }

  submit(text: string): void {
    if (this.#trying || this.#work !== undefined || this.#done !== undefined) return;
    const work = this.#submit(text).finally(() => {
      if (this.#work === work) this.#work = undefined;
    });
    this.#work = work;
    this.#follow(work);
  }

  /** Ends when the last answer has been tried and taken, or shown for what it is. */
  async settled(): Promise<void> {
    await this.#work;
    await this.#lookedOver;
  }

  turn(): void {
    if (this.#trying || this.#at !== 'password') return;
    const at = keepings.indexOf(keepingOf(this.#draft.current));
    this.#forgetTyped();
    this.#progress.drop('password');
    this.#progress.note({ kept: keepings[(at + 1) % keepings.length] ?? 'prompt' });
    this.#clear();
  }

  back(): boolean {
    this.#turn += 1;
    this.#work = undefined;
    if (this.#trying) {
      this.#trying = false;
      this.#clear();
      return true;
    }
    if (!this.#progress.back()) return false;
    this.#arrive();
    return true;
  }

  leave(): void {
    this.#closed = true;
    this.#turn += 1;
    this.#typed.clear();
    this.#unsent = undefined;
    this.#follow(this.#trials.close());
  }

  async #submit(text: string): Promise<void> {
    const step = this.#at;
    const question = questionOf(step, this.#draft, this.#trials.offers(this.#draft));
    if (question.input === 'secret') return this.#submitPassword(text);
    const value = text.trim() === '' ? defaultOf(question) : text.trim();
    if (step === 'finish') return value === 'more' ? this.#more() : this.#write();
    if (this.#shown?.step === step && this.#shown.value === value)
      return this.#shown.instead === undefined ? this.#take() : this.#shown.instead();
    const fault = faultOfAnswer(this.#draft, step, value);
    if (fault !== undefined) return this.#say(fault);
    if (this.#progress.answer(value).otherAccount) this.#forgetTyped();
    if (value === '') return this.#take();
    if (step === 'address') return this.#tryAddress(value);
    if (step === 'dsn') return this.#tryDsn(value);
    return step === 'password' ? this.#tryKept(value) : this.#try(value);
  }

  /** Nothing typed goes on without a try, when it is said twice. */
  async #submitPassword(text: string): Promise<void> {
    if (text === '') {
      if (this.#shown?.step === 'password' && this.#shown.value === '') {
        this.#forgetTyped();
        return this.#take(false);
      }
      const advice = 'Nothing is typed. Enter once more goes on without trying it: each start asks for it.';
      return this.#show('', this.#shown?.findings ?? [], advice);
    }
    const refused = wasRefused(this.#draft, this.#trials.rows());
    const turn = this.#turn;
    // The settings first, so that the password goes where they say now.
    await this.#trials.begin(this.#draft, []);
    if (turn !== this.#turn) return;
    const isNew = this.#trials.give(this.#draft, text);
    if (!isNew && refused) return this.#say('That is what was typed before: it was not sent again.');
    return this.#logIn(text, !isNew);
  }

  async #logIn(text: string, again: boolean): Promise<void> {
    const rows = await this.#run(triesOf('password', this.#draft).ids, again);
    if (rows === undefined) return;
    if (this.#asksTrust(rows)) {
      this.#unsent = text;
      return;
    }
    const { findings, content } = judgeStep(this.#draft, 'password', rows);
    if (content) {
      this.#typed.set(secretKey(this.#draft), text);
      return this.#take();
    }
    if (!wasRefused(this.#draft, rows))
      return this.#show(
        'typed',
        findings,
        'Type it again to try once more; Enter with nothing goes on without it.',
      );
    this.#refused += 1;
    const lockOut: Finding = { mark: 'warn', label: 'lock-out', text: refusedText(this.#refused) };
    this.#show(
      'typed',
      [...findings, lockOut],
      'Type it again and press Enter, or Esc corrects the account.',
    );
  }

  /** A password that is kept elsewhere: where it cannot be had now, that is told, and no dead end. */
  async #tryKept(value: string): Promise<void> {
    const turn = this.#turn;
    const missing = await this.#trials.missingSecret(this.#draft);
    if (turn !== this.#turn) return;
    if (missing === undefined) return this.#try(value);
    this.#blind = true;
    const isVariable = keepingOf(this.#draft.current) === 'env';
    const findings: readonly Finding[] = [
      { mark: 'warn', label: 'password', text: missing },
      ...(isVariable ? [{ ...below(`$env:${value} = '...'`), command: true as const }] : []),
    ];
    this.#show(
      value,
      findings,
      'It is needed before the next start. Enter takes it so, untried; Tab: typed here.',
    );
  }

  /** Runs the checks that this answer is tried by, and takes it when they are content. */
  async #try(value: string): Promise<void> {
    const step = this.#at;
    const { ids, beside } = triesOf(step, this.#draft);
    if (ids.length === 0 || beside || this.#isBlind()) return this.#take();
    const rows = await this.#run(ids, false);
    if (rows === undefined || this.#asksTrust(rows)) return;
    const { findings, content } = judgeStep(this.#draft, step, rows);
    if (content) return this.#take();
    if (step === 'password') this.#blind = true;
    this.#show(value, findings, 'Another answer is tried anew; Enter takes this one as it is.');
  }

  /** A name alone leaves several ways open: all are tried, the best is taken. */
  async #tryAddress(value: string): Promise<void> {
    const ways = waysOf(value);
    const ids = ways.flatMap(({ name }) =>
      ['reach', 'tls', 'server-kind'].map((row) => `ldap.${row}@${name}`),
    );
    const asWays: Draft = { ...this.#draft, done: connectorsOf(ways), current: {} };
    const rows = await this.#run(ids, false, asWays);
    if (rows === undefined) return;
    const { way, worth, findings, kind } = judgeWays(ways, rows);
    const chosen = way ?? ways[0];
    if (chosen !== undefined)
      this.#progress.note({ url: chosen.url, startTls: chosen.startTls ? 'yes' : 'no' });
    const untrusted = worth === 'untrusted';
    this.#authority = untrusted ? findings.slice(findings.findIndex(({ mark }) => mark === 'warn')) : [];
    if (untrusted) this.#progress.note({ trust: 'wanted' });
    const content =
      worth === 'trusted' || (worth === 'clear' && findings.every(({ mark }) => mark !== 'warn'));
    this.#progress.end('address', { mark: content ? 'good' : 'warn', end: kind });
    if (content) return this.#take();
    this.#show(value, findings, adviceOnWay({ way, worth }));
  }

  /** Where there is no such file, one is written by a driver that is installed: after a second Enter. */
  async #tryDsn(value: string): Promise<void> {
    const path = resolvePath(value, dirname(this.#options.file));
    const [driver] = this.#trials.offers(this.#draft).drivers ?? [];
    const turn = this.#turn;
    const isThere = await fileIsThere(path);
    if (turn !== this.#turn) return;
    if (driver === undefined || isThere) return this.#try(value);
    const text = fileDsnText(this.#draft.current, driver);
    const lines = text.split('\n').filter((line) => line !== '');
    this.#show(
      value,
      [
        { mark: 'quiet', label: 'file', text: `${basename(path)} is not there; it would be:` },
        ...lines.map((line) => ({ ...below(line), command: true as const })),
      ],
      'Enter writes that file, without any password, and tries it. Another path is tried anew.',
      async () => {
        const fault = await writeNewFile(path, text);
        if (fault !== undefined) return this.#say(fault);
        return this.#try(value);
      },
    );
  }

  /** A database's certificate is seen at the log-in first: then the question for its authority comes between. */
  #asksTrust(rows: Rows): boolean {
    const seen = this.#draft.current.trust === undefined ? untrustedAt(this.#draft, rows) : undefined;
    if (seen === undefined) return false;
    this.#progress.note({ trust: 'wanted' });
    this.#progress.go('trust');
    this.#problem = undefined;
    this.#show(
      'untrusted',
      seen,
      'No password was sent. Name a file with that authority, or have it imported.',
    );
    return true;
  }

  /** Takes the answer, and goes to the next question that has none. */
  #take(tried = true): void {
    const step = this.#at;
    const rows = this.#trials.rows();
    if (step === 'password') {
      this.#blind = !tried || this.#blind || wasRefused(this.#draft, rows);
      if (this.#draft.current.kept === undefined) this.#progress.note({ kept: 'prompt' });
    }
    if (step !== 'address') this.#progress.end(step, endOf(step, this.#draft, rows));
    const { procedures = [] } = this.#trials.offers(this.#draft);
    if (step === 'table' && procedures.length > 0) this.#progress.note({ procedures: 'some' });
    this.#options.store.save(this.#draft);
    this.#progress.take();
    this.#arrive();
  }

  #arrive(): void {
    this.#clear();
    const unsent = this.#unsent;
    if (this.#at !== 'password' || unsent === undefined) {
      this.#enter();
      return;
    }
    // It was typed before the authority was trusted, and went nowhere.
    this.#unsent = undefined;
    this.#lookedOver = this.#logIn(unsent, true);
    this.#follow(this.#lookedOver);
  }

  /** What a question offers to choose from is asked for as it comes up; at the end all is looked at once more. */
  #enter(): void {
    if (this.#at === 'trust' && this.#authority.length > 0)
      this.#show(
        '',
        this.#authority,
        'Compare it with what its administrator says. Nothing typed: imported later.',
      );
    else if (this.#at === 'finish') {
      this.#lookedOver = this.#lookOver();
      this.#follow(this.#lookedOver);
    } else if (!this.#isBlind()) {
      const ids = offersOf(this.#at, this.#draft);
      if (ids.length > 0) this.#follow(this.#begin(ids));
    }
  }

  async #lookOver(): Promise<void> {
    const { ids } = triesOf('finish', this.#draft);
    if (ids.length === 0 || this.#isBlind()) return;
    const rows = await this.#run(ids, false);
    if (rows === undefined) return;
    const judged = judgeStep(this.#draft, 'finish', rows);
    this.#show('', judged.findings, adviceAtTheEnd(judged));
  }

  /** Begins these beside the person's thinking. */
  async #begin(ids: readonly string[]): Promise<void> {
    const turn = this.#turn;
    const wanted = (): boolean => turn === this.#turn && !this.#closed;
    await this.#trials.begin(this.#draft, ids, wanted);
    if (wanted()) this.#trials.again(ids, false);
  }

  /** Runs these; gives the rows when they have their answers, undefined when that does not count any more. */
  async #run(ids: readonly string[], secretsToo: boolean, draft = this.#draft): Promise<Rows | undefined> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#problem = undefined;
    this.#shown = undefined;
    this.#trying = true;
    this.#changed();
    await this.#trials.begin(draft, ids, () => turn === this.#turn);
    if (turn !== this.#turn) return undefined;
    this.#trials.again(ids, secretsToo);
    await this.#trials.answered(ids);
    if (turn !== this.#turn) return undefined;
    this.#trying = false;
    this.#changed();
    return this.#trials.rows();
  }

  #more(): void {
    this.#progress.more();
    this.#blind = false;
    this.#refused = 0;
    this.#options.store.save(this.#draft);
    this.#arrive();
  }

  async #write(): Promise<void> {
    const refused = this.#trials.refusals();
    const typed = [...this.#typed].map(([key, text]) => ({ key, text }));
    this.#trying = true;
    this.#changed();
    try {
      const said = await this.#options.write(draftText(this.#draft), typed);
      // The new file is newer than what was refused before it, and that must not be sent again for it.
      for (const { target, account } of refused) this.#options.refusals.refused(target, account);
      this.#options.store.forget();
      this.#done = said;
      this.leave();
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : faultText(error);
    }
    this.#trying = false;
    this.#changed();
  }

  #forgetTyped(): void {
    this.#typed.delete(secretKey(this.#draft));
    this.#unsent = undefined;
    this.#trials.give(this.#draft, '');
    this.#progress.reopen('password');
    this.#refused = 0;
    this.#blind = false;
  }

  #isBlind(): boolean {
    if (this.#at !== 'finish' && !behindLogIn.has(this.#at)) return false;
    return this.#blind || isWithoutAccount(this.#draft) || mustSpare(this.#draft, this.#trials.rows());
  }

  get #draft(): Draft {
    return this.#progress.draft;
  }

  get #at(): StepKey {
    return this.#progress.at;
  }

  #say(problem: string): void {
    this.#problem = problem;
    this.#changed();
  }

  #show(value: string, findings: readonly Finding[], advice: string, instead?: () => Promise<void>): void {
    this.#shown = { step: this.#at, value, findings, advice, ...(instead === undefined ? {} : { instead }) };
    this.#changed();
  }

  #clear(): void {
    this.#problem = undefined;
    this.#shown = undefined;
    this.#changed();
  }

  #changed(): void {
    this.#view = undefined;
    for (const listener of [...this.#listeners]) listener();
  }

  /** A fault of ours is told on the page. */
  #follow(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#trying = false;
      this.#say(`a fault in this question: ${faultText(error)}`);
    });
  }
}
