import { describe, expect, it } from 'vitest';
import { retryResult } from '../../../components/commands/retry-result.ts';
import { FakeDoctor, type RowInput } from '../fake-doctor.ts';

const attempt = {
  startedAt: '2026-11-24T07:41:03.000Z',
  durationMs: 1,
  status: 'fail',
  message: 'no',
} as const;
const fails: RowInput = { id: 'a.b', title: 'Row', status: 'fail', message: 'no', attempts: [attempt] };
const again = { ...fails, attempts: [attempt, attempt] };
const other: RowInput = { id: 'a.c', title: 'Other' };

function viewOf(row: RowInput, busy = false) {
  return new FakeDoctor({ rows: [row, other], busy }).view();
}

describe('what came of a retry', () => {
  it.each<[string, RowInput, boolean, string | undefined]>([
    ['still running', { ...fails, status: 'running' }, true, undefined],
    ['.ecmarc is being read', fails, true, undefined],
    ['the same again', again, false, 'Tried again, nothing changed: Row'],
    ['the same, while others run', again, true, 'Tried again, nothing changed: Row'],
    ['the row itself says what changed', { ...again, message: 'not yet' }, false, ''],
    ['it passes', { ...again, status: 'pass', message: 'yes' }, false, 'Row: was FAIL, now pass.'],
    ['a question came', { ...again, question: { text: 'Once more?', effects: [] } }, false, ''],
    ['.ecmarc cannot be used', fails, false, ''],
    [
      'its root failed again',
      { ...fails, status: 'blocked', blockedBy: 'a.c' },
      false,
      'Not tried: Row needs "Other" first.',
    ],
    [
      'no settings',
      { ...fails, status: 'skipped', reason: 'not-configured' },
      false,
      'Not tried: Row is not configured.',
    ],
  ])('of one row: %s', (_, row, busy, words) => {
    expect(retryResult({ id: 'a.b', before: viewOf(fails) }, viewOf(row, busy))).toBe(words);
  });

  it('names the connector of a row', () => {
    const of = (row: RowInput): RowInput => ({ ...row, id: 'a.b@HR', connector: 'HR' });
    expect(retryResult({ id: 'a.b@HR', before: viewOf(of(fails)) }, viewOf(of(again)))).toBe(
      'Tried again, nothing changed: Row, HR',
    );
  });

  it.each<[string, RowInput, boolean, string | undefined]>([
    ['while it goes on', again, true, undefined],
    ['nothing changed', again, false, 'Looked again at 1 row: the same verdicts.'],
    ['one changed', { ...again, status: 'warn' }, false, 'Looked again at 1 row: 1 new verdict.'],
    ['nothing was tried', fails, false, ''],
  ])('of all: %s', (_, row, busy, words) => {
    expect(retryResult({ before: viewOf(fails) }, viewOf(row, busy))).toBe(words);
  });
});
