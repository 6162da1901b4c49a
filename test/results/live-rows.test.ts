import { expect, test } from 'vitest';
import { Ledger } from '../../src/engine/ledger.ts';
import { LiveGates } from '../../src/engine/live-gates.ts';
import { makePlan } from '../../src/engine/plan.ts';
import { type Assessment, assess } from '../../src/results/assess.ts';
import { LiveRows } from '../../src/results/live-rows.ts';
import type { Row } from '../../src/results/row.ts';
import {
  answer,
  moment,
  noAnswers,
  probe,
  random,
  type TestEnvironment,
  type TestProbe,
  type TestSettings,
  usable,
  useless,
} from '../engine/kit.ts';
import { named } from '../facts.ts';

type Input = Assessment<TestSettings, TestEnvironment>;

function desk(probes: readonly TestProbe[]): { ledger: Ledger; input: Input } {
  const ledger = new Ledger();
  for (const { id } of probes) {
    ledger.update(id, { outcome: { kind: 'facts', facts: usable }, observedAt: moment });
  }
  return {
    ledger,
    input: {
      plan: makePlan(probes),
      entryOf: (id) => ledger.get(id),
      settings: {},
      profile: 'old',
      answers: noAnswers,
      attestedBy: { by: 'ann', at: moment },
    },
  };
}

/** Rows that are kept up to date, for each profile; answers may be others each time. */
function keeper(ledger: Ledger): (input: Input, anew?: boolean) => readonly Row[] {
  let [plan, settings]: [Input['plan'] | undefined, TestSettings] = [undefined, {}];
  let gates: LiveGates<TestSettings, TestEnvironment> | undefined;
  const lives = new Map<string, LiveRows<TestSettings, TestEnvironment>>();
  return (input, anew = true) => {
    gates ??= new LiveGates(input.plan, ledger, () => settings);
    if (plan !== undefined && plan !== input.plan) gates.adopt(input.plan);
    ({ plan, settings } = input);
    const live = lives.get(input.profile) ?? new LiveRows(ledger, gates);
    lives.set(input.profile, live);
    const beside = [...lives].find(([profile]) => profile !== input.profile)?.[1];
    return live.update(input, anew, beside).rows;
  };
}

const changed = (before: readonly Row[], after: readonly Row[]): readonly string[] =>
  after.flatMap((row, index) => (row === before[index] ? [] : [row.id]));

test('while nothing changes, the same list; when one changes, one new row', () => {
  const { ledger, input } = desk([probe('a.one'), probe('a.two'), probe('a.three')]);
  const rows = keeper(ledger);
  const first = rows(input);
  expect(first).toEqual(assess(input));
  expect(rows({ ...input })).toBe(first);
  ledger.update('a.two', { phase: 'running', runningSince: moment });
  const second = rows(input);
  expect(changed(first, second)).toEqual(['a.two']);
  expect(second).toEqual(assess(input));
});

test('judged only where something that the judge read has changed', () => {
  let judged = 0;
  const { ledger, input } = desk([
    probe('a.use'),
    probe('a.other'),
    probe('a.it', {
      judge: ({ uses }) => {
        judged += 1;
        return { status: 'pass', message: String(uses.of(named('a.use'))?.n) };
      },
    }),
  ]);
  const rows = keeper(ledger);
  rows(input);
  ledger.update('a.other', { outcome: { kind: 'facts', facts: { usable: true, n: 5 } } });
  rows(input);
  expect(judged).toBe(1);
  // It never named a.use among its uses: what counts is what it reads.
  ledger.update('a.use', { outcome: { kind: 'facts', facts: { usable: true, n: 7 } } });
  expect(rows(input)[2]?.message).toBe('7');
  expect(judged).toBe(2);
});

test('a row that says the same is the same, also when it was made from other things', () => {
  const { ledger, input } = desk([
    probe('a.one'),
    probe('a.it', { judge: () => ({ status: 'fail', message: 'no' }) }),
  ]);
  const rows = keeper(ledger);
  const first = rows(input);
  expect(rows({ ...input, settings: {}, plan: makePlan(input.plan.probes) })).toBe(first);
});

test('profiles do not push each other out', () => {
  const { ledger, input } = desk([probe('a.it', { levels: { old: 'required', new: 'info' } })]);
  const rows = keeper(ledger);
  const old = rows(input);
  const other = rows({ ...input, profile: 'new' });
  expect(other[0]?.level).toBe('info');
  expect(rows(input)).toBe(old);
  expect(rows({ ...input, profile: 'new' })).toBe(other);
});

test('answers count by what they say; where none is asked, their time changes nothing', () => {
  const fails = probe('a.fails', { judge: () => ({ status: 'fail', message: 'no' }) });
  const attested = probe('a.attested', {
    judge: () => ({ status: 'manual', message: '?' }),
    attested: () => ({ value: 'yes', where: '.ecmarc' }),
  });
  const { ledger, input } = desk([probe('a.it'), fails, attested]);
  const rows = keeper(ledger);
  const waived = (at: string): Input['answers'] => ({
    given: () => undefined,
    waived: () => answer('bob', { at }),
  });
  const first = rows({ ...input, answers: waived('1') });
  expect(first.map(({ status }) => status)).toEqual(['pass', 'waived', 'attested']);
  expect(rows({ ...input, answers: waived('1') })).toBe(first);
  expect(changed(first, rows({ ...input, answers: waived('2') }))).toEqual(['a.fails']);
  const again = rows(input);
  expect(changed(first, again)).toEqual(['a.fails']);
  expect(changed(again, rows({ ...input, attestedBy: { by: 'ann', at: 'later' } }))).toEqual(['a.attested']);
});

test('whatever changes, its rows are those of assess', () => {
  const next = random(5);
  const ids = Array.from({ length: 30 }, (_, index) => `p.${index}`);
  const probes = ids.map((id, index) =>
    probe(id, {
      levels: { old: 'required', new: next() < 0.3 ? 'not-applicable' : 'info' },
      needs: ids.slice(0, index).filter(() => next() < 0.08),
      notApplicable: (_settings, facts) =>
        facts.of(named(ids[(index + 7) % 30] ?? ''))?.usable === false ? 'n/a' : undefined,
      notConfigured: ({ installed }) =>
        installed === true && index % 5 === 0 ? { message: 'no key' } : undefined,
      judge: ({ facts, uses }) => ({
        status: facts.usable ? 'pass' : 'fail',
        message: String(uses.of(named(ids[(index + 3) % 30] ?? ''))?.usable),
      }),
    }),
  );
  const { ledger, input } = desk(probes);
  const rows = keeper(ledger);
  const settings = [{}, { installed: true }];
  const said = [noAnswers, { given: () => undefined, waived: () => answer('bob') }];
  const before = new Map<string, Input['answers']>();
  for (let round = 0; round < 800; round += 1) {
    const id = ids[Math.floor(next() * 30)] ?? '';
    if (next() < 0.5)
      ledger.update(id, { outcome: { kind: 'facts', facts: next() < 0.5 ? usable : useless } });
    else ledger.update(id, { phase: next() < 0.5 ? 'pending' : 'idle' });
    const now: Input = {
      ...input,
      profile: next() < 0.5 ? 'old' : 'new',
      settings: settings[Math.floor(next() * 2)] ?? {},
      answers: said[next() < 0.1 ? 1 : 0] ?? noAnswers,
    };
    // All that is not told by the ledger, the gates or other settings.
    const anew = before.get(now.profile) !== now.answers;
    before.set(now.profile, now.answers);
    expect(rows(now, anew)).toEqual(assess(now));
  }
});

test('an event has only those rows looked at that it bears upon', () => {
  const asked: string[] = [];
  const chain = Array.from({ length: 50 }, (_, index) =>
    probe(`p.${index}`, {
      needs: index === 0 ? [] : ['p.0'],
      notConfigured: () => {
        asked.push(`gate p.${index}`);
        return undefined;
      },
      judge: () => {
        asked.push(`judge p.${index}`);
        return { status: 'pass', message: 'fine' };
      },
    }),
  );
  const { ledger, input } = desk(chain);
  const rows = keeper(ledger);
  rows(input);
  asked.length = 0;
  ledger.update('p.7', { outcome: { kind: 'facts', facts: useless } });
  rows(input, false);
  expect(asked).toEqual(['judge p.7']);
});
