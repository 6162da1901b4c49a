import { defined } from '../base/defined.ts';
import { never } from '../base/never.ts';
import { clean, faultText } from '../base/text.ts';
import type { FactsById } from '../engine/facts.ts';
import { currentFacts, type EntryOf, type Gate, gatesOf, type Skipped } from '../engine/gate.ts';
import type { Entry } from '../engine/ledger.ts';
import type { Plan } from '../engine/plan.ts';
import type { Attested, NotRun, Probe, UserPrompt } from '../engine/probe.ts';
import type { Profile, SkipReason, Status } from '../engine/status.ts';
import { decides } from '../engine/status.ts';
import { cleanRemedy, type JudgedOutcome, judgeOutcome, severityOf } from './judge.ts';
import { isSetAside, keepsFromReady } from './readiness.ts';
import type { Answer, Row } from './row.ts';
import { savedOutcome } from './saved-outcome.ts';

/** What people said: answers by probe id, and waivers that are still in force. */
export interface Answers {
  readonly given: (id: string) => Answer | undefined;
  readonly waived: (id: string) => Answer | undefined;
}

export interface Assessment<S, E> {
  readonly plan: Plan<S, E>;
  readonly entryOf: EntryOf;
  readonly settings: S;
  readonly profile: Profile;
  readonly answers: Answers;
  /** Who and where, for answers that stand in the settings. */
  readonly attestedBy: { readonly by: string; readonly at: string };
}

/**
 * Every probe as a row, in the order of the list. Pure: the same ledger, settings, profile and answers give the
 * same rows, with no I/O; so a profile can be changed, and a saved report judged again, at once.
 */
export function assess<S, E>(input: Assessment<S, E>): readonly Row[] {
  return input.plan.probes.map(rowMaker(gatesOf(input.plan, input.entryOf, input.settings), input));
}

/**
 * Ready under this profile, and how many were set aside for it? Only rows that decide are judged, up to the first that
 * keeps it from being so.
 */
export function standingWith<S, E>(
  gates: ReadonlyMap<string, Gate>,
  input: Assessment<S, E>,
): { readonly ready: boolean; readonly setAside: number } {
  const rowOfProbe = rowMaker(gates, input);
  let setAside = 0;
  for (const probe of input.plan.probes) {
    if (!decides(severityOf(probe.levels[input.profile]))) continue;
    const row = rowOfProbe(probe);
    if (keepsFromReady(row)) return { ready: false, setAside: 0 };
    if (isSetAside(row)) setAside += 1;
  }
  return { ready: true, setAside };
}

/** The same, probe by probe, by gates that are known already: they do not depend on the profile. */
export function rowMaker<S, E>(
  gates: ReadonlyMap<string, Gate>,
  input: Assessment<S, E>,
): (probe: Probe<S, E>) => Row {
  const facts = currentFacts(gates, input.entryOf);
  return (probe) => {
    const entry = input.entryOf(probe.id);
    return rowOf(probe, entry, gates.get(probe.id) ?? { kind: 'open' }, facts, input);
  };
}

interface State extends JudgedOutcome {
  readonly reason?: SkipReason;
  readonly blockedBy?: string;
}

/** One probe's row. */
export function rowOf<S, E>(
  probe: Probe<S, E>,
  entry: Entry,
  gate: Gate,
  facts: FactsById,
  input: Assessment<S, E>,
): Row {
  const state = stateOf(probe, entry, gate, facts, input);
  const shown = answeredState(probe, state, input);
  // Old facts say nothing of a row that is skipped or blocked now; under another profile they may count again.
  const hidden = gate.kind === 'skipped' || gate.kind === 'blocked';
  const seen = entry.outcome?.kind === 'facts' && !hidden ? entry.outcome.facts : undefined;
  return {
    id: probe.id,
    title: probe.title,
    area: probe.area,
    ...defined({ connector: probe.connector }),
    ...defined({ subject: probe.subject && clean(probe.subject) }),
    level: probe.levels[input.profile] ?? 'info',
    levels: probe.levels,
    requirements: probe.requirements,
    source: probe.source,
    ...shown,
    ...defined({ facts: seen }),
    ...defined({ observedAt: seen && entry.observedAt }),
    ...(entry.phase === 'idle' && !hidden ? defined({ outcome: savedOutcome(entry.outcome) }) : {}),
    attempts: seen === undefined ? entry.attempts : currentAttempts(entry, state),
    ...defined({ durationMs: entry.durationMs }),
    deadlineMs: probe.deadlineMs,
    ...(entry.phase === 'running' && entry.runningSince !== undefined
      ? {
          running: {
            since: entry.runningSince,
            ...defined({
              waitingFor: entry.waitingFor && clean(entry.waitingFor),
              prompt: entry.prompt && cleanPrompt(entry.prompt),
            }),
          },
        }
      : {}),
    answerable: probe.answerable === true,
    lockout: probe.lockout === true,
  };
}

function cleanPrompt({ code, address, expiresAt }: UserPrompt): UserPrompt {
  return { code: clean(code), address: clean(address), expiresAt: clean(expiresAt) };
}

/**
 * The try that gave the facts, in today's words: the same facts can mean something else under another profile.
 * Other ends (crashed, cancelled before it began) leave the history as it is.
 */
function currentAttempts(entry: Entry, state: State): Entry['attempts'] {
  const last = entry.attempts.at(-1);
  if (last === undefined || entry.phase !== 'idle' || state.status === 'skipped') return entry.attempts;
  return [...entry.attempts.slice(0, -1), { ...last, status: state.status, message: state.message }];
}

function stateOf<S, E>(
  probe: Probe<S, E>,
  entry: Entry,
  gate: Gate,
  facts: FactsById,
  input: Assessment<S, E>,
): State {
  if (gate.kind === 'skipped' && gate.reason === 'not-chosen') return notChosen(gate, entry);
  if (probe.levels[input.profile] === 'not-applicable') {
    const notRun = { message: 'this profile does not ask it' };
    return skipped({ kind: 'skipped', reason: 'not-applicable', notRun });
  }
  if (entry.phase === 'running') return bare('running', entry.waitingFor ?? 'looking');
  switch (gate.kind) {
    case 'skipped':
      return skipped(gate);
    case 'faulty':
      return bare('crashed', `a fault in this check's rules: ${gate.error}`);
    case 'blocked':
      return { ...bare('blocked', `needs: ${titleOf(gate.by, input.plan)}`), blockedBy: gate.by };
    case 'waiting':
      if (entry.phase === 'pending' || entry.outcome === undefined) {
        return bare('pending', `waits for: ${titleOf(gate.on, input.plan)}`);
      }
      break;
    case 'open':
      if (entry.phase === 'pending') return bare('pending', 'waits for its turn');
      break;
    default:
      return never(gate);
  }
  const { outcome, observedAt = '' } = entry;
  if (outcome === undefined) return bare('pending', 'not looked at yet');
  const finding = judgeOutcome(probe, outcome, observedAt, input.settings, input.profile, facts);
  return outcome.kind === 'as-reported' ? { ...finding, ...defined({ reason: outcome.reason }) } : finding;
}

function bare(status: Status, message: string): State {
  return { status, message: clean(message), evidence: [] };
}

/** Of a saved report that does not have the row, nobody left it out. */
function notChosen(gate: Skipped, { outcome }: Entry): State {
  const isMissing = outcome?.kind === 'as-reported' && outcome.reason === 'not-built';
  return { ...skipped(gate), ...(isMissing && { message: clean(outcome.message) }) };
}

function skipped(gate: Skipped): State {
  const { message, remedy } = whyNotRun(gate);
  return {
    ...bare('skipped', message),
    reason: gate.reason,
    ...defined({ remedy: remedy && cleanRemedy(remedy) }),
  };
}

/** Why a gate is shut: in the probe's own words, or ours where it was not asked. */
export function whyNotRun(gate: Skipped): NotRun {
  switch (gate.reason) {
    case 'not-chosen':
      return { message: 'not chosen for this run' };
    case 'not-built':
      return { message: 'this check is not part of this version yet' };
    default:
      return gate.notRun;
  }
}

function titleOf<S, E>(id: string, plan: Plan<S, E>): string {
  return plan.byId.get(id)?.title ?? id;
}

/** Can a person's answer settle this? It stands before not-allowed, too (decisions: Skipped). */
export function canBeAnswered(state: Pick<Row, 'status' | 'reason'>): boolean {
  switch (state.status) {
    case 'unknown':
    case 'manual':
    case 'blocked':
      return true;
    case 'skipped':
      return state.reason !== 'not-chosen' && state.reason !== 'not-applicable';
    default:
      return false;
  }
}

type AnsweredState = State & Pick<Row, 'judged' | 'answer'>;

/** Answers and waivers laid over what was judged; a row keeps what it was in `judged`. */
function answeredState<S, E>(probe: Probe<S, E>, state: State, input: Assessment<S, E>): AnsweredState {
  if (!canBeAnswered(state)) return waivedState(probe, state, input);
  const severity = severityOf(probe.levels[input.profile]);
  let attested: Attested | undefined;
  try {
    attested = probe.attested?.(input.settings, { profile: input.profile, severity });
  } catch (error) {
    return bare('crashed', `a fault in this check's rules: ${faultText(error)}`);
  }
  if (attested !== undefined) {
    const answer: Answer = { ...input.attestedBy, where: attested.where };
    if (attested.fails === undefined) return answered(state, answer, 'attested', attested.value);
    const status = decides(severity) ? 'fail' : 'warn';
    const {
      reason: _reason,
      blockedBy: _blockedBy,
      ...rest
    } = answered(state, answer, status, attested.fails);
    return waivedState(probe, rest, input);
  }
  const given = input.answers.given(probe.id);
  if (given !== undefined) return answered(state, given, 'attested', `confirmed by ${given.by}`);
  return waivedState(probe, state, input);
}

/** A waiver covers what an answer would, and a failure. */
function waivedState<S, E>(probe: Probe<S, E>, state: AnsweredState, input: Assessment<S, E>): AnsweredState {
  if (!canBeAnswered(state) && state.status !== 'fail') return state;
  const waiver = input.answers.waived(probe.id);
  return waiver === undefined ? state : answered(state, waiver, 'waived', waiver.reason ?? 'set aside');
}

function answered(state: State, answer: Answer, status: Status, message: string): AnsweredState {
  return {
    ...state,
    status,
    message: clean(message),
    judged: { status: state.status, message: state.message },
    answer: {
      by: clean(answer.by),
      at: answer.at,
      ...defined({ until: answer.until, reason: answer.reason && clean(answer.reason) }),
      where: clean(answer.where),
    },
  };
}
