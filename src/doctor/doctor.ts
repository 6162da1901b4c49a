import { startDeadline } from '../engine/deadline.ts';
import { gatesOf } from '../engine/gate.ts';
import type { JsonObject } from '../engine/json.ts';
import { Ledger } from '../engine/ledger.ts';
import type { Answer } from '../engine/rows.ts';
import { type EngineEvent, Scheduler } from '../engine/scheduler.ts';
import type { ProbeEnvironment } from '../probes/probe.ts';
import type { ProfileName } from '../settings/profiles.ts';
import type { Settings } from '../settings/schema.ts';
import { type Configuration, withTyped } from './configuration.ts';
import { Desk, otherThan } from './desk.ts';
import { Effects } from './effects.ts';
import { createLockOut, type LockOut } from './lock-out.ts';
import { LockOutQuestions } from './lock-out-questions.ts';
import { Notices } from './notices.ts';
import type { DoctorOptions } from './options.ts';
import { type EcmaPlan, lackingSecrets, neededSecrets, planFor } from './planning.ts';
import type { SavedProbe } from './saved.ts';
import type { Doctor, DoctorView, Question, SecretRequest } from './view.ts';
import { Watches } from './watch.ts';
import { requestFor } from './withheld.ts';

/** The doctor of a live machine: reads `.ecmarc`, plans, runs, retries, and remembers. */
export function createDoctor(options: DoctorOptions): LiveDoctor {
  return new LiveDoctor(options);
}

export class LiveDoctor implements Doctor {
  readonly #options: DoctorOptions;
  readonly #ledger = new Ledger();
  readonly #desk = new Desk(this.#ledger);
  readonly #scheduler: Scheduler<Settings, ProbeEnvironment>;
  readonly #watches = new Watches((id) => this.#reread(() => this.#scheduler.retry(id)));
  readonly #notices = new Notices();
  readonly #effects: Effects;
  readonly #lockOutQuestions: LockOutQuestions;
  readonly #previous: ReadonlyMap<string, SavedProbe>;
  readonly #answers: Map<string, Answer>;
  readonly #lockOut: LockOut;
  readonly #startedAt: string;
  #configuration: Configuration;
  #plan: EcmaPlan;
  #profile: ProfileName;
  /** A person chose the profile, by option or by key: then `.ecmarc` no longer does. */
  #profileChosen: boolean;
  #finishedAt: string | undefined;
  #cancelled = false;
  #version = 0;
  /** Re-readings of `.ecmarc` come one after the other. */
  #reading: Promise<unknown> = Promise.resolve();
  #readingNow = 0;
  #bound: { stop(): void } | undefined;

  constructor(options: DoctorOptions) {
    this.#options = options;
    this.#configuration = options.configuration;
    this.#profile = options.profile ?? options.configuration.settings.profile;
    this.#profileChosen = options.profile !== undefined;
    this.#lockOut = createLockOut(options.memory.refusals, () => this.#configuration);
    this.#lockOutQuestions = new LockOutQuestions(this.#ledger, this.#lockOut);
    this.#effects = new Effects(options.writeTest);
    this.#plan = planFor(options, options.configuration, this.#effects);
    this.#previous = new Map(options.memory.previous?.probes.map((probe) => [probe.id, probe]));
    this.#answers = new Map(options.memory.answers);
    this.#startedAt = this.#now();
    this.#scheduler = new Scheduler({
      ledger: this.#ledger,
      plan: this.#plan,
      settings: () => this.#configuration.settings,
      profile: () => this.#profile,
      environment: () => this.#environment(),
      now: () => this.#now(),
      onEvent: (event) => this.#onEvent(event),
    });
  }

  view(): DoctorView {
    const { tool, platform, failOn, choice, memory } = this.#options;
    const { hostName: name, platform: os, user } = platform.machine();
    return this.#desk.view({
      version: this.#version,
      plan: this.#plan,
      settings: this.#configuration.settings,
      configPath: this.#configuration.path,
      profile: this.#profile,
      tool,
      host: { name, platform: os },
      user,
      failOn,
      cancelled: this.#cancelled,
      partly: choice.only.length > 0 || choice.skip.length > 0,
      frozen: false,
      busy: this.#busy,
      now: this.#now(),
      settingsAt: new Date(this.#configuration.mtimeMs ?? Date.parse(this.#startedAt)).toISOString(),
      answers: this.#answers,
      previous: this.#previous,
      questions: this.#questions(),
      watches: this.#watches,
      notices: [...this.#notices.list(this.#configuration.warnings), ...memory.notices],
      startedAt: this.#startedAt,
      finishedAt: this.#finishedAt,
    });
  }

  subscribe(listener: () => void): () => void {
    return this.#ledger.subscribe(listener);
  }

  start(): void {
    const { timeoutMs } = this.#options;
    if (timeoutMs !== undefined) this.#bound = startDeadline(timeoutMs, () => this.#cut(timeoutMs));
    this.#run(this.#plan.probes.map((probe) => probe.id));
    this.#changed();
  }

  async settled(): Promise<void> {
    do {
      await this.#reading;
      await this.#scheduler.settled();
    } while (this.#busy);
  }

  retry(id: string): void {
    this.#reread(() => {
      this.#effects.askAgain(id);
      this.#lockOutQuestions.retried(this.#scheduler.retry(id));
    });
  }

  retryNotPassed(): void {
    this.#reread(() => {
      const open = this.view().rows.filter((row) => row.status !== 'pass' && row.status !== 'running');
      this.#scheduler.run(open.map((row) => row.id));
    });
  }

  retryAll(): void {
    this.#reread(() => this.#scheduler.run(this.#plan.probes.map((probe) => probe.id)));
  }

  watch(id: string): void {
    const probe = this.#plan.byId.get(id);
    if (probe === undefined) return;
    if (this.#watches.has(id)) this.#watches.remove(id);
    else if (probe.lockout === true) {
      const text = `${probe.title} is not watched: repeating it could lock an account. Press r.`;
      this.#notices.say('warn', text);
    } else {
      this.#watches.add(id);
      this.#reread(() => this.#scheduler.retry(id));
    }
    this.#changed();
  }

  setProfile(profile: string): void {
    this.#profileChosen = true;
    if (profile !== this.#profile) this.#profile = otherThan(this.#profile);
    this.#changed();
  }

  confirm(id: string): void {
    const probe = this.#plan.byId.get(id);
    if (this.#lockOutQuestions.confirm(id)) {
      this.#scheduler.retry(id);
    } else if (probe !== undefined && this.#questions().has(id)) {
      this.#effects.agree(id);
      this.#adopt(this.#configuration);
      this.#run([id]);
    } else if (probe?.answerable === true) {
      const { user } = this.#options.platform.machine();
      const answer: Answer = { by: user, at: this.#now(), where: 'the state folder' };
      this.#answers.set(id, answer);
      this.#options.memory.answer(id, answer);
    }
    this.#changed();
  }

  decline(id: string): void {
    this.#lockOutQuestions.decline(id);
    this.#effects.decline(id);
    this.#changed();
  }

  async cancel(why: string, graceMs = 3_000): Promise<void> {
    this.#cancelled = true;
    this.#watches.clear();
    this.#bound?.stop();
    this.#scheduler.stop(() => ({ kind: 'cancelled', why }));
    this.#changed();
    await this.#scheduler.drained(graceMs);
  }

  wanted(): readonly SecretRequest[] {
    const keys = neededSecrets(this.#plan, this.#configuration);
    return this.#configuration.secrets.prompts(keys).map(requestFor);
  }

  give(key: string, text: string): void {
    this.#adopt(withTyped(this.#configuration, key, text, this.#options.platform.now().getTime()));
    this.#changed();
  }

  /** Secrets that chosen probes need and that cannot be had, in words; those to be typed too, unless asked. */
  async lacking(promptsToo: boolean): Promise<readonly string[]> {
    return lackingSecrets(this.#plan, this.#configuration, promptsToo);
  }

  /** How many probes were chosen by name: none means that the globs fit nothing. */
  get chosen(): number {
    return this.#plan.chosen.size;
  }

  get configuration(): Configuration {
    return this.#configuration;
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
    this.#bound?.stop();
    await this.#options.memory.close();
  }

  get #busy(): boolean {
    return this.#readingNow > 0 || this.#scheduler.busy;
  }

  #now(): string {
    return this.#options.platform.now().toISOString();
  }

  #changed(): void {
    this.#version += 1;
    this.#ledger.touch();
    this.#ledger.flush();
  }

  /** Lock-out first; then what wants to change something. */
  #questions(): ReadonlyMap<string, Question> {
    const { settings } = this.#configuration;
    const effects = this.#options.probesFor(settings).flatMap((probe) => {
      const question = this.#plan.chosen.has(probe.id) ? this.#effects.question(probe, settings) : undefined;
      return question === undefined ? [] : [[probe.id, question] as const];
    });
    return new Map([...effects, ...this.#lockOutQuestions.open]);
  }

  #encoded(): JsonObject {
    return this.#options.encode(this.view(), this.#configuration.settings);
  }

  #environment(): ProbeEnvironment {
    return {
      settings: this.#configuration.settings,
      platform: this.#options.platform,
      credentials: this.#lockOut,
      secret: (source) => this.#configuration.secrets.resolve(source),
    };
  }

  /** Reads `.ecmarc` again, takes it over when it reads, and then does `work`. */
  #reread(work: () => void): void {
    this.#readingNow += 1;
    this.#reading = this.#reading
      .then(async () => {
        this.#notices.unreadable = await this.#takeOver();
        if (this.#notices.unreadable.length === 0) work();
        this.#follow();
      })
      .catch((error: unknown) =>
        this.#notices.say('error', `a fault while reading .ecmarc: ${String(error)}`),
      )
      .finally(() => {
        this.#readingNow -= 1;
        this.#changed();
      });
  }

  /** Takes over `.ecmarc` as it stands now, or says why it cannot be used; then the one before stays. */
  async #takeOver(): Promise<readonly string[]> {
    const reading = await this.#options.read(this.#configuration);
    if (!reading.ok) return reading.lines;
    const { configuration } = reading;
    try {
      const lacking = await lackingSecrets(
        planFor(this.#options, configuration, this.#effects),
        configuration,
        false,
      );
      if (lacking.length > 0) return lacking;
      this.#adopt(configuration);
      return [];
    } catch (error) {
      return [`${configuration.path ?? '.ecmarc'}: ${String(error)}`];
    }
  }

  /** New settings: what they made runnable runs, and what they are about is looked at anew. */
  #adopt(configuration: Configuration): void {
    const before = this.#plan;
    const gates = gatesOf(before, (id) => this.#ledger.get(id), this.#configuration.settings);
    this.#configuration = configuration;
    if (!this.#profileChosen) this.#profile = configuration.settings.profile;
    this.#plan = planFor(this.#options, configuration, this.#effects);
    this.#scheduler.replan(this.#plan);
    const moved = this.#plan.probes.filter((probe) => {
      const old = before.byId.get(probe.id);
      return (
        old === undefined || old.fingerprint !== probe.fingerprint || gates.get(probe.id)?.kind === 'skipped'
      );
    });
    for (const probe of moved)
      if (this.#ledger.get(probe.id).phase === 'idle') this.#forget(probe.id, before);
    this.#run(moved.map((probe) => probe.id));
  }

  /** Facts of another target are not this one's. */
  #forget(id: string, before: EcmaPlan): void {
    if (before.byId.get(id)?.fingerprint !== this.#plan.byId.get(id)?.fingerprint) this.#ledger.drop(id);
  }

  #run(ids: readonly string[]): void {
    this.#scheduler.run(ids);
    this.#follow();
  }

  /** Sees the run to its end, whoever began it. */
  #follow(): void {
    if (this.#scheduler.busy) this.#finishedAt = undefined;
    void this.#scheduler.settled().then(() => {
      if (this.#scheduler.busy || this.#finishedAt !== undefined) return;
      this.#bound?.stop();
      this.#finishedAt = this.#now();
      this.#changed();
      this.#options.memory.save(() => this.#encoded());
    });
  }

  #cut(timeoutMs: number): void {
    this.#scheduler.stop((waitingFor) => ({
      kind: 'timed-out',
      deadlineMs: timeoutMs,
      cut: 'run',
      ...(waitingFor === undefined ? {} : { waitingFor }),
    }));
  }

  #onEvent(event: EngineEvent): void {
    this.#options.onEvent?.(event);
    if (event.type === 'attempt-started') return;
    this.#lockOutQuestions.ended(event);
    if (event.status === 'pass') this.#watches.remove(event.id);
    else this.#watches.again(event.id);
    this.#version += 1;
    this.#options.memory.save(() => this.#encoded());
  }
}
