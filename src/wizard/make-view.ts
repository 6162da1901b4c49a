import { isUnderWay } from '../engine/status.ts';
import type { Row } from '../results/row.ts';
import { answerText } from './answers.ts';
import { type Draft, type StepKey, stepsOf } from './draft.ts';
import { markOf, took } from './findings.ts';
import type { Offers } from './offers.ts';
import { questionOf } from './questions.ts';
import { offersOf, triesOf } from './tries.ts';
import type { AnsweredLine, Finding, WizardView } from './view.ts';

/** What came of trying a step: the mark before its line, and the words at its end. */
export type StepEnd = Pick<AnsweredLine, 'mark' | 'end'>;

/** What the last try of a step has left to read. */
export interface Shown {
  readonly step: StepKey;
  /** The answer that it was about: the same once more is taken as it is. */
  readonly value: string;
  readonly findings: readonly Finding[];
  readonly advice: string;
  /** Enter once more does this in place of taking the answer, and tells whether it is taken. */
  readonly instead?: () => Promise<boolean>;
}

export interface WizardState {
  readonly file: string;
  readonly draft: Draft;
  readonly at: StepKey;
  readonly ends: ReadonlyMap<StepKey, StepEnd>;
  readonly offers: Offers;
  readonly rows: ReadonlyMap<string, Row>;
  readonly shown: Shown | undefined;
  readonly problem: string | undefined;
  readonly trying: boolean;
  readonly done: string | undefined;
}

/** The page as it stands. */
export function makeView(state: WizardState): WizardView {
  const { file, draft, at, offers, rows, shown, problem, trying, done } = state;
  const steps = stepsOf(draft);
  const place = steps.indexOf(at);
  const label = (step: StepKey): string => questionOf(step, draft, {}).label;
  const before = steps[place - 1];
  const question = questionOf(at, draft, offers);
  const listing = offersOf(at, draft).some((id) => isUnderWay(rows.get(id)?.status ?? 'skipped'));
  const waiting = [...rows.values()].find(({ running }) => running?.waitingFor !== undefined)?.running;
  return {
    file,
    ...(draft.into === undefined ? {} : { adds: true }),
    step: place + 1,
    steps: steps.length,
    answered: steps.slice(0, place).map((step) => lineOf(step, state)),
    question: {
      ...question,
      ...(listing && question.choices.length === 0 ? { count: 'asking for the list' } : {}),
      ...(shown !== undefined && shown.instead === undefined && question.input === 'text'
        ? { enter: 'take it' }
        : {}),
    },
    ...(problem === undefined ? {} : { problem }),
    findings: shown?.findings ?? noList(state),
    ...(trying ? { trying: waiting?.waitingFor ?? 'an answer' } : {}),
    advice: shown?.advice ?? '',
    toCome: steps.slice(place + 1).map((step) => withoutCapital(label(step))),
    back: before === undefined ? 'leave, it is kept' : `back: ${label(before)}`,
    ...(done === undefined ? {} : { done }),
  };
}

/** As a label stands within a sentence: "File DSN" is "file DSN" there. */
function withoutCapital(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** There is nothing to choose from, for a reason. */
function noList({ at, offers }: WizardState): readonly Finding[] {
  const listed = ['table', 'read', 'add', 'update', 'delete', 'anchor'].includes(at);
  return offers.fault === undefined || !listed ? [] : [{ mark: 'ask', label: 'no list', text: offers.fault }];
}

function lineOf(step: StepKey, { draft, ends, rows }: WizardState): AnsweredLine {
  const { label } = questionOf(step, draft, {});
  // It is asked for beside the other questions, so its end comes later.
  const live = step === 'tenant' ? endOf(step, draft, rows) : undefined;
  const { mark, end } = live ?? ends.get(step) ?? { mark: 'good' as const, end: '' };
  return { mark, label, text: answerText(step, draft), end };
}

/** What stands at the end of an answered line, by the first of the rows that tried it. */
export function endOf(step: StepKey, draft: Draft, rows: ReadonlyMap<string, Row>): StepEnd {
  const [first] = triesOf(step, draft).ids;
  const row = first === undefined ? undefined : rows.get(first);
  const mark = row === undefined ? 'quiet' : markOf(row);
  if (step === 'password') {
    const after = row?.durationMs === undefined ? '' : `, ${took(row.durationMs)}`;
    return mark === 'good' || mark === 'warn'
      ? { mark, end: `accepted${after}` }
      : { mark: 'quiet', end: 'not tried' };
  }
  return row === undefined || mark === 'quiet' ? { mark: 'good', end: '' } : { mark, end: row.message };
}
