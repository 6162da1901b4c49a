import type { JsonObject } from '../base/json.ts';
import type { EcmaProbe } from '../clients/environment.ts';
import type { Row } from '../engine/rows.ts';
import type { EngineEvent } from '../engine/scheduler.ts';
import type { Status } from '../engine/status.ts';
import { type Configuration, withTyped } from './configuration.ts';
import { Course } from './course.ts';
import { Desk, type Marks } from './desk.ts';
import { GivenAnswers } from './given-answers.ts';
import { LockOutQuestions } from './lock-out-questions.ts';
import { Notices } from './notices.ts';
import { isOpen } from './open-row.ts';
import type { DoctorOptions } from './options.ts';
import { lackingSecrets } from './planning.ts';
import type { SavedProbe } from './saved.ts';
import { TakingBack } from './taking-back.ts';
import { Typing } from './typing.ts';
import type { Doctor, DoctorRow, DoctorView, Question, SecretRequest } from './view.ts';
import { Watches } from './watch.ts';
import { sends } from './withheld.ts';

/** The doctor of a live machine: reads `.ecmarc`, plans, runs, retries, and remembers. */
export function createDoctor(options: DoctorOptions): LiveDoctor {
  return new LiveDoctor(options);
}

/** Nothing is left to watch for. */
const settled: ReadonlySet<Status> = new Set(['pass', 'attested', 'waived']);

/** Time that ended attempts get to clean up, in milliseconds. */
const cleanUpMs = 3_000;

export class LiveDoctor implements Doctor {
  readonly #options: DoctorOptions;
  readonly #course: Course;
  readonly #desk: Desk;
  readonly #notices = new Notices();
  readonly #watches = new Watches((id) => this.#course.reread(() => this.#course.retry(id)));
  readonly #lockOutQuestions: LockOutQuestions;
  readonly #typing: Typing;
  readonly #previous: ReadonlyMap<string, SavedProbe>;
  readonly #answers: GivenAnswers;
  readonly #takingBack: TakingBack;
  #version = 0;

  constructor(options: DoctorOptions) {
    const { memory } = options;
    this.#options = options;
    this.#course = new Course(options, {
      event: (event) => this.#onEvent(event),
      rested: (first) => this.#onRest(first),
      reread: (unreadable, fault) => this.#onReread(unreadable, fault),
    });
    const { ledger, lockOut } = this.#course;
    this.#desk = new Desk(ledger);
    this.#lockOutQuestions = new LockOutQuestions(ledger, lockOut);
    this.#typing = new Typing(ledger);
    this.#previous = new Map(memory.previous?.probes.map((probe) => [probe.id, probe]));
    this.#answers = new GivenAnswers(memory);
    this.#takingBack = new TakingBack(this.#answers, this.#course.effects);
    memory.listen(() => this.#changed());
  }

  view(): DoctorView {
    const { tool, platform, failOn, choice, memory } = this.#options;
    const { hostName: name, platform: os, user } = platform.machine();
    const { plan, configuration, profile, cancelled, busy, startedAt, finishedAt } = this.#course;
    const { settings, path: configPath, mtimeMs, warnings } = configuration;
    return this.#desk.view({
      version: this.#version,
      plan,
      settings,
      configPath,
      profile,
      tool,
      host: { name, platform: os },
      user,
      failOn,
      cancelled,
      partly: choice.only.length > 0 || choice.skip.length > 0,
      frozen: false,
      busy,
      now: this.#course.now(),
      settingsAt: mtimeMs === undefined ? startedAt : new Date(mtimeMs).toISOString(),
      given: (id) => {
        const probe = plan.byId.get(id);
        return probe === undefined ? undefined : this.#answers.for(probe, settings);
      },
      previous: this.#previous,
      questions: this.#questions(),
      marks: this.#marks(),
      watches: this.#watches,
      notices: [...this.#notices.list([...warnings, ...this.#course.idle]), ...memory.notices],
      startedAt,
      finishedAt,
    });
  }

  subscribe(listener: () => void): () => void {
    return this.#course.ledger.subscribe(listener);
  }

  start(): void {
    this.#course.start();
    this.#changed();
  }

  settled(): Promise<void> {
    return this.#course.settled();
  }

  retry(id: string): void {
    this.#course.reread(() => {
      this.#course.effects.askAgain(id);
      const armed = this.#course.retry(id);
      this.#lockOutQuestions.retried(armed);
      this.#typing.retried(armed, this.#course.configuration);
    });
    this.#changed();
  }

  retryNotPassed(): void {
    this.#course.reread(() => {
      const open = this.view().rows.filter((row) => row.status !== 'pass' && row.status !== 'running');
      this.#lockOutQuestions.forget();
      this.#course.run(open.map((row) => row.id));
    });
    this.#changed();
  }

  retryAll(): void {
    this.#course.reread(() => {
      this.#lockOutQuestions.forget();
      this.#course.runAll();
    });
    this.#changed();
  }

  watch(id: string): string | undefined {
    const probe = this.#course.plan.byId.get(id);
    if (probe === undefined) return undefined;
    const locking = this.#lockingBehind(id);
    if (this.#watches.has(id)) {
      this.#watches.remove(id);
    } else if (probe.asks !== undefined) {
      return `${probe.title} is not watched: each try changes something at the target. Press r.`;
    } else if (locking === undefined) {
      this.#watches.add(id);
      this.#course.reread(() => this.#course.retry(id));
    } else {
      const what = locking === probe ? 'it' : `"${locking.title}"`;
      return `${probe.title} is not watched: repeating ${what} could lock an account. Press r.`;
    }
    this.#changed();
    return undefined;
  }

  setProfile(profile: string): void {
    this.#course.choose(profile);
    this.#changed();
  }

  confirm(id: string): void {
    const row = this.#row(id);
    if (this.#lockOutQuestions.confirm(id)) {
      this.#course.retry(id);
    } else if (row?.given !== undefined && row.question === undefined) {
      this.#takingBack.ask(id, row.given);
    } else if (row?.question !== undefined) {
      if (row.given === undefined) this.#course.effects.agree(id);
      else this.#takingBack.takeBack(id, row.given);
      // The plan with another guard: what was held back is let run, or the other way round.
      this.#course.adopt(this.#course.configuration);
      this.#save();
    } else if (row !== undefined && isOpen(row)) {
      const { platform } = this.#options;
      const answer = { by: platform.machine().user, at: this.#course.now() };
      this.#answers.give(row, this.#course.configuration.settings, answer);
      this.#save();
    }
    this.#changed();
  }

  decline(id: string): void {
    this.#takingBack.drop(id);
    this.#lockOutQuestions.decline(id);
    this.#course.effects.decline(id);
    this.#changed();
  }

  async cancel(why: string, graceMs = cleanUpMs): Promise<void> {
    this.#watches.clear();
    this.#course.cancel(why);
    this.#changed();
    await this.#course.drained(graceMs);
  }

  wanted(): readonly SecretRequest[] {
    return this.#typing.wanted(this.#course.plan, this.#course.configuration);
  }

  give(key: string, text: string): void {
    const { configuration, ledger } = this.#course;
    this.#typing.given(key);
    this.#course.adopt(withTyped(configuration, key, text, this.#options.platform.now().getTime()));
    // Those that had been held back run already; the others were refused with what was typed before.
    const senders = this.#course.plan.probes
      .map((probe) => probe.id)
      .filter((id) => sends(id, key) && ledger.get(id).phase === 'idle');
    this.#lockOutQuestions.retried(senders);
    this.#course.run(senders);
    this.#changed();
  }

  /** Secrets that chosen probes need and that cannot be had, in words; those to be typed too, when asked. */
  async lacking(promptsToo: boolean): Promise<readonly string[]> {
    return lackingSecrets(this.#course.plan, this.#course.configuration, promptsToo);
  }

  /** How many probes were chosen by name: none means that the globs fit nothing. */
  get chosen(): number {
    return this.#course.plan.chosen.size;
  }

  get configuration(): Configuration {
    return this.#course.configuration;
  }

  /** Where results are kept; undefined when they cannot be. */
  get stateFolder(): string | undefined {
    return this.#options.memory.folder;
  }

  saveNow(): void {
    this.#options.memory.saveNow(() => this.#encoded());
  }

  async close(): Promise<void> {
    this.#watches.clear();
    // What was cut or cancelled may still be cleaning up.
    await this.#course.drained(cleanUpMs);
    await this.#options.memory.close();
  }

  #changed(): void {
    this.#version += 1;
    this.#course.ledger.touch();
    this.#course.ledger.flush();
  }

  #row(id: string): DoctorRow | undefined {
    return this.view().rows.find((row) => row.id === id);
  }

  /** Lock-out first; then what wants to change something. */
  #questions(): ReadonlyMap<string, Question> {
    const { plan, configuration, effects } = this.#course;
    const asked = plan.probes.flatMap((probe) => {
      const question = effects.question(probe, configuration.settings);
      return question === undefined ? [] : [[probe.id, question] as const];
    });
    return new Map([...asked, ...this.#lockOutQuestions.open]);
  }

  #save(): void {
    this.#options.memory.save(() => this.#encoded());
  }

  #marks(): (row: Row) => Marks {
    const { settings } = this.#course.configuration;
    let wanted: readonly SecretRequest[] | undefined;
    return (row) => {
      const given = this.#takingBack.given(row, settings);
      wanted ??= this.wanted();
      return {
        given,
        question: this.#takingBack.question(row.id, given),
        wants: wanted.find(({ key }) => sends(row.id, key)),
        lapsed: this.#answers.lapsed(row, settings),
      };
    };
  }

  /** The probe that a retry of this one would repeat although that could lock an account. */
  #lockingBehind(id: string): EcmaProbe | undefined {
    const root = this.#row(id)?.blockedBy;
    const probes = [id, ...(root === undefined ? [] : [root])].map((one) => this.#course.plan.byId.get(one));
    return probes.find((probe) => probe?.lockout === true);
  }

  #encoded(): JsonObject {
    return this.#options.encode(this.view(), this.#course.configuration.settings);
  }

  #onReread(unreadable: readonly string[], fault: unknown): void {
    this.#notices.unreadable = unreadable;
    if (fault !== undefined) this.#notices.say('error', `a fault while reading .ecmarc: ${String(fault)}`);
    this.#changed();
  }

  #onRest(first: boolean): void {
    if (this.#course.cancelled) this.#watches.clear();
    else this.#goOnWatching();
    if (!first) return;
    this.#changed();
    this.#save();
  }

  /** Watched rows that got no attempt (blocked, skipped, `.ecmarc` does not read) are tried again like others. */
  #goOnWatching(): void {
    if (this.#course.busy) return;
    for (const id of this.#watches.ids()) {
      const status = this.#row(id)?.status;
      if (status === undefined || settled.has(status)) this.#watches.remove(id);
      else this.#watches.again(id);
    }
  }

  #onEvent(event: EngineEvent): void {
    this.#options.onEvent?.(event);
    if (event.type === 'attempt-started') return;
    this.#takingBack.drop(event.id);
    this.#lockOutQuestions.ended(event);
    if (event.status === 'pass') this.#watches.remove(event.id);
    else this.#watches.again(event.id);
    this.#version += 1;
    this.#save();
  }
}
