import { describe, expect, test } from 'vitest';
import { LastResults } from '../../src/cli/last-results.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { readReport } from '../../src/report/read.ts';
import { madeUp } from '../report/made-up.ts';

const passed = madeUp.rows.find(({ status }) => status === 'pass');
if (passed === undefined) throw new Error('no row passed');

function input(change: Partial<(typeof madeUp.rows)[number]>): ReportInput {
  const {
    facts: _facts,
    observedAt: _observedAt,
    reason: _reason,
    ...row
  } = passed as NonNullable<typeof passed>;
  return { ...madeUp, rows: [{ ...row, attempts: [], ...change }] };
}

function probes(stored: unknown) {
  const reading = readReport(JSON.stringify(stored));
  if (!reading.ok) throw new Error(reading.message);
  return reading.document.probes;
}

describe('last results', () => {
  const before = new LastResults().encode({ ...madeUp, rows: [passed] });

  test('are a report, and give a run back', () => {
    expect(probes(before)).toHaveLength(1);
    expect(new LastResults().decode(before)?.probes[0]).toMatchObject({ id: passed.id, status: 'pass' });
    expect(new LastResults().decode({ schemaVersion: 1 })).toBeUndefined();
  });

  test('hold nothing that a running row tells the person', () => {
    const prompt = {
      code: 'ABCD-EFGH',
      address: 'https://login.example/device',
      expiresAt: madeUp.startedAt,
    };
    const running = { since: madeUp.startedAt, prompt };
    const stored = new LastResults().encode(input({ status: 'running', running }));
    expect(JSON.stringify(stored)).not.toMatch(/ABCD-?EFGH|login\.example/);
  });

  test.each([
    ['pending', { status: 'pending' }, 'pass'],
    ['running', { status: 'running' }, 'pass'],
    ['cancelled before it began', { status: 'cancelled' }, 'pass'],
    ['not chosen', { status: 'skipped', reason: 'not-chosen' }, 'pass'],
    ['not configured', { status: 'skipped', reason: 'not-configured' }, 'skipped'],
    ['blocked', { status: 'blocked', blockedBy: 'server.os' }, 'blocked'],
    ['failed', { status: 'fail', attempts: passed.attempts }, 'fail'],
  ] as const)('a row that is %s now', (_, change, expected) => {
    const last = new LastResults();
    last.decode(before);
    expect(probes(last.encode(input(change)))[0]?.status).toBe(expected);
  });
});
