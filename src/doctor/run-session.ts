import { defined } from '../base/defined.ts';
import { keepNames } from '../base/hush.ts';
import type { ProbeEnvironment } from '../clients/environment.ts';
import { startDeadline } from '../engine/deadline.ts';
import { type Entry, Ledger } from '../engine/ledger.ts';
import type { LiveGates } from '../engine/live-gates.ts';
import { type EngineEvent, Scheduler } from '../engine/scheduler.ts';
import { describeEnds } from '../results/judge.ts';
import { otherProfile, type ProfileName } from '../settings/profiles.ts';
import type { Settings } from '../settings/schema.ts';
import { settingsChanges } from '../settings/settings-changes.ts';
import { namesIn } from '../settings/settings-for-report.ts';
import type { Configuration } from './configuration.ts';
import { Effects } from './effects.ts';
import { createLockOut, type LockOut } from './lock-out.ts';
import type { SessionOptions } from './options.ts';
import { changedBetween, type EcmaPlan, lackingSecrets, planFor, unmatchedGlobs } from './planning.ts';
import { ReloadQueue } from './reload-queue.ts';

export interface RunSessionListener {
  event(event: EngineEvent): void;
  /** Nothing runs any more; `first`: for the first time since something began. */
  rested(first: boolean): void;
  /** A reading of `.ecmarc` and what followed it are over: why it cannot be used, and a fault if there was one. */
  reloaded(unreadable: readonly string[], fault: unknown): void;
}

/** Settings, plan and run of one doctor: what is looked at, and that it goes on when `.ecmarc` changes. */
export class RunSession {
  readonly ledger = new Ledger();
  readonly effects: Effects;
  readonly lockOut: LockOut;
  readonly startedAt: string;
  readonly #options: SessionOptions;
  readonly #listener: RunSessionListener;
  readonly #scheduler: Scheduler<Settings, ProbeEnvironment>;
  readonly #reloads = new ReloadQueue();
  #configuration: Configuration;
  #plan: EcmaPlan;
  #unmatched: { readonly plan: EcmaPlan; readonly lines: readonly string[] } | undefined;
  #profile: ProfileName;
  /** A person chose the profile, by option or by key: then `.ecmarc` no longer does. */
  #profileChosen: boolean;
  #finishedAt: string | undefined;
  #begun = false;
  #cancelled = false;
  #bound: { stop(): void } | undefined;

  constructor(options: SessionOptions, listener: RunSessionListener) {
    this.#options = options;
    this.#listener = listener;
    this.#configuration = options.configuration;
    keepNames(namesIn(options.configuration.settings));
    this.#profile = options.profile ?? options.configuration.settings.profile;
    this.#profileChosen = options.profile !== undefined;
    this.effects = new Effects(options.writeTest);
    this.lockOut = createLockOut(options.state.refusals, () => this.#configuration);
    this.#plan = planFor(options, options.configuration, this.effects);
    this.startedAt = this.now();
    this.#scheduler = new Scheduler({
      ledger: this.ledger,
      plan: this.#plan,
      settings: () => this.#configuration.settings,
      describe: describeEnds(
        () => this.#configuration.settings,
        () => this.#profile,
      ),
      environment: () => this.#environment(),
      now: () => this.now(),
      onEvent: (event) => listener.event(event),
    });
  }

  get gates(): LiveGates<Settings, ProbeEnvironment> {
    return this.#scheduler.gates;
  }

  get plan(): EcmaPlan {
    return this.#plan;
  }

  /** Lines about waivers, deadlines and choices that fit no check. */
  get unmatchedGlobs(): readonly string[] {
    if (this.#unmatched?.plan !== this.#plan) {
      this.#unmatched = {
        plan: this.#plan,
        lines: unmatchedGlobs(this.#plan, this.#configuration, this.#options.choice),
      };
    }
    return this.#unmatched.lines;
  }

  get configuration(): Configuration {
    return this.#configuration;
  }

  get profile(): ProfileName {
    return this.#profile;
  }

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** When the last run ended; undefined while one is under way. */
  get finishedAt(): string | undefined {
    return this.#finishedAt;
  }

  /** Something runs, or is about to: before `start` nothing can be said to be over. */
  get busy(): boolean {
    return (!this.#begun && !this.#cancelled) || this.#reloads.busy || this.#scheduler.busy;
  }

  now(): string {
    return this.#options.platform.now().toISOString();
  }

  /** Says of all checks that their turn is to come: the first picture shows them waiting, as the next ones do. */
  prepare(): void {
    if (!this.#cancelled) this.#scheduler.prepare(this.#plan.byId.keys());
  }

  /** The first run, within the upper bound that was given. */
  start(): void {
    this.#begun = true;
    this.bound(this.#options.timeoutMs);
    if (!this.#scheduler.busy) this.prepare();
    if (this.#cancelled) return;
    this.#scheduler.begin();
    this.#follow();
  }

  /** An upper bound, in milliseconds, of what is begun now. */
  bound(timeoutMs: number | undefined): void {
    this.#bound?.stop();
    if (timeoutMs !== undefined) this.#bound = startDeadline(timeoutMs, () => this.#cut(timeoutMs));
  }

  runAll(): void {
    this.run(this.#plan.probes.map((probe) => probe.id));
  }

  run(ids: readonly string[]): void {
    if (this.#cancelled) return;
    this.#scheduler.run(ids);
    this.#follow();
  }

  /** Runs one again, its root causes first; gives the ids that were armed. */
  retry(id: string): readonly string[] {
    if (this.#cancelled) return [];
    const armed = this.#scheduler.retry(id);
    this.#follow();
    return armed;
  }

  choose(profile: string): void {
    this.#profileChosen = true;
    if (profile !== this.#profile) this.#profile = otherProfile(this.#profile);
  }

  /** Reads `.ecmarc` again, takes it over when it reads, and then does `work`. */
  reload(work: () => void): void {
    let unreadable: readonly string[] = [];
    this.#reloads.after(
      async () => {
        const taken = await this.#takeOver();
        unreadable = taken.unreadable;
        // Cancelled while it was being read: then nothing begins any more.
        if (unreadable.length > 0 || this.#cancelled) return;
        work();
        // What `work` has started is not started anew.
        this.run(taken.changed.filter((id) => this.ledger.get(id).phase === 'idle'));
      },
      (fault) => {
        this.#listener.reloaded(unreadable, fault);
        this.#follow();
      },
    );
  }

  /** New settings: what they made runnable runs, and what they are about is looked at anew. */
  adopt(configuration: Configuration): void {
    this.run(this.#replan(configuration));
  }

  async settled(): Promise<void> {
    do {
      await this.#reloads.settled();
      await this.#scheduler.settled();
    } while (this.#reloads.busy || this.#scheduler.busy);
  }

  /** Stops what runs, for good. */
  cancel(why: string): void {
    this.#cancelled = true;
    this.#bound?.stop();
    this.#scheduler.stop(() => ({ kind: 'cancelled', why }));
  }

  /** Ends when what was stopped has cleaned up, or after `graceMs`. */
  async drained(graceMs: number): Promise<void> {
    this.#bound?.stop();
    await this.#scheduler.drained(graceMs);
  }

  #environment(): ProbeEnvironment {
    return {
      settings: this.#configuration.settings,
      platform: this.#options.platform,
      credentials: this.lockOut,
      journal: this.#options.state.journal,
      secret: (source) => this.#configuration.secrets.resolve(source),
    };
  }

  /** Plans with these settings; gives the ids of what has to be looked at because of them. */
  #replan(configuration: Configuration): readonly string[] {
    const before = { plan: this.#plan, settings: this.#configuration.settings };
    const entryOf = (id: string): Entry => this.ledger.get(id);
    const after = planFor(this.#options, configuration, this.effects);
    const changed = changedBetween(before, after, entryOf);
    this.#configuration = configuration;
    keepNames(namesIn(configuration.settings));
    if (!this.#profileChosen) this.#profile = configuration.settings.profile;
    this.#plan = after;
    this.#scheduler.replan(after);
    for (const { id, otherTarget } of changed)
      if (otherTarget && entryOf(id).phase === 'idle') {
        const { connector } = after.byId.get(id) ?? {};
        this.#forgetFacts(id, settingsChanges(before.settings, configuration.settings, connector));
      }
    return changed.map(({ id }) => id);
  }

  /** Facts of another target are not this one's; that it was tried there stays its history. */
  #forgetFacts(id: string, changes: string | undefined): void {
    const { attempts, settingsChanged } = this.ledger.get(id);
    this.ledger.drop(id);
    if (attempts.length === 0) return;
    // Changed twice before it was tried again.
    const words = [settingsChanged, changes].filter((text) => text !== undefined).join('; ');
    this.ledger.update(id, {
      attempts,
      settingsChangedAt: this.now(),
      settingsChanged: words === '' ? undefined : words,
    });
  }

  /** Takes over `.ecmarc` as it stands now, or says why it cannot be used; then the one before stays. */
  async #takeOver(): Promise<{
    readonly unreadable: readonly string[];
    readonly changed: readonly string[];
  }> {
    const refused = (unreadable: readonly string[]) => ({ unreadable, changed: [] });
    const reading = await this.#options.read(this.#configuration);
    if (!reading.ok) return refused(reading.lines);
    const { configuration } = reading;
    try {
      const plan = planFor(this.#options, configuration, this.effects);
      const lacking = await lackingSecrets(plan, configuration, false);
      if (lacking.length > 0) return refused(lacking);
      return { unreadable: [], changed: this.#replan(configuration) };
    } catch (error) {
      return refused([`${configuration.path ?? '.ecmarc'}: ${String(error)}`]);
    }
  }

  /** Sees the run to its end, whoever began it. */
  #follow(): void {
    if (this.#scheduler.busy) this.#finishedAt = undefined;
    void this.#scheduler.settled().then(() => {
      if (this.#scheduler.busy) return;
      const first = this.#finishedAt === undefined;
      if (first) {
        this.#bound?.stop();
        this.#finishedAt = this.now();
      }
      this.#listener.rested(first);
    });
  }

  #cut(timeoutMs: number): void {
    this.#scheduler.stop((waitingFor) => ({
      kind: 'cut',
      limitMs: timeoutMs,
      ...defined({ waitingFor }),
    }));
  }
}
