import { Ledger } from '../engine/ledger.ts';
import { makePlan, type Plan } from '../engine/plan.ts';
import type { FailOn } from '../engine/readiness.ts';
import type { Answer } from '../engine/rows.ts';
import type { EcmaProbe, ProbeEnvironment } from '../probes/probe.ts';
import type { ProfileName } from '../settings/profiles.ts';
import type { Settings } from '../settings/schema.ts';
import { Desk, otherThan } from './desk.ts';
import { entryOf, type SavedRun } from './saved.ts';
import type { Doctor, DoctorView, Notice, SecretRequest } from './view.ts';

export interface FrozenOptions {
  readonly tool: { readonly name: string; readonly version: string };
  readonly saved: SavedRun;
  /** The report's own settings, parsed again. */
  readonly settings: Settings;
  /** The saved file: where its answers are said to stand. */
  readonly path: string;
  readonly probesFor: (settings: Settings) => readonly EcmaProbe[];
  readonly profile?: ProfileName;
  readonly failOn: FailOn;
}

/** The doctor of a saved report: judges its facts again, and touches neither machine nor network. */
export function createFrozenDoctor(options: FrozenOptions): Doctor {
  return new FrozenDoctor(options);
}

const nothingToRun =
  'This is a saved report: nothing is asked again. Start the doctor without --from to run checks.';

class FrozenDoctor implements Doctor {
  readonly #options: FrozenOptions;
  readonly #ledger = new Ledger();
  readonly #desk = new Desk(this.#ledger);
  readonly #plan: Plan<Settings, ProbeEnvironment>;
  readonly #answers: ReadonlyMap<string, Answer>;
  #profile: ProfileName;
  #notices: readonly Notice[] = [];
  #version = 0;

  constructor(options: FrozenOptions) {
    this.#options = options;
    const { saved } = options;
    const known = new Map(saved.probes.map((probe) => [probe.id, probe]));
    this.#plan = makePlan(options.probesFor(options.settings), (id) => {
      const probe = known.get(id);
      return probe !== undefined && probe.reason !== 'not-chosen';
    });
    for (const probe of this.#plan.probes) {
      const saved = known.get(probe.id);
      const message = 'the saved report does not have it';
      const absent = { kind: 'absent', reason: 'not-built', message } as const;
      this.#ledger.update(probe.id, saved === undefined ? { outcome: absent } : entryOf(saved));
    }
    this.#answers = new Map(
      saved.probes.flatMap(({ id, answer, status }) =>
        answer !== undefined && status === 'attested' ? [[id, answer] as const] : [],
      ),
    );
    this.#profile = options.profile ?? (saved.profile === 'ga' ? 'ga' : 'preview-2021');
  }

  view(): DoctorView {
    const { tool, saved, path, failOn } = this.#options;
    return this.#desk.view({
      version: this.#version,
      plan: this.#plan,
      settings: this.#options.settings,
      configPath: path,
      profile: this.#profile,
      tool,
      host: saved.host,
      user: saved.host.name,
      failOn,
      cancelled: saved.exitCode === 130,
      partly: this.#plan.chosen.size < this.#plan.probes.length,
      frozen: true,
      busy: false,
      now: saved.finishedAt,
      settingsAt: saved.finishedAt,
      answers: this.#answers,
      previous: new Map(),
      questions: new Map(),
      watches: { has: () => false, next: () => undefined },
      notices: this.#notices,
      startedAt: saved.startedAt,
      finishedAt: saved.finishedAt,
    });
  }

  subscribe(listener: () => void): () => void {
    return this.#ledger.subscribe(listener);
  }

  start(): void {}

  settled(): Promise<void> {
    return Promise.resolve();
  }

  retry(): void {
    this.#refuse();
  }

  retryNotPassed(): void {
    this.#refuse();
  }

  retryAll(): void {
    this.#refuse();
  }

  watch(): void {
    this.#refuse();
  }

  confirm(): void {
    this.#refuse();
  }

  decline(): void {}

  setProfile(profile: string): void {
    if (profile !== this.#profile) this.#profile = otherThan(this.#profile);
    this.#changed();
  }

  cancel(): Promise<void> {
    return Promise.resolve();
  }

  wanted(): readonly SecretRequest[] {
    return [];
  }

  give(): void {}

  saveNow(): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }

  #refuse(): void {
    this.#notices = [{ kind: 'info', text: nothingToRun }];
    this.#changed();
  }

  #changed(): void {
    this.#version += 1;
    this.#ledger.touch();
    this.#ledger.flush();
  }
}
