import { isoTime } from '../base/iso-time.ts';
import type { JsonObject } from '../base/json.ts';
import type { EcmaProbe } from '../clients/environment.ts';
import type { SecretUse } from '../engine/probe.ts';
import type { EngineEvent } from '../engine/scheduler.ts';
import type { Status } from '../engine/status.ts';
import type { ReportProbe } from '../results/report-schema.ts';
import type { Row } from '../results/row.ts';
import { canBeWaived } from '../results/waivable.ts';
import { type Configuration, withTyped } from './configuration.ts';
import { GivenAnswers } from './given-answers.ts';
import { LockOutQuestions } from './lock-out-questions.ts';
import { Notices } from './notices.ts';
import { isOpen } from './open-row.ts';
import type { DoctorOptions } from './options.ts';
import { osNameOf } from './os-name.ts';
import { lackingSecrets } from './planning.ts';
import { RunSession } from './run-session.ts';
import { SecretPrompts } from './secret-prompts.ts';
import { sends } from './secret-users.ts';
import { UndoAnswer } from './undo-answer.ts';
import type { Doctor, DoctorRow, DoctorView, Question } from './view.ts';
import { type RowInteraction, ViewBuilder, type ViewInput } from './view-builder.ts';
import { Watches } from './watch.ts';

/** Nothing is left to watch for. */
const settled: ReadonlySet<Status> = new Set(['pass', 'attested', 'waived']);

/** What may be otherwise when it is looked at once more without anybody having said or set anything. */
const mayChange: ReadonlySet<Status> = new Set([
  'fail',
  'warn',
  'unknown',
  'blocked',
  'timed-out',
  'crashed',
]);

/** Time that ended attempts get to clean up, in milliseconds. */
const cleanUpMs = 3_000;

/** The doctor of a live machine: reads `.ecmarc`, plans, runs, retries, and remembers. */
export class LiveDoctor implements Doctor {
  readonly #options: DoctorOptions;
  readonly #session: RunSession;
  readonly #views: ViewBuilder;
  readonly #notices = new Notices();
  readonly #watches = new Watches((id) => this.#session.reload(() => this.#session.retry(id)));
  readonly #lockOutQuestions: LockOutQuestions;
  readonly #secretPrompts: SecretPrompts;
  readonly #previous: ReadonlyMap<string, ReportProbe>;
  readonly #answers: GivenAnswers;
  readonly #undoAnswer: UndoAnswer;
  #version = 0;

  constructor(options: DoctorOptions) {
    const { state } = options;
    this.#options = options;
    this.#session = new RunSession(options, {
      event: (event) => this.#onEvent(event),
      rested: (first) => this.#onRest(first),
      reloaded: (unreadable, fault) => this.#onReloaded(unreadable, fault),
    });
    const { ledger, lockOut } = this.#session;
    this.#views = new ViewBuilder(ledger, this.#session.gates);
    ledger.beforeBatch(() => this.#makeViewAhead());
    this.#lockOutQuestions = new LockOutQuestions(ledger, lockOut);
    this.#secretPrompts = new SecretPrompts(ledger);
    this.#previous = new Map(state.previous?.probes.map((probe) => [probe.id, probe]));
    this.#answers = new GivenAnswers(state);
    this.#undoAnswer = new UndoAnswer(this.#answers, this.#session.effects);
    state.listen(() => this.#changed());
  }

  view(): DoctorView {
    return this.#views.view(this.#version, () => this.#viewInput());
  }

  /** Many rows by and by, then the view; true: some are still to come. */
  #makeViewAhead(): boolean {
    try {
      if (this.#views.lookAhead(() => this.#viewInput())) return true;
      this.view();
    } catch {
      // Who asks for it then hears of it.
    }
    return false;
  }

  subscribe(listener: () => void): () => void {
    return this.#session.ledger.subscribe(listener);
  }

  /** Before the first picture, where `start` comes after it: then it shows what is to run, and is made but once. */
  prepare(): void {
    this.#session.prepare();
  }

  start(): void {
    this.#session.start();
    // Drawn with the next batch: what everybody waits for now is that the checks begin, and keys are heard.
    this.#session.ledger.touch();
  }

  settled(): Promise<void> {
    return this.#session.settled();
  }

  retry(id: string): void {
    this.#session.reload(() => {
      this.#session.effects.askAgain(id);
      const armed = this.#session.retry(id);
      this.#lockOutQuestions.retried(armed);
      this.#secretPrompts.retried(armed, this.#session.plan, this.#session.configuration);
    });
    this.#changed();
  }

  retryNotPassed(): void {
    this.#session.reload(() => {
      const open = this.view().rows.filter((row) => row.status !== 'pass' && row.status !== 'running');
      this.#lockOutQuestions.forget();
      this.#session.run(open.map((row) => row.id));
    });
    this.#changed();
  }

  /**
   * What did not pass once more, unattended: never what changes something at the target, and what counts towards lock-out
   * only where it was not tried yet. Gives how many were begun; `.ecmarc` is not read again.
   */
  lookAgain(timeoutMs: number | undefined): number {
    const ids = this.view()
      .rows.filter((row) => {
        const probe = this.#session.plan.byId.get(row.id);
        if (probe === undefined || probe.asks !== undefined || row.answer !== undefined) return false;
        if (probe.lockout === true && row.attempts.length > 0) return false;
        return mayChange.has(row.status);
      })
      .map(({ id }) => id);
    if (ids.length === 0) return 0;
    this.#session.bound(timeoutMs);
    this.#session.run(ids);
    this.#changed();
    return ids.length;
  }

  retryAll(): void {
    this.#session.reload(() => {
      this.#lockOutQuestions.forget();
      this.#session.runAll();
    });
    this.#changed();
  }

  watch(id: string): string | undefined {
    const probe = this.#session.plan.byId.get(id);
    if (probe === undefined) return undefined;
    const locking = this.#lockingBehind(id);
    if (this.#watches.has(id)) {
      this.#watches.remove(id);
    } else if (probe.asks !== undefined) {
      return `${probe.title} is not watched: each try changes something at the target. Press r.`;
    } else if (locking === undefined) {
      this.#watches.add(id);
      this.#session.reload(() => this.#session.retry(id));
    } else {
      const what = locking === probe ? 'it' : `"${locking.title}"`;
      return `${probe.title} is not watched: repeating ${what} could lock an account. Press r.`;
    }
    this.#changed();
    return undefined;
  }

  setProfile(profile: string): void {
    this.#session.choose(profile);
    this.#changed();
  }

  confirm(id: string): void {
    const row = this.#row(id);
    if (this.#lockOutQuestions.confirm(id)) {
      this.#session.retry(id);
    } else if (row?.given !== undefined && row.question === undefined) {
      this.#undoAnswer.ask(id, row.given);
    } else if (row?.question !== undefined) {
      if (row.given === undefined) this.#session.effects.agree(id);
      else this.#undoAnswer.takeBack(id, row.given);
      // The plan with another guard: what was held back is let run, or the other way round.
      this.#session.adopt(this.#session.configuration);
      this.#save();
    } else if (row !== undefined && isOpen(row)) {
      const { platform } = this.#options;
      const answer = { by: platform.machine().user, at: this.#session.now() };
      this.#answers.give(row, this.#session.configuration.settings, answer);
      this.#save();
    }
    this.#changed();
  }

  waive(id: string, waiver: { readonly reason: string; readonly until: string }): void {
    const row = this.#row(id);
    if (row === undefined || !canBeWaived(row)) return;
    const answer = { by: this.#options.platform.machine().user, at: this.#session.now() };
    this.#answers.waive(row, this.#session.configuration.settings, answer, waiver);
    this.#save();
    this.#changed();
  }

  decline(id: string): void {
    this.#undoAnswer.drop(id);
    this.#lockOutQuestions.decline(id);
    this.#session.effects.decline(id);
    this.#changed();
  }

  async cancel(why: string, graceMs = cleanUpMs): Promise<void> {
    this.#watches.clear();
    this.#session.cancel(why);
    this.#changed();
    await this.#session.drained(graceMs);
  }

  wanted(): readonly SecretUse[] {
    return this.#secretPrompts.wanted(this.#session.plan, this.#session.configuration);
  }

  give(key: string, text: string): void {
    const { configuration, ledger } = this.#session;
    this.#secretPrompts.given(key);
    this.#session.adopt(withTyped(configuration, key, text, this.#options.platform.now().getTime()));
    // Those that had been held back run already; the others were refused with what was typed before.
    const senders = this.#session.plan.probes
      .filter((probe) => sends(probe, key) && ledger.get(probe.id).phase === 'idle')
      .map((probe) => probe.id);
    this.#lockOutQuestions.retried(senders);
    this.#session.run(senders);
    this.#changed();
  }

  /** Secrets that chosen probes need and that cannot be had, in words; those to be typed too, when asked. */
  async lacking(promptsToo: boolean): Promise<readonly string[]> {
    return lackingSecrets(this.#session.plan, this.#session.configuration, promptsToo);
  }

  /** How many probes were chosen by name: none means that the globs fit nothing. */
  get chosen(): number {
    return this.#session.plan.chosen.size;
  }

  get configuration(): Configuration {
    return this.#session.configuration;
  }

  get refusals(): DoctorOptions['state']['refusals'] {
    return this.#options.state.refusals;
  }

  /** Where results are kept; undefined when they cannot be. */
  get stateFolder(): string | undefined {
    return this.#options.state.folder;
  }

  saveNow(): void {
    this.#options.state.saveNow(() => this.#encoded());
  }

  async close(): Promise<void> {
    this.#watches.clear();
    // What was cut or cancelled may still be cleaning up.
    await this.#session.drained(cleanUpMs);
    await this.#options.state.close();
  }

  #changed(): void {
    this.#version += 1;
    this.#session.ledger.touch();
    this.#session.ledger.flush();
  }

  #row(id: string): DoctorRow | undefined {
    return this.view().rows.find((row) => row.id === id);
  }

  #viewInput(): ViewInput {
    const { tool, platform, failOn, choice, state } = this.#options;
    const { hostName: name, platform: system, user } = platform.machine();
    const { plan, configuration, profile, cancelled, busy, startedAt, finishedAt } = this.#session;
    const { settings, path: configPath, mtimeMs, warnings } = configuration;
    return {
      plan,
      settings,
      configPath,
      profile,
      tool,
      host: { name, os: osNameOf(platform), platform: system },
      user,
      failOn,
      cancelled,
      partly: choice.only.length > 0 || choice.skip.length > 0,
      readOnly: false,
      busy,
      now: this.#session.now(),
      settingsAt: mtimeMs === undefined ? startedAt : isoTime(mtimeMs),
      given: (id) => {
        const probe = plan.byId.get(id);
        return probe === undefined ? undefined : this.#answers.for(probe, settings);
      },
      waivedHere: (id) => {
        const probe = plan.byId.get(id);
        return probe === undefined ? undefined : this.#answers.waiver(probe, settings);
      },
      previous: this.#previous,
      question: this.#question(),
      interaction: this.#interaction(),
      watches: this.#watches,
      notices: [...this.#notices.list([...warnings, ...this.#session.unmatchedGlobs]), ...state.notices],
      startedAt,
      finishedAt,
      draft: this.#options.draft === true,
    };
  }

  /** Lock-out first; then what wants to change something. */
  #question(): (id: string) => Question | undefined {
    const { plan, configuration, effects } = this.#session;
    const { open } = this.#lockOutQuestions;
    return (id) => {
      const probe = plan.byId.get(id);
      return open.get(id) ?? (probe && effects.question(probe, configuration.settings));
    };
  }

  #save(): void {
    const { state, encode, encodeAhead } = this.#options;
    state.save(async () => {
      const view = this.view();
      const { settings } = this.#session.configuration;
      // Checks that end meanwhile, and answers, ask to be saved again.
      await encodeAhead?.(view);
      return encode(view, settings);
    });
  }

  #interaction(): (row: Row) => RowInteraction {
    const { plan, configuration } = this.#session;
    const { settings } = configuration;
    let wanted: readonly SecretUse[] | undefined;
    return (row) => {
      const given = this.#undoAnswer.given(row, settings);
      wanted ??= this.wanted();
      return {
        given,
        question: this.#undoAnswer.question(row.id, given),
        wants: wanted.find(({ key }) => sends(plan.byId.get(row.id), key)),
        lapsed: this.#answers.lapsed(row, settings),
      };
    };
  }

  /** The probe that a retry of this one would repeat although that could lock an account. */
  #lockingBehind(id: string): EcmaProbe | undefined {
    const root = this.#row(id)?.blockedBy;
    const probes = [id, ...(root === undefined ? [] : [root])].map((one) => this.#session.plan.byId.get(one));
    return probes.find((probe) => probe?.lockout === true);
  }

  #encoded(): JsonObject {
    return this.#options.encode(this.view(), this.#session.configuration.settings);
  }

  #onReloaded(unreadable: readonly string[], fault: unknown): void {
    this.#notices.unreadable = unreadable;
    if (fault !== undefined) this.#notices.say('error', `a fault while reading .ecmarc: ${String(fault)}`);
    this.#changed();
  }

  #onRest(first: boolean): void {
    if (this.#session.cancelled) this.#watches.clear();
    else this.#goOnWatching();
    if (!first) return;
    this.#changed();
    this.#options.state.saveLast(() => this.#encoded());
  }

  /** Watched rows that got no attempt (blocked, skipped, `.ecmarc` does not read) are tried again like others. */
  #goOnWatching(): void {
    if (this.#session.busy) return;
    for (const id of this.#watches.ids()) {
      const status = this.#row(id)?.status;
      if (status === undefined || settled.has(status)) this.#watches.remove(id);
      else this.#watches.again(id);
      this.#views.touch(id);
      this.#session.ledger.touch();
    }
  }

  #onEvent(event: EngineEvent): void {
    this.#options.onEvent?.(event);
    if (event.type === 'attempt-started') return;
    this.#undoAnswer.drop(event.id);
    this.#lockOutQuestions.ended(event);
    if (event.status === 'pass') this.#watches.remove(event.id);
    else this.#watches.again(event.id);
    this.#views.touch(event.id);
    this.#save();
  }
}
