import { expect, test } from 'vitest';
import type { Entry } from '../../src/engine/ledger.ts';
import { makePlan } from '../../src/engine/plan.ts';
import { named } from '../facts.ts';
import { ended, moment, probe, rowsOf, usable, useless } from './kit.ts';

test('the root cause goes through chains, not the nearest link', () => {
  const plan = makePlan([
    probe('a.root'),
    probe('a.mid', { needs: ['a.root'] }),
    probe('a.low', { needs: ['a.mid'] }),
    probe('a.leaf', { needs: ['a.low'], uses: ['a.mid'] }),
  ]);
  const rows = rowsOf(plan, ended({ 'a.root': useless, 'a.mid': usable }));
  for (const id of ['a.mid', 'a.low', 'a.leaf']) {
    expect(rows.get(id)).toMatchObject({ status: 'blocked', blockedBy: 'a.root' });
  }
});

test('not applicable goes through chains, and by facts of a need', () => {
  const plan = makePlan([
    probe('host.installed'),
    probe('host.services', {
      needs: ['host.installed'],
      notApplicable: (_settings, facts) =>
        facts.of(named('host.installed'))?.found === false ? 'once installed' : undefined,
    }),
    probe('host.answer', { needs: ['host.services'] }),
  ]);
  const before = rowsOf(plan, ended({ 'host.installed': { usable: true, found: false } }));
  for (const id of ['host.services', 'host.answer']) {
    expect(before.get(id)).toMatchObject({
      status: 'skipped',
      reason: 'not-applicable',
      message: 'once installed',
    });
  }
  const after = rowsOf(
    plan,
    ended({ 'host.installed': { usable: true, found: true }, 'host.services': usable }),
  );
  expect(after.get('host.services')?.status).toBe('pass');
});

test('old facts are hidden while a row is blocked or skipped, and from those who use them', () => {
  const probes = [
    probe('a.root'),
    probe('a.it', { needs: ['a.root'] }),
    probe('a.user', {
      uses: ['a.it'],
      judge: ({ uses }) => ({
        status: 'pass',
        message: uses.of(named('a.it')) === undefined ? 'nothing' : 'something',
      }),
    }),
  ];
  const attempts = [{ startedAt: moment, durationMs: 5, status: 'pass' as const, message: 'fine then' }];
  const it: Entry = {
    phase: 'idle',
    outcome: { kind: 'facts', facts: usable },
    observedAt: moment,
    attempts,
  };
  const plan = makePlan(probes);

  const hidden = rowsOf(plan, ended({ 'a.root': useless, 'a.it': it, 'a.user': usable }));
  expect(hidden.get('a.it')).not.toHaveProperty('facts');
  expect(hidden.get('a.it')).not.toHaveProperty('observedAt');
  expect(hidden.get('a.it')?.attempts).toEqual(attempts);
  expect(hidden.get('a.user')?.message).toBe('nothing');

  const shown = rowsOf(plan, ended({ 'a.root': usable, 'a.it': it, 'a.user': usable }));
  expect(shown.get('a.it')).toMatchObject({ facts: usable, observedAt: moment });
  expect(shown.get('a.user')?.message).toBe('something');
});

test('facts stay in the row where only the profile does not ask', () => {
  const plan = makePlan([probe('a.it', { levels: { old: 'required', new: 'not-applicable' } })]);
  const row = rowsOf(plan, ended({ 'a.it': usable }), { profile: 'new' }).get('a.it');
  expect(row).toMatchObject({
    status: 'skipped',
    reason: 'not-applicable',
    facts: usable,
    observedAt: moment,
  });
});
