import { expect, test } from 'vitest';
import type { Entry } from '../../src/engine/ledger.ts';
import { makePlan } from '../../src/engine/plan.ts';
import type { Verdict } from '../../src/engine/probe.ts';
import type { JudgedStatus, Level, Status } from '../../src/engine/status.ts';
import { ended, moment, type Parts, probe, rowsOf, usable } from '../engine/kit.ts';
import { named } from '../facts.ts';

const says = (status: JudgedStatus): Parts => ({ judge: () => ({ status, message: `it is ${status}` }) });

test.each<[level: Level, said: JudgedStatus, shown: Status]>([
  ['required', 'fail', 'fail'],
  ['restricted', 'fail', 'fail'],
  ['recommended', 'fail', 'warn'],
  ['info', 'fail', 'warn'],
  ['required', 'warn', 'warn'],
  ['info', 'warn', 'warn'],
  ['info', 'unknown', 'unknown'],
  ['recommended', 'unknown', 'unknown'],
  ['required', 'unknown', 'unknown'],
  ['info', 'manual', 'manual'],
  ['recommended', 'pass', 'pass'],
])('%s: %s is shown as %s', (level, said, shown) => {
  const plan = makePlan([probe('a.it', { level, ...says(said) })]);
  expect(rowsOf(plan, ended({ 'a.it': usable })).get('a.it')?.status).toBe(shown);
});

test('the judge gets its rules, the facts of others and the time they were seen', () => {
  const seen: unknown[] = [];
  const plan = makePlan([
    probe('a.use'),
    probe('a.it', {
      levels: { old: 'required', new: 'info' },
      uses: ['a.use'],
      judge: ({ facts, settings, observedAt, uses }, rules) => {
        seen.push({
          facts,
          settings,
          observedAt,
          use: uses.of(named('a.use')),
          none: uses.of(named('a.none')),
          rules,
        });
        return { status: 'fail', message: 'no' };
      },
    }),
  ]);
  const ends = ended({ 'a.use': { usable: true, x: 1 }, 'a.it': usable });
  const common = {
    facts: usable,
    settings: {},
    observedAt: moment,
    use: { usable: true, x: 1 },
    none: undefined,
  };
  expect(rowsOf(plan, ends, { profile: 'old' }).get('a.it')?.status).toBe('fail');
  expect(rowsOf(plan, ends, { profile: 'new' }).get('a.it')?.status).toBe('warn');
  expect(seen).toEqual([
    { ...common, rules: { profile: 'old', severity: 'required' } },
    { ...common, rules: { profile: 'new', severity: 'info' } },
  ]);
});

test('all texts of a verdict are cleaned; fix steps keep their lines', () => {
  const bad = 'x\u001b[31m\u0007\u202ey\nz';
  const verdict: Verdict = {
    status: 'fail',
    message: bad,
    expected: bad,
    found: bad,
    evidence: [{ label: bad, value: bad }],
    remedy: { why: bad, steps: [{ text: bad, command: bad, owner: 'server' }], links: [bad] },
  };
  const plan = makePlan([
    probe('a.it', { judge: () => verdict, subject: bad }),
    probe('a.unset', { notConfigured: () => ({ message: bad, remedy: { why: bad, steps: [], links: [] } }) }),
  ]);
  const prompt = { code: bad, address: bad, expiresAt: moment };
  const waiting: Entry = { phase: 'running', runningSince: moment, waitingFor: bad, prompt, attempts: [] };
  const rows = rowsOf(plan, ended({ 'a.it': usable }));
  expect(rows.get('a.it')).toMatchObject({
    subject: 'xy z',
    message: 'xy z',
    expected: 'xy z',
    found: 'xy z',
    evidence: [{ label: 'xy z', value: 'xy z' }],
    remedy: { why: 'xy z', steps: [{ text: 'xy\nz', command: 'xy\nz', owner: 'server' }], links: ['xy z'] },
  });
  expect(rows.get('a.unset')).toMatchObject({ message: 'xy z', remedy: { why: 'xy z' } });
  const busy = rowsOf(plan, ended({ 'a.it': waiting })).get('a.it');
  expect(busy).toMatchObject({
    message: 'xy z',
    running: {
      since: moment,
      waitingFor: 'xy z',
      prompt: { code: 'xy z', address: 'xy z', expiresAt: moment },
    },
  });
});

test('an unknown profile judges as info and does not fail', () => {
  const plan = makePlan([probe('a.it', says('fail'))]);
  expect(rowsOf(plan, ended({ 'a.it': usable }), { profile: 'other' }).get('a.it')).toMatchObject({
    level: 'info',
    status: 'warn',
  });
});

test('the last attempt speaks in the words of the profile; older ones and other ends keep theirs', () => {
  const judge: Parts['judge'] = (_input, { profile }) => ({ status: 'warn', message: `by ${profile}` });
  const plan = makePlan([probe('a.it', { judge })]);
  const attempts = [
    { startedAt: moment, durationMs: 1, status: 'fail' as const, message: 'first' },
    { startedAt: moment, durationMs: 2, status: 'pass' as const, message: 'second' },
  ];
  const entry: Entry = {
    phase: 'idle',
    observedAt: moment,
    attempts,
    outcome: { kind: 'facts', facts: usable },
  };
  const under = (profile: string, it: Entry) =>
    rowsOf(plan, ended({ 'a.it': it }), { profile }).get('a.it')?.attempts;
  expect(under('new', entry)).toEqual([attempts[0], { ...attempts[1], status: 'warn', message: 'by new' }]);
  // A retry that was cancelled before it began has left no attempt of its own.
  expect(under('new', { ...entry, outcome: { kind: 'cancelled', why: 'stopped' } })).toEqual(attempts);
  expect(under('new', { ...entry, phase: 'pending' })).toEqual(attempts);
});
