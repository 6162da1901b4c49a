import type { ProbeEnvironment } from '../clients/environment.ts';
import { Ledger } from '../engine/ledger.ts';
import { LiveGates } from '../engine/live-gates.ts';
import type { Plan } from '../engine/plan.ts';
import type { Answer } from '../results/row.ts';
import type { Notice } from '../results/run-results.ts';
import { otherProfile, type ProfileName } from '../settings/profiles.ts';
import type { Settings } from '../settings/schema.ts';
import { foreignChecks } from './foreign-checks.ts';
import { ReadOnlyDoctor } from './read-only-doctor.ts';
import { answersIn, type SavedReport, savedEntries, savedNotices, savedPlan } from './saved-results.ts';
import type { DoctorView } from './view.ts';
import { ViewBuilder } from './view-builder.ts';

export interface SavedReportOptions extends SavedReport {
  readonly profile?: ProfileName;
}

const nothingToRun =
  'This is a saved report: nothing is asked again. Start the doctor without --from to run checks.';

/** The doctor of a saved report: judges its facts again, and touches neither machine nor network. */
export class SavedReportDoctor extends ReadOnlyDoctor {
  readonly #options: SavedReportOptions;
  readonly #ledger = new Ledger();
  readonly #views: ViewBuilder;
  readonly #plan: Plan<Settings, ProbeEnvironment>;
  readonly #answers: ReadonlyMap<string, Answer>;
  /** Waivers: those given on the screen stand in no settings. */
  readonly #waivers: ReadonlyMap<string, Answer>;
  /** Answers and waivers as they stood in the report: by whom and when. */
  readonly #kept: ReadonlyMap<string, Answer>;
  #profile: ProfileName;
  /** What must be known of the report itself. */
  readonly #said: readonly Notice[];
  #notices: readonly Notice[];
  #version = 0;

  constructor(options: SavedReportOptions) {
    super();
    this.#options = options;
    const { saved } = options;
    const known = new Map(saved.probes.map((probe) => [probe.id, probe]));
    const foreign = foreignChecks(known, options.probes);
    this.#plan = savedPlan([...options.probes, ...foreign.probes], known, options.choice);
    this.#said = savedNotices(foreign, this.#plan, options.choice);
    this.#notices = this.#said;
    for (const [id, entry] of savedEntries(this.#plan, known, foreign, options.wrongFactsAt))
      this.#ledger.update(id, entry);
    const gates = new LiveGates(this.#plan, this.#ledger, () => options.settings);
    this.#views = new ViewBuilder(this.#ledger, gates);
    this.#kept = answersIn(saved.probes);
    this.#answers = answersIn(saved.probes.filter(({ status }) => status === 'attested'));
    this.#waivers = answersIn(saved.probes.filter(({ status }) => status === 'waived'));
    this.#profile = options.profile ?? (saved.profile === 'ga' ? 'ga' : 'preview-2021');
  }

  view(): DoctorView {
    const { tool, saved, path, failOn } = this.#options;
    return this.#views.view(this.#version, () => ({
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
      readOnly: true,
      busy: false,
      now: saved.finishedAt,
      settingsAt: saved.finishedAt,
      given: (id) => this.#answers.get(id),
      waivedHere: (id) => this.#waivers.get(id),
      kept: this.#kept,
      previous: new Map(),
      question: () => undefined,
      interaction: () => ({}),
      watches: { has: () => false, next: () => undefined },
      notices: this.#notices,
      startedAt: saved.startedAt,
      finishedAt: saved.finishedAt,
    }));
  }

  /** How many probes are chosen: none means that the globs fit nothing. */
  get chosen(): number {
    return this.#plan.chosen.size;
  }

  subscribe(listener: () => void): () => void {
    return this.#ledger.subscribe(listener);
  }

  setProfile(profile: string): void {
    if (profile !== this.#profile) this.#profile = otherProfile(this.#profile);
    this.#changed();
  }

  protected override refuse(): void {
    this.#notices = [...this.#said, { kind: 'info', text: nothingToRun }];
    this.#changed();
  }

  #changed(): void {
    this.#version += 1;
    this.#ledger.touch();
    this.#ledger.flush();
  }
}
