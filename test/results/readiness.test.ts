import { describe, expect, test } from 'vitest';
import {
  type Level,
  type SkipReason,
  type Status,
  severities,
  skipReasons,
  statuses,
} from '../../src/engine/status.ts';
import { exitCodeOf, type FailOn } from '../../src/results/exit-code.ts';
import { isReady } from '../../src/results/readiness.ts';
import type { Row } from '../../src/results/row.ts';
import { countByStatus } from '../../src/results/tally.ts';
import { random } from '../engine/kit.ts';

type Brief = Partial<Row> & { readonly status: Status };

function row(id: string, { level = 'required', ...rest }: Brief): Row {
  return {
    id,
    title: id,
    area: 'a',
    level,
    levels: { old: level },
    requirements: [],
    source: 'test',
    message: '',
    evidence: [],
    attempts: [],
    deadlineMs: 1_000,
    answerable: false,
    lockout: false,
    ...rest,
  };
}

function rowsOf(briefs: Readonly<Record<string, Brief>>): readonly Row[] {
  return Object.entries(briefs).map(([id, brief]) => row(id, brief));
}

function codes(rows: readonly Row[], more: { cancelled?: boolean; ran?: boolean } = {}): readonly number[] {
  const { cancelled = false, ran = true } = more;
  const on: readonly FailOn[] = ['fail', 'warn', 'never'];
  return on.map((failOn) => exitCodeOf({ rows, failOn, cancelled, ran }));
}

const notRoot = 'a.gone';

/** One row of each status: ready, and the exit codes with --fail-on fail, warn and never. */
const single: readonly [brief: Brief, deciding: [boolean, number, number], other: [number, number]][] = [
  [{ status: 'pass' }, [true, 0, 0], [0, 0]],
  [{ status: 'warn' }, [true, 0, 1], [0, 1]],
  [{ status: 'fail' }, [false, 1, 1], [0, 0]],
  [{ status: 'unknown' }, [false, 1, 1], [0, 0]],
  [{ status: 'manual' }, [false, 1, 1], [0, 0]],
  [{ status: 'blocked', blockedBy: notRoot }, [false, 1, 1], [0, 0]],
  [{ status: 'timed-out' }, [false, 3, 3], [0, 0]],
  [{ status: 'crashed' }, [false, 3, 3], [0, 0]],
  [{ status: 'cancelled' }, [false, 3, 3], [0, 0]],
  [{ status: 'pending' }, [false, 3, 3], [0, 0]],
  [{ status: 'running' }, [false, 3, 3], [0, 0]],
  [{ status: 'waived' }, [true, 0, 0], [0, 0]],
  [{ status: 'attested' }, [true, 0, 0], [0, 0]],
  [{ status: 'skipped', reason: 'not-chosen' }, [true, 0, 0], [0, 0]],
  [{ status: 'skipped', reason: 'not-applicable' }, [true, 0, 0], [0, 0]],
  [{ status: 'skipped', reason: 'not-allowed' }, [true, 0, 0], [0, 0]],
  [{ status: 'skipped', reason: 'not-configured' }, [false, 1, 1], [0, 0]],
  [{ status: 'skipped', reason: 'not-built' }, [false, 1, 1], [0, 0]],
];

describe.each(single)('$status $reason', (brief, [ready, onFail, onWarn], [otherOnFail, otherOnWarn]) => {
  const pass = row('a.pass', { status: 'pass' });
  test.each<Level>(['required', 'restricted'])('%s', (level) => {
    const rows = [pass, row('a.it', { ...brief, level })];
    expect(isReady(rows)).toBe(ready);
    expect(codes(rows)).toEqual([onFail, onWarn, 0]);
    expect(codes(rows, { cancelled: true })).toEqual([130, 130, 130]);
  });
  test.each<Level>(['recommended', 'info', 'not-applicable'])('%s', (level) => {
    const rows = [pass, row('a.it', { ...brief, level })];
    expect(isReady(rows)).toBe(true);
    expect(codes(rows)).toEqual([otherOnFail, otherOnWarn, 0]);
  });
});

test('the table has every status and reason', () => {
  expect(new Set(single.map(([{ status }]) => status))).toEqual(new Set(statuses));
  const reasons = single.flatMap(([{ reason }]) => (reason === undefined ? [] : [reason]));
  expect(new Set(reasons)).toEqual(new Set(skipReasons));
});

const blocked = (by: string): Brief => ({ status: 'blocked', blockedBy: by });

test.each<[what: string, briefs: Readonly<Record<string, Brief>>, ready: boolean, codes: number[]]>([
  [
    'a failure beside a time-out is 1',
    { 'a.x': { status: 'timed-out' }, 'a.y': { status: 'fail' } },
    false,
    [1, 1, 0],
  ],
  [
    'a question beside a crash is 1',
    { 'a.x': { status: 'crashed' }, 'a.y': { status: 'manual' } },
    false,
    [1, 1, 0],
  ],
  [
    'not configured beside a crash is 1',
    { 'a.x': { status: 'crashed' }, 'a.y': { status: 'skipped', reason: 'not-configured' } },
    false,
    [1, 1, 0],
  ],
  ['a warning beside a crash', { 'a.x': { status: 'crashed' }, 'a.y': { status: 'warn' } }, false, [3, 1, 0]],
  ['blocked by a failure', { 'a.x': { status: 'fail' }, 'a.y': blocked('a.x') }, false, [1, 1, 0]],
  ['blocked by a time-out is 3', { 'a.x': { status: 'timed-out' }, 'a.y': blocked('a.x') }, false, [3, 3, 0]],
  ['blocked by a crash is 3', { 'a.x': { status: 'crashed' }, 'a.y': blocked('a.x') }, false, [3, 3, 0]],
  [
    'blocked by a time-out, a failure elsewhere is 1',
    { 'a.x': { status: 'timed-out' }, 'a.y': blocked('a.x'), 'a.z': { status: 'fail' } },
    false,
    [1, 1, 0],
  ],
  [
    'a root takes the weight of what it blocks: time-out',
    { 'a.x': { status: 'timed-out', level: 'info' }, 'a.y': blocked('a.x') },
    false,
    [3, 3, 0],
  ],
  [
    'a root takes the weight of what it blocks: unknown',
    { 'a.x': { status: 'unknown', level: 'info' }, 'a.y': blocked('a.x') },
    false,
    [1, 1, 0],
  ],
  [
    'a root takes the weight of what it blocks: not configured',
    { 'a.x': { status: 'skipped', reason: 'not-configured', level: 'info' }, 'a.y': blocked('a.x') },
    false,
    [1, 1, 0],
  ],
  [
    'a light root that blocks light rows weighs nothing',
    {
      'a.x': { status: 'unknown', level: 'info' },
      'a.y': { ...blocked('a.x'), level: 'recommended' },
      'a.z': { status: 'pass' },
    },
    true,
    [0, 0, 0],
  ],
  [
    'blocked by what was waived',
    { 'a.x': { status: 'waived', judged: { status: 'fail', message: '' } }, 'a.y': blocked('a.x') },
    false,
    [1, 1, 0],
  ],
  [
    'blocked by what was attested',
    { 'a.x': { status: 'attested', judged: { status: 'unknown', message: '' } }, 'a.y': blocked('a.x') },
    false,
    [1, 1, 0],
  ],
  [
    'blocked by a warning without use',
    { 'a.x': { status: 'warn' }, 'a.y': blocked('a.x') },
    false,
    [1, 1, 0],
  ],
  ['blocked by a pass without use', { 'a.x': { status: 'pass' }, 'a.y': blocked('a.x') }, false, [1, 1, 0]],
  [
    'blocked by what is not allowed',
    { 'a.x': { status: 'skipped', reason: 'not-allowed' }, 'a.y': blocked('a.x') },
    false,
    [1, 1, 0],
  ],
  [
    'blocked by what the profile does not ask',
    {
      'a.x': { status: 'skipped', reason: 'not-applicable', level: 'not-applicable' },
      'a.y': blocked('a.x'),
    },
    false,
    [1, 1, 0],
  ],
  [
    'blocked and waived',
    { 'a.x': { status: 'timed-out', level: 'info' }, 'a.y': { ...blocked('a.x'), status: 'waived' } },
    true,
    [0, 0, 0],
  ],
  [
    'all answered',
    { 'a.x': { status: 'attested' }, 'a.y': { status: 'waived' }, 'a.z': { status: 'pass' } },
    true,
    [0, 0, 0],
  ],
])('%s', (_what, briefs, ready, expected) => {
  const rows = rowsOf(briefs);
  expect(isReady(rows)).toBe(ready);
  expect(codes(rows)).toEqual(expected);
  expect(codes(rows, { cancelled: true })).toEqual([130, 130, 130]);
});

test('nothing ran is 3, unless something is known to be wrong', () => {
  const skipped: Brief = { status: 'skipped', reason: 'not-applicable' };
  expect(codes(rowsOf({ 'a.x': skipped }), { ran: false })).toEqual([3, 3, 0]);
  expect(codes([], { ran: false })).toEqual([3, 3, 0]);
  const unset: Brief = { status: 'skipped', reason: 'not-configured' };
  expect(codes(rowsOf({ 'a.x': unset }), { ran: false })).toEqual([1, 1, 0]);
});

test('whatever the rows: 0 only when ready, and ready is 0 once something ran', () => {
  const next = random(3);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  const levels: readonly Level[] = [...severities, 'not-applicable'];
  for (let round = 0; round < 5_000; round += 1) {
    const ids = Array.from({ length: 1 + Math.floor(next() * 5) }, (_, index) => `a.${index}`);
    const rows = ids.map((id) => {
      const status = pick(statuses);
      const reason: { reason?: SkipReason } = status === 'skipped' ? { reason: pick(skipReasons) } : {};
      const by = status === 'blocked' ? { blockedBy: pick(ids) } : {};
      const judged = status === 'waived' ? { judged: { status: pick(statuses), message: '' } } : {};
      return row(id, { status, level: pick(levels), ...reason, ...by, ...judged });
    });
    const ready = isReady(rows);
    const code = exitCodeOf({ rows, failOn: 'fail', cancelled: false, ran: true });
    expect(code === 0).toBe(ready);
    if (exitCodeOf({ rows, failOn: 'warn', cancelled: false, ran: true }) === 0) expect(ready).toBe(true);
    const counts = countByStatus(rows);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(rows.length);
  }
});

test('counts hold every status', () => {
  const rows = rowsOf({ 'a.x': { status: 'fail' }, 'a.y': blocked('a.x'), 'a.z': blocked('a.x') });
  expect(Object.keys(countByStatus(rows))).toEqual([...statuses]);
  expect(countByStatus(rows)).toMatchObject({ fail: 1, blocked: 2, pass: 0 });
});
