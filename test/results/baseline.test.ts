import { describe, expect, it } from 'vitest';
import { defined } from '../../src/base/defined.ts';
import type { SkipReason, Status } from '../../src/engine/status.ts';
import { changeWords, comparisonTitle } from '../../src/report/baseline-words.ts';
import { reportDocument } from '../../src/report/report-document.ts';
import { type Comparison, compare } from '../../src/results/baseline.ts';
import type { Row } from '../../src/results/row.ts';
import { madeUp } from '../report/made-up.ts';

const a = { name: 'A', target: { tcp: 'x:1' } };
const b = { name: 'B', target: { sql: { server: 'old', table: 't' } } };

type State = { status: Status; reason?: SkipReason; message?: string; value?: string } | undefined;

function rowsOf(state: State): Row[] {
  const [first] = madeUp.rows;
  if (state === undefined || first === undefined) return [];
  const { status, reason, message = 'same', value = 'same' } = state;
  return [
    {
      ...first,
      status,
      message,
      evidence: [{ label: 'x', value }],
      ...defined({ reason }),
    },
  ];
}

function compareStates(was: State, now: State): Comparison {
  const earlier = reportDocument({ ...madeUp, rows: rowsOf(was) });
  return compare({ host: madeUp.host.name, profile: madeUp.profile, rows: rowsOf(now) }, earlier);
}

function listOf(comparison: Comparison): string {
  const names = ['fixed', 'new', 'stillFailing', 'changedEvidence', 'notComparable'] as const;
  return names.filter((name) => comparison[name].length > 0).join('+') || 'none';
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
  ])('%j, now %j: %s', (was, now, list) => {
    expect(listOf(compareStates(was, now))).toBe(list);
  });

  it('counts a joint cause once, then and now', () => {
    const failing = (id: string): Row => ({ ...(madeUp.rows[1] as Row), id, status: 'fail' });
    const well = (id: string): Row => ({ ...failing(id), status: 'pass' });
    const ids = ['network.tls-inspection', 'network.sign-in', 'network.agent-hosts'];
    const causes = [{ id: 'tls-inspection', text: 'TLS is opened', probes: ids }];
    const report = (rows: readonly Row[], given: typeof causes) =>
      reportDocument({ ...madeUp, rows, causes: given });
    const run = (rows: readonly Row[], given: typeof causes) => ({
      host: 'SRV-ECMA01',
      profile: 'preview-2021',
      rows,
      causes: given,
    });
    const came = compare(run(ids.map(failing), causes), report(ids.map(well), []));
    expect(came.new.map(({ id }) => id)).toEqual(['network.tls-inspection']);
    const stayed = compare(run(ids.map(failing), causes), report(ids.map(failing), causes));
    expect(stayed).toMatchObject({ new: [], stillFailing: [{ id: 'network.tls-inspection' }] });
    const went = compare(run(ids.map(well), []), report(ids.map(failing), causes));
    expect(went.fixed.map(({ id }) => id)).toEqual(['network.tls-inspection']);
  });

  it('warns of another machine and another profile', () => {
    const earlier = reportDocument({ ...madeUp, profile: 'ga', host: { ...madeUp.host, name: 'OTHER' } });
    const now = { host: 'srv-ecma01', profile: 'preview-2021', rows: madeUp.rows };
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
    const now = { host: madeUp.host.name, profile: madeUp.profile, rows: madeUp.rows };
    const { cautions } = compare({ ...now, settings: { ...settings, ...changed } }, earlier);
    expect(cautions).toEqual(
      keys.length === 0 ? [] : [`.ecmarc has changed since the earlier report: ${keys.join(', ')}`],
    );
  });

  it('finds nothing but what still fails in the same run', () => {
    const same = compare({ host: 'x', profile: 'y', rows: madeUp.rows }, reportDocument(madeUp));
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
});
