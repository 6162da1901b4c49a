import { defined } from '../base/defined.ts';
import { causesOf } from '../causes/index.ts';
import type { ProbeEnvironment } from '../clients/environment.ts';
import type { Ledger } from '../engine/ledger.ts';
import type { Plan } from '../engine/plan.ts';
import type { SecretUse } from '../engine/probe.ts';
import { makeAssessor } from '../results/assessor.ts';
import { exitCodeOf, type FailOn, wasLookedAt } from '../results/exit-code.ts';
import { isPartial, isReady } from '../results/readiness.ts';
import type { ReportProbe } from '../results/report-schema.ts';
import type { Answer, Row } from '../results/row.ts';
import type { Notice, RunResults } from '../results/run-results.ts';
import { countByStatus } from '../results/tally.ts';
import { verdictSentence } from '../results/verdict-sentence.ts';
import { otherProfile, type ProfileName } from '../settings/profiles.ts';
import type { Settings } from '../settings/schema.ts';
import { answersOf } from './answers.ts';
import { isOpen } from './open-row.ts';
import { RowBuilder } from './row-builder.ts';
import type { DoctorView, Given, Question } from './view.ts';

/** What the builder reads beside the ledger; `version` changes whenever any of it does. */
export interface ViewInput {
  readonly version: number;
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
  readonly questions: ReadonlyMap<string, Question>;
  readonly interaction: (row: Row) => RowInteraction;
  readonly watches: { has(id: string): boolean; next(id: string): number | undefined };
  readonly notices: readonly Notice[];
  readonly startedAt: string;
  readonly finishedAt: string | undefined;
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

/** Makes the view out of the ledger and the doctor's state; the same view again while neither has changed. */
export class ViewBuilder {
  readonly #ledger: Ledger;
  readonly #rows = new RowBuilder();
  /** One a profile: each remembers its rows, so that an unchanged one stays the same object. */
  readonly #assessors = {
    'preview-2021': makeAssessor<Settings, ProbeEnvironment>(),
    ga: makeAssessor<Settings, ProbeEnvironment>(),
  };
  #key = '';
  #view: DoctorView | undefined;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  view(state: ViewInput): DoctorView {
    const key = `${this.#ledger.version}/${state.version}`;
    if (this.#view !== undefined && key === this.#key) return this.#view;
    this.#key = key;
    this.#view = this.#make(state);
    return this.#view;
  }

  #make(state: ViewInput): DoctorView {
    const rows = this.#assess(state, state.profile);
    const other = otherProfile(state.profile);
    const otherRows = this.#assess(state, other);
    // Of what was cut off, or never began, nobody says that it is ready.
    const looked = this.#ran(state) && !state.cancelled;
    const ready = looked && isReady(rows);
    const causes = causesOf(rows);
    const interactions = rows.map(state.interaction);
    const lapsed = rows.flatMap((row, index) => (isOpen(row) ? (interactions[index]?.lapsed ?? []) : []));
    return {
      tool: state.tool,
      host: state.host,
      profile: state.profile,
      otherProfile: other,
      ...defined({ configPath: state.configPath, user: state.readOnly ? undefined : state.user }),
      rows: rows.map((row, index) =>
        this.#rows.make(row, {
          given: interactions[index]?.given,
          wants: interactions[index]?.wants,
          other: otherRows[index] ?? row,
          otherProfile: other,
          previous: state.previous.get(row.id),
          question: interactions[index]?.question ?? (canAsk(row) ? state.questions.get(row.id) : undefined),
          watched: state.watches.has(row.id),
          watchNext: state.watches.next(row.id),
        }),
      ),
      counts: countByStatus(rows),
      ready,
      readyByProfile: { [state.profile]: ready, [other]: looked && isReady(otherRows) },
      exitCode: exitCodeOf({ rows, failOn: state.failOn, cancelled: state.cancelled, ran: this.#ran(state) }),
      failOn: state.failOn,
      words: verdictSentence({
        rows,
        causes,
        ready,
        busy: state.busy,
        cancelled: state.cancelled,
        partly: state.partly || isPartial(rows),
      }),
      causes,
      notices: [...state.notices, ...lapsed.map((text): Notice => ({ kind: 'warn', text }))],
      busy: state.busy,
      readOnly: state.readOnly,
      startedAt: state.startedAt,
      ...defined({ finishedAt: state.finishedAt }),
    };
  }

  #assess(state: ViewInput, profile: ProfileName): readonly Row[] {
    const where = state.configPath ?? '.ecmarc';
    const rows = this.#assessors[profile]({
      plan: state.plan,
      entryOf: (id) => this.#ledger.get(id),
      settings: state.settings,
      profile,
      answers: answersOf({ ...state, where, today: state.now }),
      attestedBy: { by: state.user, at: state.settingsAt },
    });
    return state.kept === undefined ? rows : rows.map((row) => keeping(row, state.kept?.get(row.id)));
  }

  #ran(state: ViewInput): boolean {
    return state.plan.probes.some(({ id }) => wasLookedAt(this.#ledger.get(id).outcome));
  }
}

/** Effects are asked about where nothing else stands in the way; an answered row asks nothing. */
function canAsk(row: Row): boolean {
  return row.status === 'skipped' ? row.reason === 'not-allowed' : row.answer === undefined;
}

function keeping(row: Row, answer: Answer | undefined): Row {
  return row.answer === undefined || answer === undefined ? row : { ...row, answer };
}
