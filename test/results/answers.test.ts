import { expect, test } from 'vitest';
import { makePlan } from '../../src/engine/plan.ts';
import type { JudgedStatus, Status } from '../../src/engine/status.ts';
import type { Answers } from '../../src/results/assess.ts';
import { answer, ended, moment, type Parts, probe, rowsOf, usable, useless } from '../engine/kit.ts';

const says = (status: JudgedStatus): Parts => ({ judge: () => ({ status, message: `it is ${status}` }) });

const yes: Answers = { given: () => answer('bob'), waived: () => undefined };
const waiver: Answers = {
  given: () => undefined,
  waived: () => answer('cat', { reason: 'by design', until: '2027-01-31' }),
};
const both: Answers = { ...yes, waived: waiver.waived };
const attests: Parts = { attested: () => ({ value: 'said so', where: '.ecmarc attest.x' }) };
const denies: Parts = {
  attested: () => ({ value: 'DE', where: '.ecmarc attest.x', fails: 'DE is not supported' }),
};
const unset: Parts = { notConfigured: () => ({ message: 'no key' }) };
const off: Parts = { notAllowed: () => ({ message: 'off' }) };

interface Answered {
  readonly what: string;
  readonly parts: Parts;
  readonly answers?: Answers;
  readonly end?: Parameters<typeof ended>[0][string];
  readonly is: Status;
  readonly message?: string;
  readonly was?: Status;
  readonly by?: string;
}

test.each<Answered>([
  // Attested in the settings: unknown, manual, blocked, not-configured, not-built and not-allowed.
  {
    what: 'attested unknown',
    parts: { ...attests, ...says('unknown') },
    is: 'attested',
    was: 'unknown',
    by: 'ann',
    message: 'said so',
  },
  {
    what: 'attested manual',
    parts: { ...attests, ...says('manual') },
    is: 'attested',
    was: 'manual',
    by: 'ann',
  },
  {
    what: 'attested blocked',
    parts: { ...attests, needs: ['a.bad'] },
    is: 'attested',
    was: 'blocked',
    by: 'ann',
  },
  {
    what: 'attested not configured',
    parts: { ...attests, ...unset },
    is: 'attested',
    was: 'skipped',
    by: 'ann',
  },
  {
    what: 'attested not built',
    parts: { ...attests, built: false },
    is: 'attested',
    was: 'skipped',
    by: 'ann',
  },
  {
    what: 'attested before not allowed',
    parts: { ...attests, ...off },
    is: 'attested',
    was: 'skipped',
    by: 'ann',
  },
  { what: 'attested does not hide a failure', parts: { ...attests, ...says('fail') }, is: 'fail' },
  { what: 'attested does not touch a pass', parts: { ...attests, ...says('pass') }, is: 'pass' },
  { what: 'attested does not touch a warning', parts: { ...attests, ...says('warn') }, is: 'warn' },
  {
    what: 'attested does not cover a crash',
    parts: attests,
    end: { kind: 'crashed', error: 'x' },
    is: 'crashed',
  },
  {
    what: 'attested does not cover a time-out',
    parts: attests,
    end: { kind: 'timed-out', deadlineMs: 1 },
    is: 'timed-out',
  },
  { what: 'attested after not applicable', parts: { ...attests, notApplicable: () => 'n/a' }, is: 'skipped' },
  {
    what: 'attested after not applicable by profile',
    parts: { ...attests, ...says('manual'), level: 'not-applicable' },
    is: 'skipped',
  },
  { what: 'nothing attested', parts: { ...says('manual'), attested: () => undefined }, is: 'manual' },
  // Attested with an answer that means no.
  {
    what: 'attested no',
    parts: { ...denies, ...says('unknown') },
    is: 'fail',
    was: 'unknown',
    by: 'ann',
    message: 'DE is not supported',
  },
  {
    what: 'attested no, recommended',
    parts: { ...denies, ...says('unknown'), level: 'recommended' },
    is: 'warn',
    was: 'unknown',
    by: 'ann',
  },
  {
    what: 'attested no, blocked',
    parts: { ...denies, needs: ['a.bad'] },
    is: 'fail',
    was: 'blocked',
    by: 'ann',
  },
  {
    what: 'attested no, waived',
    parts: { ...denies, ...says('unknown') },
    answers: waiver,
    is: 'waived',
    was: 'fail',
    by: 'cat',
    message: 'by design',
  },
  {
    what: 'attested no stands before a yes',
    parts: { ...denies, ...says('manual') },
    answers: yes,
    is: 'fail',
    was: 'manual',
    by: 'ann',
  },
  // Answered with a key.
  {
    what: 'confirmed',
    parts: says('manual'),
    answers: yes,
    is: 'attested',
    was: 'manual',
    by: 'bob',
    message: 'confirmed by bob',
  },
  { what: 'a yes does not cover a failure', parts: says('fail'), answers: yes, is: 'fail' },
  {
    what: 'a yes stands before a waiver',
    parts: says('manual'),
    answers: both,
    is: 'attested',
    was: 'manual',
    by: 'bob',
  },
  {
    what: 'settings stand before a yes',
    parts: { ...attests, ...says('manual') },
    answers: yes,
    is: 'attested',
    was: 'manual',
    by: 'ann',
  },
  // Waived: the same, and failures.
  {
    what: 'waived failure',
    parts: says('fail'),
    answers: waiver,
    is: 'waived',
    was: 'fail',
    by: 'cat',
    message: 'by design',
  },
  {
    what: 'waived failure in spite of a yes',
    parts: says('fail'),
    answers: both,
    is: 'waived',
    was: 'fail',
    by: 'cat',
  },
  {
    what: 'waived unknown',
    parts: says('unknown'),
    answers: waiver,
    is: 'waived',
    was: 'unknown',
    by: 'cat',
  },
  {
    what: 'waived blocked',
    parts: { needs: ['a.bad'] },
    answers: waiver,
    is: 'waived',
    was: 'blocked',
    by: 'cat',
  },
  { what: 'waived not configured', parts: unset, answers: waiver, is: 'waived', was: 'skipped', by: 'cat' },
  { what: 'waived before not allowed', parts: off, answers: waiver, is: 'waived', was: 'skipped', by: 'cat' },
  { what: 'waived does not hide a pass', parts: says('pass'), answers: waiver, is: 'pass' },
  { what: 'waived does not hide a warning', parts: says('warn'), answers: waiver, is: 'warn' },
  {
    what: 'waived does not cover a crash',
    parts: {},
    end: { kind: 'crashed', error: 'x' },
    answers: waiver,
    is: 'crashed',
  },
  {
    what: 'waived after not applicable',
    parts: { notApplicable: () => 'n/a' },
    answers: waiver,
    is: 'skipped',
  },
  { what: 'a waiver past its day is no waiver', parts: says('fail'), is: 'fail' },
])('$what: $is', ({ parts, answers, end = usable, is, message, was, by }) => {
  const plan = makePlan([probe('a.bad'), probe('a.it', parts)]);
  const row = rowsOf(
    plan,
    ended({ 'a.bad': useless, 'a.it': end }),
    answers === undefined ? {} : { answers },
  ).get('a.it');
  expect(row?.status).toBe(is);
  expect(row?.judged?.status).toBe(was);
  expect(row?.answer?.by).toBe(by);
  if (message !== undefined) expect(row?.message).toBe(message);
});

test('not chosen is not answered', () => {
  const plan = makePlan([probe('a.it', { ...attests, ...says('manual') })], () => false);
  const row = rowsOf(plan, ended({}), { answers: both }).get('a.it');
  expect(row).toMatchObject({ status: 'skipped', reason: 'not-chosen' });
  expect(row).not.toHaveProperty('answer');
});

test('an answer keeps who, when, until and why, in clean words', () => {
  const reason = 'by\u001b[2J design';
  const given = answer('c\u0007at', { reason, until: '2027-01-31', where: '.ecmarc\u202e' });
  const answers: Answers = { given: () => undefined, waived: () => given };
  const plan = makePlan([probe('a.it', says('fail'))]);
  expect(rowsOf(plan, ended({ 'a.it': usable }), { answers }).get('a.it')).toMatchObject({
    status: 'waived',
    message: 'by design',
    judged: { status: 'fail', message: 'it is fail' },
    answer: { by: 'cat', at: moment, until: '2027-01-31', reason: 'by design', where: '.ecmarc' },
  });
});

test('what a person may attest is asked under the severity of the profile', () => {
  const rules: unknown[] = [];
  const plan = makePlan([
    probe('a.it', {
      levels: { old: 'restricted', new: 'info' },
      ...says('manual'),
      attested: (_settings, asked) => {
        rules.push(asked);
        return undefined;
      },
    }),
  ]);
  rowsOf(plan, ended({ 'a.it': usable }), { profile: 'old' });
  rowsOf(plan, ended({ 'a.it': usable }), { profile: 'new' });
  expect(rules).toEqual([
    { profile: 'old', severity: 'restricted' },
    { profile: 'new', severity: 'info' },
  ]);
});
