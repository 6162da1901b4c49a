import { expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import type { Entry, Outcome } from '../../src/engine/ledger.ts';
import { makePlan } from '../../src/engine/plan.ts';
import type { SkipReason, Status } from '../../src/engine/status.ts';
import { ended, moment, type Parts, probe, rowsOf, type TestProbe, usable, useless } from './kit.ts';

const crashed: Outcome = { kind: 'crashed', error: 'Error: bug' };
const timedOut: Outcome = { kind: 'timed-out', deadlineMs: 1_000 };
const cancelled: Outcome = { kind: 'cancelled', why: 'stopped' };
const pending: Entry = { phase: 'pending', attempts: [] };
const running: Entry = { phase: 'running', runningSince: moment, attempts: [] };

const forbidden: Parts = { notAllowed: () => ({ message: 'the write test is off' }) };
const unset: Parts = { notConfigured: () => ({ message: 'no key' }) };
const inapplicable: Parts = { notApplicable: () => 'not for this library' };
const unbuilt: Parts = { built: false };
const needy: Parts = { needs: ['a.need'] };

interface Case {
  readonly what: string;
  readonly parts: Parts;
  readonly need?: TestProbe;
  readonly ends?: Readonly<Record<string, Outcome | Facts | Entry>>;
  readonly choose?: (id: string) => boolean;
  readonly is: {
    readonly status: Status;
    readonly reason?: SkipReason;
    readonly blockedBy?: string;
    readonly message?: string;
  };
}

const none = (): boolean => false;
const blocked = { status: 'blocked', blockedBy: 'a.need', message: 'needs: title of a.need' } as const;

const cases: readonly Case[] = [
  // One reason at a time.
  { what: 'open', parts: {}, ends: { 'a.it': usable }, is: { status: 'pass', message: 'fine' } },
  { what: 'never looked at', parts: {}, is: { status: 'pending', message: 'not looked at yet' } },
  {
    what: 'its turn comes',
    parts: {},
    ends: { 'a.it': pending },
    is: { status: 'pending', message: 'waits for its turn' },
  },
  { what: 'runs', parts: {}, ends: { 'a.it': running }, is: { status: 'running', message: 'looking' } },
  { what: 'not chosen', parts: {}, choose: none, is: { status: 'skipped', reason: 'not-chosen' } },
  {
    what: 'not applicable',
    parts: inapplicable,
    is: { status: 'skipped', reason: 'not-applicable', message: 'not for this library' },
  },
  {
    what: 'not applicable by profile',
    parts: { level: 'not-applicable' },
    ends: { 'a.it': usable },
    is: { status: 'skipped', reason: 'not-applicable', message: 'this profile does not ask it' },
  },
  {
    what: 'not allowed',
    parts: forbidden,
    is: { status: 'skipped', reason: 'not-allowed', message: 'the write test is off' },
  },
  {
    what: 'not configured',
    parts: unset,
    is: { status: 'skipped', reason: 'not-configured', message: 'no key' },
  },
  { what: 'not built', parts: unbuilt, is: { status: 'skipped', reason: 'not-built' } },
  // Precedence: each beats all that come after it.
  {
    what: 'not chosen before all',
    parts: { ...needy, ...inapplicable, ...forbidden, ...unset, ...unbuilt, level: 'not-applicable' },
    ends: { 'a.need': useless },
    choose: none,
    is: { status: 'skipped', reason: 'not-chosen' },
  },
  {
    what: 'not applicable before not allowed and the rest',
    parts: { ...needy, ...inapplicable, ...forbidden, ...unset, ...unbuilt },
    ends: { 'a.need': useless },
    is: { status: 'skipped', reason: 'not-applicable', message: 'not for this library' },
  },
  {
    what: 'not applicable by profile before not allowed',
    parts: { ...forbidden, ...unset, level: 'not-applicable' },
    is: { status: 'skipped', reason: 'not-applicable', message: 'this profile does not ask it' },
  },
  {
    what: 'not applicable by profile before running',
    parts: { level: 'not-applicable' },
    ends: { 'a.it': running },
    is: { status: 'skipped', reason: 'not-applicable' },
  },
  {
    what: 'not allowed before not configured and the rest',
    parts: { ...needy, ...forbidden, ...unset, ...unbuilt },
    ends: { 'a.need': useless },
    is: { status: 'skipped', reason: 'not-allowed' },
  },
  {
    what: 'not configured before blocked and not built',
    parts: { ...needy, ...unset, ...unbuilt },
    ends: { 'a.need': useless },
    is: { status: 'skipped', reason: 'not-configured' },
  },
  {
    what: 'blocked before not built',
    parts: { ...needy, ...unbuilt },
    ends: { 'a.need': useless },
    is: blocked,
  },
  {
    what: 'a need not applicable before its own not allowed',
    parts: { ...needy, ...forbidden },
    need: probe('a.need', inapplicable),
    is: { status: 'skipped', reason: 'not-applicable', message: 'not for this library' },
  },
  // Needs.
  {
    what: 'need usable and passed',
    parts: needy,
    ends: { 'a.need': usable, 'a.it': usable },
    is: { status: 'pass' },
  },
  {
    what: 'need usable though it failed',
    parts: needy,
    need: probe('a.need', { judge: () => ({ status: 'fail', message: 'too old' }) }),
    ends: { 'a.need': usable, 'a.it': usable },
    is: { status: 'pass' },
  },
  {
    what: 'need usable though its judge throws',
    parts: needy,
    need: probe('a.need', {
      judge: () => {
        throw new Error('bug');
      },
    }),
    ends: { 'a.need': usable, 'a.it': usable },
    is: { status: 'pass' },
  },
  {
    what: 'need usable though the profile does not ask it',
    parts: needy,
    need: probe('a.need', { level: 'not-applicable' }),
    ends: { 'a.need': usable, 'a.it': usable },
    is: { status: 'pass' },
  },
  {
    what: 'need passed but unusable',
    parts: needy,
    ends: { 'a.need': useless, 'a.it': usable },
    is: blocked,
  },
  { what: 'need crashed', parts: needy, ends: { 'a.need': crashed }, is: blocked },
  { what: 'need timed out', parts: needy, ends: { 'a.need': timedOut }, is: blocked },
  { what: 'need cancelled', parts: needy, ends: { 'a.need': cancelled }, is: blocked },
  { what: 'need not configured', parts: needy, need: probe('a.need', unset), is: blocked },
  { what: 'need not built', parts: needy, need: probe('a.need', unbuilt), is: blocked },
  { what: 'need not allowed', parts: needy, need: probe('a.need', forbidden), is: blocked },
  {
    what: 'need absent from a saved report',
    parts: needy,
    ends: { 'a.need': { kind: 'as-reported', status: 'skipped', reason: 'not-built', message: 'x' } },
    is: blocked,
  },
  {
    what: 'need not applicable',
    parts: needy,
    need: probe('a.need', inapplicable),
    is: { status: 'skipped', reason: 'not-applicable', message: 'not for this library' },
  },
  {
    what: 'need whose rule throws',
    parts: needy,
    need: probe('a.need', {
      notApplicable: () => {
        throw new Error('bug');
      },
    }),
    is: blocked,
  },
  {
    what: 'need pending',
    parts: needy,
    ends: { 'a.need': pending, 'a.it': pending },
    is: { status: 'pending', message: 'waits for: title of a.need' },
  },
  {
    what: 'need running',
    parts: needy,
    ends: { 'a.need': running, 'a.it': pending },
    is: { status: 'pending', message: 'waits for: title of a.need' },
  },
  {
    what: 'need runs again: the old result stays',
    parts: needy,
    ends: { 'a.need': { ...running, outcome: { kind: 'facts', facts: usable } }, 'a.it': usable },
    is: { status: 'pass' },
  },
  {
    what: 'need never looked at',
    parts: needy,
    is: { status: 'pending', message: 'waits for: title of a.need' },
  },
  {
    what: 'a blocked need is known while another is awaited',
    parts: { needs: ['a.need', 'a.other'] },
    ends: { 'a.need': running, 'a.other': useless, 'a.it': pending },
    is: { status: 'blocked', blockedBy: 'a.other' },
  },
  {
    what: 'uses never block',
    parts: { uses: ['a.need'] },
    ends: { 'a.need': useless, 'a.it': usable },
    is: { status: 'pass' },
  },
  {
    what: 'uses are not waited for',
    parts: { uses: ['a.need'] },
    ends: { 'a.need': running, 'a.it': pending },
    is: { status: 'pending', message: 'waits for its turn' },
  },
  // How an attempt ended.
  {
    what: 'crashed',
    parts: {},
    ends: { 'a.it': crashed },
    is: { status: 'crashed', message: 'a fault in this check: Error: bug' },
  },
  {
    what: 'timed out',
    parts: {},
    ends: { 'a.it': timedOut },
    is: { status: 'timed-out', message: 'no result within 1 s' },
  },
  {
    what: 'timed out, waiting',
    parts: {},
    ends: { 'a.it': { ...timedOut, deadlineMs: 1_500, waitingFor: 'ldap01:636' } },
    is: { status: 'timed-out', message: 'no result within 1.5 s, waiting for ldap01:636' },
  },
  {
    what: 'cut with the run',
    parts: {},
    ends: { 'a.it': { kind: 'cut', limitMs: 1_000 } },
    is: { status: 'timed-out', message: "cut when the run's 1 s were over" },
  },
  {
    what: 'cancelled',
    parts: {},
    ends: { 'a.it': cancelled },
    is: { status: 'cancelled', message: 'stopped' },
  },
  {
    what: 'absent from a saved report',
    parts: {},
    ends: { 'a.it': { kind: 'as-reported', status: 'skipped', reason: 'not-allowed', message: 'was off' } },
    is: { status: 'skipped', reason: 'not-allowed', message: 'was off' },
  },
  {
    what: 'saved facts of a probe that this version lacks',
    parts: unbuilt,
    ends: { 'a.it': usable },
    is: { status: 'skipped', reason: 'not-built' },
  },
  // Faults in a probe's own rules and judge.
  {
    what: 'judge that throws',
    parts: {
      judge: () => {
        throw new TypeError('no x');
      },
    },
    ends: { 'a.it': usable },
    is: { status: 'crashed', message: 'a fault in this check, while judging: TypeError: no x' },
  },
  {
    what: 'judge that throws what has no text',
    parts: {
      judge: () => {
        throw Object.create(null);
      },
    },
    ends: { 'a.it': usable },
    is: { status: 'crashed', message: 'a fault in this check, while judging: something that has no text' },
  },
  {
    what: 'judge that gives no text',
    parts: { judge: () => ({ status: 'pass', message: JSON.parse('7') }) },
    ends: { 'a.it': usable },
    is: { status: 'crashed' },
  },
  {
    what: 'rule that throws',
    parts: {
      notConfigured: () => {
        throw new Error('bug');
      },
    },
    is: { status: 'crashed', message: "a fault in this check's rules: Error: bug" },
  },
  {
    what: 'answer that throws',
    parts: {
      judge: () => ({ status: 'manual', message: '?' }),
      attested: () => {
        throw new Error('bug');
      },
    },
    ends: { 'a.it': usable },
    is: { status: 'crashed', message: "a fault in this check's rules: Error: bug" },
  },
];

test.each(cases)('$what', ({ parts, need = probe('a.need'), ends = {}, choose = () => true, is }) => {
  const plan = makePlan([need, probe('a.other'), probe('a.it', parts)], choose);
  const row = rowsOf(plan, ended(ends)).get('a.it');
  const { reason, blockedBy } = is;
  expect(row).toMatchObject(is);
  expect({ reason: row?.reason, blockedBy: row?.blockedBy }).toEqual({ reason, blockedBy });
});
