import { describe, expect, it } from 'vitest';
import { defined } from '../../src/base/defined.ts';
import type { SkipReason, Status } from '../../src/engine/status.ts';
import { changeWords, comparisonTitle } from '../../src/report/baseline-words.ts';
import { reportDocument } from '../../src/report/report-document.ts';
import { type ComparedRun, type Comparison, compare } from '../../src/results/baseline.ts';
import type { JointCause } from '../../src/results/joint-cause.ts';
import type { Row } from '../../src/results/row.ts';
import { madeUp } from '../report/made-up.ts';

const a = { name: 'A', target: { tcp: 'x:1' } };
const b = { name: 'B', target: { sql: { server: 'old', table: 't' } } };

type State = { status: Status; reason?: SkipReason; message?: string; value?: string } | undefined;

const [first, second] = madeUp.rows;
if (first === undefined || second === undefined) throw new Error('no rows');
const like = second;
/** What a blocked row waits for: it fails then and now. */
const failing: Row = { ...like, id: 'failing', status: 'fail' };
const { id } = first;

function rowsOf(state: State): Row[] {
  if (state === undefined || first === undefined) return [];
  const { status, reason, message = 'same', value = 'same' } = state;
  const evidence = [{ label: 'x', value }];
  const blockedBy = status === 'blocked' ? failing.id : undefined;
  return [{ ...first, status, message, evidence, ...defined({ reason, blockedBy }) }];
}

/** The made-up run with these rows. */
function runOf(rows: readonly Row[], causes: readonly JointCause[] = []): ComparedRun {
  const { host, profile, ready, exitCode } = madeUp;
  return { host: host.name, profile, ready, exitCode, rows, causes };
}

function compareStates(was: State, now: State): Comparison {
  const beside = [was, now].some((state) => state?.status === 'blocked') ? [failing] : [];
  const earlier = reportDocument({ ...madeUp, rows: [...rowsOf(was), ...beside] });
  return compare(runOf([...rowsOf(now), ...beside]), earlier);
}

const names = ['fixed', 'new', 'stillFailing', 'changedEvidence', 'notComparable'] as const;

/** Where this row stands; of any row, where the lists have something at all. */
function listOf(comparison: Comparison, row?: string): string {
  const has = (name: (typeof names)[number]): boolean =>
    comparison[name].some((change) => row === undefined || change.id === row);
  return names.filter(has).join('+') || 'none';
}

type Rooted = readonly [root: Status | undefined, echo: Status];

/** A row, and one that waits for it where it is blocked. */
function rooted([root, echo]: Rooted): Row[] {
  return [
    ...(root === undefined ? [] : [{ ...like, id: 'root', status: root, message: 'same' }]),
    { ...like, id: 'echo', status: echo, ...(echo === 'blocked' ? { blockedBy: 'root' } : {}) },
  ];
}

function wellNow({ blockedBy: _blockedBy, ...row }: Row): Row {
  return { ...row, status: 'pass' };
}

describe('compare', () => {
  it.each<[State, State, string]>([
    [{ status: 'fail' }, { status: 'pass' }, 'fixed'],
    [{ status: 'fail' }, { status: 'warn' }, 'fixed'],
    [{ status: 'warn' }, { status: 'pass' }, 'fixed'],
    [{ status: 'manual' }, { status: 'attested' }, 'fixed'],
    [{ status: 'skipped', reason: 'not-configured' }, { status: 'pass' }, 'fixed'],
    [{ status: 'pass' }, { status: 'fail' }, 'new'],
    [{ status: 'pass' }, { status: 'warn' }, 'new'],
    [{ status: 'warn' }, { status: 'fail' }, 'new'],
    [{ status: 'pass' }, { status: 'crashed' }, 'new'],
    [{ status: 'pass' }, { status: 'unknown' }, 'new'],
    [undefined, { status: 'fail' }, 'new'],
    [undefined, { status: 'pass' }, 'none'],
    [{ status: 'skipped', reason: 'not-chosen' }, { status: 'fail' }, 'new'],
    [{ status: 'fail' }, { status: 'fail' }, 'stillFailing'],
    [{ status: 'fail' }, { status: 'timed-out' }, 'stillFailing'],
    [{ status: 'fail' }, { status: 'blocked' }, 'notComparable'],
    [{ status: 'pass' }, { status: 'blocked' }, 'none'],
    [{ status: 'blocked' }, { status: 'blocked' }, 'none'],
    [{ status: 'blocked' }, { status: 'pass' }, 'none'],
    [{ status: 'blocked' }, { status: 'fail' }, 'new'],
    [{ status: 'warn' }, { status: 'warn' }, 'stillFailing'],
    [{ status: 'pass' }, { status: 'pass' }, 'none'],
    [{ status: 'pass', value: 'TLS 1.2' }, { status: 'pass', value: 'TLS 1.3' }, 'changedEvidence'],
    [
      { status: 'pass', message: '10.20.0.14 in 12 ms' },
      { status: 'pass', message: '10.20.0.14 in 9.5 ms' },
      'none',
    ],
    [
      { status: 'pass', value: 'at 2026-11-24 07:52:19 UTC' },
      { status: 'pass', value: 'at 2026-11-25T08:00:00Z' },
      'none',
    ],
    // A waiver or a skip mends nothing: it must not be counted as fixed.
    [{ status: 'fail' }, { status: 'waived' }, 'notComparable'],
    [{ status: 'fail' }, { status: 'skipped', reason: 'not-chosen' }, 'notComparable'],
    [{ status: 'fail' }, { status: 'cancelled' }, 'notComparable'],
    [{ status: 'fail' }, undefined, 'notComparable'],
    [{ status: 'pass' }, { status: 'skipped', reason: 'not-chosen' }, 'none'],
    // What was cut off is not known to be as it was.
    [{ status: 'pass' }, { status: 'cancelled' }, 'notComparable'],
    [undefined, { status: 'cancelled' }, 'notComparable'],
    [{ status: 'cancelled' }, { status: 'pass' }, 'notComparable'],
  ])('%j, now %j: %s', (was, now, list) => {
    expect(listOf(compareStates(was, now), id)).toBe(list);
  });

  it.each<[string, Rooted, Rooted, Partial<Record<keyof Comparison, string[]>>]>([
    ['well, then waived with what waits for it', ['pass', 'pass'], ['waived', 'blocked'], { new: ['root'] }],
    ['the other way round', ['waived', 'blocked'], ['pass', 'pass'], { fixed: ['root'] }],
    ['waived alone, then with what waits', ['waived', 'waived'], ['waived', 'blocked'], { new: ['root'] }],
    [
      'the other way round: a waiver mends nothing',
      ['waived', 'blocked'],
      ['waived', 'waived'],
      { notComparable: ['root'] },
    ],
    [
      'failed, then waived with what waits',
      ['fail', 'blocked'],
      ['waived', 'blocked'],
      { stillFailing: ['root'] },
    ],
    ['attested, and what waits for it', ['attested', 'pass'], ['attested', 'blocked'], { new: ['root'] }],
    ['passes and is of no use', ['pass', 'pass'], ['pass', 'blocked'], { new: ['root'] }],
    ['waits as before', ['waived', 'blocked'], ['waived', 'blocked'], { stillFailing: ['root'] }],
    [
      'cut off, and what waits for it',
      ['pass', 'pass'],
      ['cancelled', 'blocked'],
      { notComparable: ['root'] },
    ],
    ['cut off as before', ['cancelled', 'blocked'], ['cancelled', 'blocked'], {}],
    ['waits for nobody who is listed', [undefined, 'pass'], [undefined, 'blocked'], { new: ['echo'] }],
  ])('counts a root that rows wait for: %s', (_, was, now, expected) => {
    const earlier = reportDocument({ ...madeUp, rows: rooted(was) });
    const compared = compare(runOf(rooted(now)), earlier);
    const told = names.flatMap((name) =>
      compared[name].length === 0 ? [] : [[name, compared[name].map(({ id }) => id)] as const],
    );
    expect(Object.fromEntries(told)).toEqual(expected);
  });

  it('counts a joint cause once, then and now', () => {
    const failing = (id: string): Row => ({ ...like, id, status: 'fail' });
    const well = (id: string): Row => ({ ...failing(id), status: 'pass' });
    const ids = ['network.tls-inspection', 'network.sign-in', 'network.agent-hosts'];
    const causes = [{ id: 'tls-inspection', text: 'TLS is opened', probes: ids }];
    const report = (rows: readonly Row[], given: typeof causes) =>
      reportDocument({ ...madeUp, rows, causes: given });
    const came = compare(runOf(ids.map(failing), causes), report(ids.map(well), []));
    expect(came.new.map(({ id }) => id)).toEqual(['network.tls-inspection']);
    const stayed = compare(runOf(ids.map(failing), causes), report(ids.map(failing), causes));
    expect(stayed).toMatchObject({ new: [], stillFailing: [{ id: 'network.tls-inspection' }] });
    const went = compare(runOf(ids.map(well), []), report(ids.map(failing), causes));
    expect(went.fixed.map(({ id }) => id)).toEqual(['network.tls-inspection']);
  });

  it('tells a joint cause by the row that is no echo of another one', () => {
    const [root, echo] = rooted(['waived', 'blocked']);
    if (root === undefined || echo === undefined) throw new Error('no rows');
    const other: Row = { ...like, id: 'other', status: 'fail' };
    const before = reportDocument({ ...madeUp, rows: [root, echo, other].map(wellNow), causes: [] });
    const causes = [
      { id: 'a', text: 'a', probes: ['echo', 'root', 'other'] },
      { id: 'b', text: 'b', probes: ['other', 'root'] },
    ];
    const { new: came } = compare(runOf([root, echo, other], causes), before);
    expect(came.map(({ id }) => id)).toEqual(['root']);
  });

  it('warns of another machine and another profile', () => {
    const earlier = reportDocument({ ...madeUp, profile: 'ga', host: { ...madeUp.host, name: 'OTHER' } });
    const now = { ...runOf(madeUp.rows), host: 'srv-ecma01' };
    expect(compare(now, earlier).cautions).toHaveLength(2);
    expect(compare(now, reportDocument(madeUp)).cautions).toEqual([]);
  });

  it.each([
    ['the same', {}, {}, []],
    ['another order of connectors', { connectors: [b, a] }, {}, []],
    [
      'answers, waivers and what only one version knows',
      { attest: { licence: true }, tenant: { x: 1 } },
      {},
      [],
    ],
    ['another tenant', { tenant: { id: 'b.example' } }, {}, ['tenant.id']],
    [
      'another server',
      { connectors: [a, { ...b, target: { sql: { server: 'new' } } }] },
      {},
      ['connectors.B.target.sql.server'],
    ],
    [
      'much',
      { tenant: { id: 'b' }, network: { proxy: 'b' }, host: { port: 1, folder: 'b' } },
      { network: { proxy: 'a' }, host: { port: 2, folder: 'a' } },
      ['tenant.id', 'network.proxy', 'host.port', '1 more'],
    ],
  ])('warns of other settings: %s', (_, changed, before, keys) => {
    const settings = { tenant: { id: 'a.example' }, connectors: [a, b] };
    const earlier = reportDocument({ ...madeUp, settings: { ...settings, ...before } });
    const now = runOf(madeUp.rows);
    const { cautions } = compare({ ...now, settings: { ...settings, ...changed } }, earlier);
    expect(cautions).toEqual(
      keys.length === 0 ? [] : [`.ecmarc has changed since the earlier report: ${keys.join(', ')}`],
    );
  });

  it('finds nothing but what still fails in the same run', () => {
    const same = compare({ ...runOf(madeUp.rows), host: 'x', profile: 'y' }, reportDocument(madeUp));
    expect(listOf(same)).toBe('stillFailing');
  });
});

describe('the words of a comparison', () => {
  const comparison = compareStates({ status: 'pass', message: '4.8' }, { status: 'fail', message: '4.6.2' });
  const [change] = comparison.new;

  it('say what was and what is', () => {
    expect(change === undefined ? '' : changeWords(change)).toBe('was pass: 4.8; now FAIL: 4.6.2');
    expect(changeWords({ id: 'a', title: 'b', was: { status: 'fail', message: 'x' } })).toBe(
      'was FAIL: x; no longer listed',
    );
    expect(changeWords({ id: 'a', title: 'b', now: { status: 'fail', message: 'x' } })).toBe(
      'now FAIL: x; not in the earlier report',
    );
  });

  it('count in the title', () => {
    expect(comparisonTitle(comparison)).toBe(
      'Compared with the report of SRV-ECMA01, 2026-11-24 07:52:31 UTC: 1 new',
    );
    expect(comparisonTitle(compareStates(undefined, undefined))).toContain('nothing changed');
  });

  it('say what became of the verdict, and how far it reaches', () => {
    const before = reportDocument({ ...madeUp, rows: [], ready: true, exitCode: 0 });
    expect(comparisonTitle(compare({ ...runOf([]), exitCode: 3 }, before))).toMatch(
      /: was ready \(exit code 0\), is not ready \(exit code 3\)$/,
    );
    const rows: Row[] = [
      { ...like, id: 'a', status: 'skipped', reason: 'not-chosen' },
      { ...like, id: 'b', status: 'waived' },
    ];
    const part = { ...runOf(rows), ready: true, exitCode: 0 };
    expect(comparisonTitle(compare(part, reportDocument({ ...madeUp, rows: [] })))).toMatch(
      /: was not ready \(exit code 130\), is ready for the chosen probes, 1 set aside \(exit code 0\)/,
    );
  });
});
