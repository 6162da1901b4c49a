import { defined } from '../base/defined.ts';
import { once } from '../base/once.ts';
import type { EcmaProbe, ProbeEnvironment } from '../clients/environment.ts';
import type { Ledger } from '../engine/ledger.ts';
import type { LiveGates } from '../engine/live-gates.ts';
import type { Plan } from '../engine/plan.ts';
import type { SecretUse } from '../engine/probe.ts';
import type { Assessment } from '../results/assess.ts';
import { exitCodeOf, type FailOn, gaveAnswer } from '../results/exit-code.ts';
import { readinessSentence } from '../results/readiness-sentence.ts';
import type { ReportProbe } from '../results/report-schema.ts';
import type { Answer, Row } from '../results/row.ts';
import type { Notice, RunResults } from '../results/run-results.ts';
import { otherProfile, type ProfileName } from '../settings/profiles.ts';
import type { Settings } from '../settings/schema.ts';
import { answersOf } from './answers.ts';
import { JudgedRows } from './judged-rows.ts';
import { isOpen } from './open-row.ts';
import { RowBuilder } from './row-builder.ts';
import type { DoctorRow, DoctorView, Given, Question } from './view.ts';

/** What the builder reads beside the ledger. */
export interface ViewInput {
  readonly plan: Plan<Settings, ProbeEnvironment>;
  readonly settings: Settings;
  readonly configPath: string | undefined;
  readonly profile: ProfileName;
  readonly tool: { readonly name: string; readonly version: string };
  readonly host: RunResults['host'];
  readonly user: string;
  readonly failOn: FailOn;
  readonly cancelled: boolean;
  readonly partly: boolean;
  readonly readOnly: boolean;
  readonly busy: boolean;
  /** ISO 8601: the moment that waivers are held against. */
  readonly now: string;
  /** ISO 8601: since when the answers in `.ecmarc` stand there. */
  readonly settingsAt: string;
  /** A person's answer to this probe, where it counts. */
  readonly given: (id: string) => Answer | undefined;
  /** A waiver that was given on the screen, where it counts. */
  readonly waivedHere?: (id: string) => Answer | undefined;
  /** Answers that a saved report tells of, by probe: they keep their person and time. */
  readonly kept?: ReadonlyMap<string, Answer>;
  readonly previous: ReadonlyMap<string, ReportProbe>;
  /** Whether to do what the probe would change, or to try again what was refused. */
  readonly question: (id: string) => Question | undefined;
  readonly interaction: (row: Row) => RowInteraction;
  readonly watches: { has(id: string): boolean; next(id: string): number | undefined };
  readonly notices: readonly Notice[];
  readonly startedAt: string;
  readonly finishedAt: string | undefined;
  /** An `.ecmarc` was begun and put aside. */
  readonly draft?: boolean;
}

/** What a row shows of what persons have said, and still have to say, there. */
export interface RowInteraction {
  readonly given?: Given | undefined;
  /** Whether to take that back. */
  readonly question?: Question | undefined;
  readonly wants?: SecretUse | undefined;
  /** Why an earlier answer does not count. */
  readonly lapsed?: string | undefined;
}

/** Rows that are judged between two turns of the event loop, under each profile. */
const lookedAtOnce = 100;

/**
 * Makes the view out of the ledger and the doctor's state; the same view again while neither has changed. A view costs
 * what has changed since the one before; what is told of all rows together is worked out when it is asked for.
 */
export class ViewBuilder {
  readonly #ledger: Ledger;
  readonly #gates: LiveGates<Settings, ProbeEnvironment>;
  readonly #judged: Readonly<Record<ProfileName, JudgedRows>>;
  readonly #rows = new RowBuilder();
  /** Rows of which the doctor's state says something else than before. */
  readonly #touched = new Set<string>();
  #touches = 0;
  #key = '';
  #view: DoctorView | undefined;
  /** What all rows of the last view were made with. */
  #common: readonly unknown[] = [];
  #places: ReadonlyMap<string, number> = new Map();
  #shown: readonly DoctorRow[] = [];
  /** Why earlier answers do not count, by the place of their row. */
  readonly #lapsed = new Map<number, string>();
  readonly #kept = new WeakMap<Row, Row>();
  /** A check that gave an answer, by each profile: while it has one, no other is looked for. */
  readonly #answered = new Map<ProfileName, EcmaProbe>();

  constructor(ledger: Ledger, gates: LiveGates<Settings, ProbeEnvironment>) {
    this.#ledger = ledger;
    this.#gates = gates;
    this.#judged = { 'preview-2021': new JudgedRows(ledger, gates), ga: new JudgedRows(ledger, gates) };
  }

  /** What the doctor's state says of this row is another thing now. */
  touch(id: string): void {
    this.#touched.add(id);
    this.#touches += 1;
  }

  /** `version` grows whenever something of `input` changes that `touch` was not told of. */
  view(version: number, input: () => ViewInput): DoctorView {
    const key = `${this.#ledger.version}/${version}/${this.#touches}`;
    if (this.#view !== undefined && key === this.#key) return this.#view;
    this.#key = key;
    this.#view = this.#make(version, input());
    return this.#view;
  }

  /** Judges some of many changed rows, so that the next view finds them judged; true: there are more. */
  lookAhead(input: () => ViewInput, most = lookedAtOnce): boolean {
    if (Object.values(this.#judged).every(({ waiting }) => waiting <= most)) return false;
    const state = input();
    const other = otherProfile(state.profile);
    const { [state.profile]: own, [other]: others } = this.#judged;
    own.lookAhead(this.#input(state, state.profile), most);
    others.lookAhead(this.#input(state, other), most, own);
    return true;
  }

  #make(version: number, state: ViewInput): DoctorView {
    const { profile, cancelled, busy, failOn } = state;
    const other = otherProfile(profile);
    const { [profile]: own, [other]: others } = this.#judged;
    this.#update(version, state);
    const { rows, tally, causes } = own;
    const ran = this.#ran(state, profile);
    // Of what was cut off, or never began, nobody says that it is ready.
    const ready = ran && !cancelled && tally.ready;
    const otherReady = this.#ran(state, other) && !cancelled && others.tally.ready;
    const partly = state.partly || tally.partial;
    const exitCode = once(() => exitCodeOf({ rows, failOn, cancelled, ran }));
    const words = once(() => readinessSentence({ rows, causes: causes(), ready, busy, cancelled, partly }));
    const lapsed = [...this.#lapsed].toSorted(([one], [two]) => one - two).map(([, text]) => text);
    return {
      tool: state.tool,
      host: state.host,
      profile,
      otherProfile: other,
      ...defined({ configPath: state.configPath, user: state.readOnly ? undefined : state.user }),
      rows: this.#shown,
      counts: tally.counts(),
      ready,
      readyByProfile: { [profile]: ready, [other]: otherReady },
      setAside: {
        [profile]: ready ? tally.setAside : 0,
        [other]: otherReady ? others.tally.setAside : 0,
      },
      get exitCode() {
        return exitCode();
      },
      failOn,
      get words() {
        return words();
      },
      get causes() {
        return causes();
      },
      notices: [...state.notices, ...lapsed.map((text): Notice => ({ kind: 'warn', text }))],
      busy,
      ...(state.draft === true && state.configPath === undefined ? { draft: true } : {}),
      readOnly: state.readOnly,
      startedAt: state.startedAt,
      ...defined({ finishedAt: state.finishedAt }),
    };
  }

  /** Judges what has changed, and makes those rows anew. */
  #update(version: number, state: ViewInput): void {
    const { plan, profile } = state;
    const common = [plan, state.settings, profile, version, state.now.slice(0, 10)];
    const anew = common.some((part, index) => part !== this.#common[index]);
    const isOther = plan !== this.#common[0];
    this.#common = common;
    const own = this.#assess(state, profile, anew);
    const others = this.#assess(state, otherProfile(profile), anew, this.#judged[profile]);
    if (isOther) {
      this.#places = new Map(plan.probes.map(({ id }, place) => [id, place]));
      this.#shown = [];
      this.#lapsed.clear();
    }
    const touched = [...this.#touched].flatMap((id) => this.#places.get(id) ?? []);
    this.#touched.clear();
    const places = anew ? plan.probes.keys() : new Set([...(own ?? []), ...(others ?? []), ...touched]);
    const shown = [...this.#shown];
    let changed = false;
    for (const place of places) {
      const row = this.#show(state, place);
      if (row === undefined || row === shown[place]) continue;
      shown[place] = row;
      changed = true;
    }
    if (changed) this.#shown = shown;
  }

  /** The row at this place, as views show it. */
  #show(state: ViewInput, place: number): DoctorRow | undefined {
    const other = otherProfile(state.profile);
    const judged = this.#judged[state.profile].rows[place];
    const row = judged && this.#keeping(judged, state.kept);
    const otherRow = this.#judged[other].rows[place];
    if (row === undefined || otherRow === undefined) return undefined;
    const { given, question, wants, lapsed } = state.interaction(row);
    if (lapsed !== undefined && isOpen(row)) this.#lapsed.set(place, lapsed);
    else this.#lapsed.delete(place);
    return this.#rows.make(row, {
      given,
      wants,
      other: otherRow,
      otherProfile: other,
      previous: state.previous.get(row.id),
      question: question ?? (canAsk(row) ? state.question(row.id) : undefined),
      watched: state.watches.has(row.id),
      watchNext: state.watches.next(row.id),
    });
  }

  #assess(
    state: ViewInput,
    profile: ProfileName,
    anew: boolean,
    beside?: JudgedRows,
  ): readonly number[] | undefined {
    return this.#judged[profile].update(this.#input(state, profile), anew, beside);
  }

  #input(state: ViewInput, profile: ProfileName): Assessment<Settings, ProbeEnvironment> {
    const where = state.configPath ?? '.ecmarc';
    return {
      plan: state.plan,
      entryOf: (id: string) => this.#ledger.get(id),
      settings: state.settings,
      profile,
      answers: answersOf({ ...state, where, today: state.now }),
      attestedBy: { by: state.user, at: state.settingsAt },
    };
  }

  /** With the answer as the report tells it. */
  #keeping(row: Row, kept: ViewInput['kept']): Row {
    const answer = row.answer && kept?.get(row.id);
    if (answer === undefined) return row;
    const known = this.#kept.get(row) ?? { ...row, answer };
    this.#kept.set(row, known);
    return known;
  }

  #ran({ plan }: ViewInput, profile: ProfileName): boolean {
    const answers = (probe: EcmaProbe): boolean =>
      gaveAnswer(probe, profile, this.#gates.get(probe.id), this.#ledger.get(probe.id).outcome);
    const known = this.#answered.get(profile);
    if (known !== undefined && plan.byId.get(known.id) === known && answers(known)) return true;
    const found = plan.probes.find(answers);
    if (found === undefined) this.#answered.delete(profile);
    else this.#answered.set(profile, found);
    return found !== undefined;
  }
}

/** Effects are asked about where nothing else stands in the way; an answered row asks nothing. */
function canAsk(row: Row): boolean {
  return row.status === 'skipped' ? row.reason === 'not-allowed' : row.answer === undefined;
}
