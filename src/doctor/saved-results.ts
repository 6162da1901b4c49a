import { once } from '../base/once.ts';
import { causesOf } from '../causes/index.ts';
import type { EcmaProbe } from '../clients/environment.ts';
import { type Gate, gatesOf } from '../engine/gate.ts';
import { type Entry, emptyEntry } from '../engine/ledger.ts';
import { makePlan } from '../engine/plan.ts';
import { rowMaker, standingWith } from '../results/assess.ts';
import { exitCodeOf, type FailOn, gaveAnswer } from '../results/exit-code.ts';
import { isPartial, isReady, setAsideIn } from '../results/readiness.ts';
import { readinessSentence } from '../results/readiness-sentence.ts';
import type { ReportDocument, ReportProbe } from '../results/report-schema.ts';
import type { Answer, Row } from '../results/row.ts';
import type { Notice, RunResults } from '../results/run-results.ts';
import { otherProfile, type ProfileName } from '../settings/profiles.ts';
import type { Settings } from '../settings/schema.ts';
import { answersOf } from './answers.ts';
import { type ForeignChecks, foreignChecks, foreignEntry, foreignNotices } from './foreign-checks.ts';
import { idleGlobs } from './idle-globs.ts';
import type { Choice } from './options.ts';
import { choiceMatcher, type EcmaPlan } from './planning.ts';
import { asSaved, entryOrMissing, type WrongFactsAt } from './saved-probe.ts';

export interface SavedReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly saved: ReportDocument;
  /** The report's own settings, parsed again, and the probes that they make. */
  readonly settings: Settings;
  readonly probes: readonly EcmaProbe[];
  /** The saved file: where its answers are said to stand. */
  readonly path: string;
  readonly choice: Choice;
  readonly failOn: FailOn;
  readonly wrongFactsAt: WrongFactsAt;
}

/** A saved report, judged again. */
export interface SavedResults {
  /** How many probes are chosen: none means that the globs fit nothing. */
  readonly chosen: number;
  /** Ids of the report's checks that this version does not know. */
  readonly unknown: readonly string[];
  results(profile: ProfileName): RunResults;
}

/**
 * Judges a saved report once, for who wants its results and not a doctor: what `SavedReportDoctor` shows, without what
 * keeps a view up to date. A fleet's reports are read one after the other.
 */
export function savedResults(report: SavedReport): SavedResults {
  const { saved, settings, path } = report;
  const known = new Map(saved.probes.map((probe) => [probe.id, probe]));
  const foreign = foreignChecks(known, report.probes);
  const plan = savedPlan([...report.probes, ...foreign.probes], known, report.choice);
  const entries = savedEntries(plan, known, foreign, report.wrongFactsAt);
  const of = (id: string) => entries.get(id) ?? emptyEntry;
  const gates = gatesOf(plan, of, settings);
  const answers = answersIn(saved.probes);
  const given = {
    given: (id: string) => (known.get(id)?.status === 'attested' ? answers.get(id) : undefined),
    waivedHere: (id: string) => (known.get(id)?.status === 'waived' ? answers.get(id) : undefined),
  };
  const common = { settings, where: path, user: saved.host.name, settingsAt: saved.finishedAt };
  const judging = (profile: ProfileName) => ({
    plan,
    entryOf: of,
    settings,
    profile,
    answers: answersOf({ ...common, ...given, today: saved.finishedAt }),
    attestedBy: { by: saved.host.name, at: saved.finishedAt },
  });
  const judge = (profile: ProfileName): readonly Row[] => {
    const make = rowMaker(gates, judging(profile));
    return plan.probes.map((probe) => {
      const made = (): Row => {
        const row = make(probe);
        const answer = row.answer && answers.get(row.id);
        return answer === undefined ? row : { ...row, answer };
      };
      const gate = gates.get(probe.id);
      const own =
        answers.has(probe.id) || of(probe.id).attempts.length > 0 || settings.probes.waive.length > 0;
      const there = known.has(probe.id);
      return own || !isShut(gate) ? made() : unseenRow(probe, { settings, profile, gate, there }, made);
    });
  };
  const rowsBy = { 'preview-2021': once(() => judge('preview-2021')), ga: once(() => judge('ga')) };
  const cancelled = saved.exitCode === 130;
  const ranBy = (profile: ProfileName): boolean =>
    plan.probes.some((probe) => gaveAnswer(probe, profile, gates.get(probe.id), of(probe.id).outcome));
  const notices = savedNotices(foreign, plan, report.choice);
  return {
    chosen: plan.chosen.size,
    unknown: foreign.ids,
    results: (profile) => {
      const rows = rowsBy[profile]();
      const ran = ranBy(profile);
      const ready = ran && !cancelled && isReady(rows);
      const other = otherProfile(profile);
      // The first row that keeps it from that ends the look.
      const others =
        ranBy(other) && !cancelled ? standingWith(gates, judging(other)) : { ready: false, setAside: 0 };
      const causes = causesOf(rows);
      const partly = plan.chosen.size < plan.probes.length || isPartial(rows);
      return {
        tool: report.tool,
        host: saved.host,
        profile,
        rows,
        ready,
        readyByProfile: { [profile]: ready, [other]: others.ready },
        setAside: { [profile]: ready ? setAsideIn(rows) : 0, [other]: others.setAside },
        exitCode: exitCodeOf({ rows, failOn: report.failOn, cancelled, ran }),
        failOn: report.failOn,
        words: readinessSentence({ rows, causes, ready, busy: false, cancelled, partly }),
        causes,
        notices,
        configPath: path,
        readOnly: true,
        startedAt: saved.startedAt,
        finishedAt: saved.finishedAt,
      };
    },
  };
}

/** What must be known of the report itself: checks by another version, and what was asked for that it does not have. */
export function savedNotices(foreign: ForeignChecks, plan: EcmaPlan, choice: Choice): readonly Notice[] {
  const idle = idleGlobs(choice, [...plan.chosen]);
  return [...foreignNotices(foreign), ...idle.map((text): Notice => ({ kind: 'warn', text }))];
}

type Shut = Extract<Gate, { readonly kind: 'skipped' | 'blocked' }>;

function isShut(gate: Gate | undefined): gate is Shut {
  return gate?.kind === 'skipped' || gate?.kind === 'blocked';
}

interface Unseen {
  readonly settings: Settings;
  readonly profile: ProfileName;
  readonly gate: Shut;
  /** Does the report have it? */
  readonly there: boolean;
}

const unseenRows = new WeakMap<EcmaProbe, Unseen & { readonly row: Row }>();

/** The row of a probe that was not run: it says the same on every server of a fleet where it was not run for the same. */
function unseenRow(probe: EcmaProbe, unseen: Unseen, make: () => Row): Row {
  const known = unseenRows.get(probe);
  if (
    known !== undefined &&
    known.settings === unseen.settings &&
    known.profile === unseen.profile &&
    known.there === unseen.there &&
    wordsOf(known.gate) === wordsOf(unseen.gate)
  )
    return known.row;
  const row = make();
  // An answer in the settings is told with the server's name.
  if (row.answer === undefined) unseenRows.set(probe, { ...unseen, row });
  return row;
}

function wordsOf(gate: Shut): string {
  if (gate.kind === 'blocked') return `needs ${gate.by}`;
  return 'notRun' in gate ? `${gate.reason} ${gate.notRun.message}` : gate.reason;
}

/** Answers and waivers as they stand in the report: by whom and when. Those given on the screen stand in no settings. */
export function answersIn(probes: readonly ReportProbe[]): ReadonlyMap<string, Answer> {
  return new Map(probes.flatMap(({ id, answer }) => (answer === undefined ? [] : [[id, answer] as const])));
}

/** What the report says of each probe of the plan. */
export function savedEntries(
  plan: EcmaPlan,
  known: ReadonlyMap<string, ReportProbe>,
  foreign: ForeignChecks,
  wrongFactsAt: WrongFactsAt,
): ReadonlyMap<string, Entry> {
  const theirs = new Set(foreign.probes.map(({ id }) => id));
  return new Map(
    plan.probes.map((probe) => {
      const saved = known.get(probe.id);
      const isTheirs = saved !== undefined && theirs.has(probe.id);
      return [probe.id, isTheirs ? foreignEntry(saved) : entryOrMissing(probe, saved, wrongFactsAt)];
    }),
  );
}

let last:
  | { readonly probes: readonly EcmaProbe[]; readonly chosen: readonly boolean[]; readonly plan: EcmaPlan }
  | undefined;

/** The plan of the saved run. The servers of a fleet mostly have the same one: it is used again. */
export function savedPlan(
  probes: readonly EcmaProbe[],
  known: ReadonlyMap<string, ReportProbe>,
  choice: Choice,
): EcmaPlan {
  const fits = choiceMatcher(choice);
  const own = probes.map((probe) => asSaved(probe, known.get(probe.id)));
  const chosen = own.map(({ id }) => {
    const probe = known.get(id);
    return probe !== undefined && probe.reason !== 'not-chosen' && fits(id);
  });
  if (last !== undefined && isSame(last.probes, own) && isSame(last.chosen, chosen)) return last.plan;
  const taken = new Set(own.filter((_, place) => chosen[place]).map(({ id }) => id));
  const plan = makePlan(own, (id) => taken.has(id));
  last = { probes: own, chosen, plan };
  return plan;
}

function isSame<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((value, place) => value === other[place]);
}
