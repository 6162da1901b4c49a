import { faultText } from '../base/text.ts';
import { type Draft, draftInto, emptyDraft, type StepKey } from './draft.ts';
import { makeView, type Shown } from './make-view.ts';
import type { Offers } from './offers.ts';
import { Progress } from './progress.ts';
import { type Rows, Trials, type TrialsOptions } from './trials.ts';
import type { WizardView } from './view.ts';

/** A draft that outlives the wizard. */
export interface DraftStore {
  load(): Draft | undefined;
  save(draft: Draft): void;
  forget(): void;
}

export interface CoreOptions extends Omit<TrialsOptions, 'changed'> {
  readonly store: DraftStore;
  /** The `.ecmarc` that is there already, and takes further connectors. */
  readonly into?: NonNullable<Draft['into']>;
}

/**
 * What every question works with: where the questions stand, the checks that try an answer, and what is shown of it. A
 * try that was given up counts no more when it ends.
 */
export class WizardCore {
  readonly file: string;
  readonly progress: Progress;
  readonly trials: Trials;
  readonly #listeners = new Set<() => void>();
  #problem: string | undefined;
  #shown: Shown | undefined;
  #trying = false;
  #done: string | undefined;
  #closed = false;
  /** Grows when what is under way does not count any more. */
  #turn = 0;
  #offered: Pick<Offers, 'root'> = {};
  #view: WizardView | undefined;

  constructor(options: CoreOptions) {
    this.file = options.file;
    const draft = options.store.load() ?? emptyDraft;
    this.progress = new Progress(options.into === undefined ? draft : draftInto(draft, options.into));
    this.trials = new Trials({ ...options, changed: () => this.#changed() });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  get draft(): Draft {
    return this.progress.draft;
  }

  get at(): StepKey {
    return this.progress.at;
  }

  get trying(): boolean {
    return this.#trying;
  }

  /** It is over: nothing more is answered. */
  get isDone(): boolean {
    return this.#done !== undefined;
  }

  /** What the last try of this question has left to read. */
  get shown(): Shown | undefined {
    return this.#shown?.step === this.at ? this.#shown : undefined;
  }

  /** What there is to choose from, by the target or by what it showed. */
  offers(): Offers {
    return { ...this.trials.offers(this.draft), ...this.#offered };
  }

  offer(offered: Pick<Offers, 'root'>): void {
    this.#offered = offered;
    this.#changed();
  }

  view(): WizardView {
    this.#view ??= makeView({
      file: this.file,
      draft: this.draft,
      at: this.at,
      ends: this.progress.ends,
      offers: this.offers(),
      rows: this.trials.rows(),
      shown: this.shown,
      problem: this.#problem,
      trying: this.#trying,
      done: this.#done,
    });
    return this.#view;
  }

  /** Tells later whether what began now still counts. */
  mark(): () => boolean {
    const turn = this.#turn;
    return () => turn === this.#turn && !this.#closed;
  }

  /** What is under way counts no more. True where it was a try that was waited for. */
  stop(): boolean {
    this.#turn += 1;
    if (!this.#trying) return false;
    this.#trying = false;
    this.clear();
    return true;
  }

  /** Begins these beside the person's thinking. */
  async begin(ids: readonly string[]): Promise<void> {
    const counts = this.mark();
    await this.trials.begin(this.draft, ids, counts);
    if (counts()) this.trials.again(ids, false);
  }

  /** Runs these; gives the rows when they have their answers, undefined when that does not count any more. */
  async run(ids: readonly string[], secretsToo = false, draft = this.draft): Promise<Rows | undefined> {
    this.#turn += 1;
    const counts = this.mark();
    this.#problem = undefined;
    this.#shown = undefined;
    this.wait(true);
    await this.trials.begin(draft, ids, counts);
    if (!counts()) return undefined;
    this.trials.again(ids, secretsToo);
    await this.trials.answered(ids);
    if (!counts()) return undefined;
    this.wait(false);
    return this.trials.rows();
  }

  /** While one waits no answer is taken. */
  wait(trying: boolean): void {
    this.#trying = trying;
    this.#changed();
  }

  /** What is wrong with the answer as it was typed. Never takes the answer. */
  say(problem: string): false {
    this.#problem = problem;
    this.#changed();
    return false;
  }

  /** What came of the try, to be read before the next Enter. Never takes the answer. */
  show(shown: Omit<Shown, 'step'>): false {
    this.#problem = undefined;
    this.#shown = { ...shown, step: this.at };
    this.#changed();
    return false;
  }

  clear(): void {
    this.#problem = undefined;
    this.#shown = undefined;
    this.#changed();
  }

  end(said: string): void {
    this.#done = said;
    this.#changed();
  }

  close(): void {
    this.#closed = true;
    this.#turn += 1;
    this.follow(this.trials.close());
  }

  /** A fault of ours is told on the page. */
  follow(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#trying = false;
      this.say(`a fault in this question: ${faultText(error)}`);
    });
  }

  #changed(): void {
    this.#view = undefined;
    for (const listener of [...this.#listeners]) listener();
  }
}
