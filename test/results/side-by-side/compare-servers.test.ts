import { describe, expect, it } from 'vitest';
import { worstExit } from '../../../src/results/exit-code.ts';
import type { Row } from '../../../src/results/row.ts';
import { compareServers } from '../../../src/results/side-by-side/compare-servers.ts';
import type { Likeness, Side } from '../../../src/results/side-by-side/likeness.ts';
import { likenessOf, worstSide } from '../../../src/results/side-by-side/likeness.ts';
import { sharedRemedies, sideFacts } from '../../../src/results/side-by-side/side-facts.ts';
import { aRow, compared, report } from './kit.ts';

const pass = aRow('a.b', 'pass');
const fail = aRow('a.b', 'fail');
const skipped = (reason: NonNullable<Row['reason']>): Row => aRow('a.b', 'skipped', { reason });
const says = (row: Row, message: string): Row => ({ ...row, message });

describe('how rows are alike', () => {
  const table: readonly (readonly [name: string, sides: readonly Side[], likeness: Likeness])[] = [
    ['pass and fail', [pass, fail], 'split'],
    ['pass and warn', [pass, aRow('a.b', 'warn')], 'split'],
    ['warn and fail', [aRow('a.b', 'warn'), fail], 'split'],
    ['attested and not answered', [aRow('a.b', 'attested'), aRow('a.b', 'manual')], 'split'],
    ['pass and not configured', [pass, skipped('not-configured')], 'split'],
    ['pass, fail and not looked at', [pass, fail, skipped('not-chosen')], 'split'],
    ['pass and blocked', [pass, aRow('a.b', 'blocked')], 'echo'],
    ['pass, blocked and fail', [pass, aRow('a.b', 'blocked'), fail], 'split'],
    ['two ways to fail', [says(fail, '4.6.2'), says(fail, '4.5')], 'otherwise'],
    ['fail and unknown', [fail, aRow('a.b', 'unknown')], 'otherwise'],
    ['pass and not in the report', [pass, undefined], 'partly'],
    ['pass and unknown to the older version', [pass, skipped('not-built')], 'partly'],
    ['pass and not applicable', [pass, skipped('not-applicable')], 'partly'],
    ['fail and waived', [fail, aRow('a.b', 'waived')], 'partly'],
    ['fail and cancelled', [fail, aRow('a.b', 'cancelled')], 'partly'],
    ['two reasons to skip', [skipped('not-allowed'), skipped('not-applicable')], 'partly'],
    ['in one report only, skipped there', [undefined, skipped('not-applicable')], 'partly'],
    ['the same failure', [fail, fail, fail], 'bad'],
    ['the same warning', [aRow('a.b', 'warn'), aRow('a.b', 'warn')], 'bad'],
    ['blocked everywhere', [aRow('a.b', 'blocked'), aRow('a.b', 'blocked')], 'bad'],
    ['other findings, all well', [says(pass, '4.8'), says(pass, '4.8.1')], 'seen'],
    ['pass and attested', [pass, aRow('a.b', 'attested')], 'seen'],
    ['all the same', [pass, pass], 'same'],
    ['not applicable everywhere', [skipped('not-applicable'), skipped('not-applicable')], 'same'],
    ['the same but for time', [says(pass, 'in 14 ms'), says(pass, 'in 1.2 s')], 'same'],
    ['the same but for the server that it names', [says(fail, 'SRV1: no'), says(fail, 'srv2: no')], 'bad'],
    [
      'another name in the evidence',
      [
        { ...fail, evidence: [{ label: 'peer', value: 'ldap1' }] },
        { ...fail, evidence: [{ label: 'peer', value: 'ldap2' }] },
      ],
      'otherwise',
    ],
  ];
  it.each(table)('%s', (_, sides, likeness) => {
    const names = sides.map((_side, index) => `SRV${index + 1}`);
    expect(likenessOf(sides, names)).toBe(likeness);
    // Which server is named first makes no difference.
    expect(likenessOf(sides.toReversed(), names.toReversed())).toBe(likeness);
  });

  it('takes a server name for a whole word only, and none of two letters', () => {
    expect(likenessOf([says(fail, 'SRV10 no'), says(fail, 'SRV20 no')], ['SRV1', 'SRV2'])).toBe('otherwise');
    expect(likenessOf([says(fail, 'a no'), says(fail, 'b no')], ['a', 'b'])).toBe('otherwise');
    expect(likenessOf([says(fail, '.* no'), says(fail, '(( no')], ['.*.', '((('])).toBe('otherwise');
  });

  it('takes nothing out of texts that are the same as they stand', () => {
    const refuses = { ...fail, message: 'SQL Server refuses', evidence: [{ label: 'peer', value: 'sql' }] };
    expect(likenessOf([refuses, refuses], ['SQL', 'SRV2'])).toBe('bad');
    const [row] = compareServers([report('SQL', [refuses]), report('SRV2', [refuses])], 'ga').rows;
    if (row === undefined) throw new Error('no row');
    expect(sideFacts(row, ['SQL', 'SRV2']).filter(({ same }) => !same)).toEqual([]);
  });

  it('finds the side that fares worst', () => {
    const blocked = aRow('a.b', 'blocked');
    expect(worstSide([pass, blocked, fail])).toBe(fail);
    expect(worstSide([undefined, pass, blocked])).toBe(blocked);
    expect(worstSide([undefined, skipped('not-applicable'), pass])).toBe(pass);
    expect(worstSide([undefined])).toBeUndefined();
  });
});

describe('the comparison', () => {
  it('tells what differs first, what decides before what does not, and leaves nothing out', () => {
    const one = [
      aRow('a.same', 'pass'),
      aRow('a.minor', 'pass', { level: 'info' }),
      aRow('a.bad', 'fail'),
      aRow('a.echo', 'pass'),
      aRow('a.major', 'pass'),
      aRow('ldap.bind@Directory', 'pass'),
    ];
    const two = [
      aRow('a.same', 'pass'),
      aRow('a.minor', 'warn', { level: 'info' }),
      aRow('a.bad', 'fail'),
      aRow('a.echo', 'blocked'),
      aRow('a.major', 'fail'),
      aRow('sql.login@HR', 'fail'),
    ];
    const { rows } = compared(one, two);
    expect(rows.map(({ id, likeness, differs }) => [id, likeness, differs])).toEqual([
      ['a.major', 'split', true],
      ['a.minor', 'split', true],
      ['sql.login@HR', 'partly', true],
      ['ldap.bind@Directory', 'partly', true],
      ['a.echo', 'echo', true],
      ['a.bad', 'bad', false],
      ['a.same', 'same', false],
    ]);
    expect(rows.find(({ id }) => id === 'sql.login@HR')?.sides).toEqual([undefined, two[5]]);
  });

  it('lists a row that only a later report has behind its neighbour there', () => {
    const { rows } = compared(
      [aRow('a.one', 'pass'), aRow('a.three', 'pass')],
      [aRow('a.one', 'pass'), aRow('a.two', 'pass'), aRow('a.three', 'pass')],
      [aRow('a.zero', 'pass'), aRow('a.one', 'pass')],
    );
    expect(rows.filter(({ likeness }) => likeness === 'partly').map(({ id }) => id)).toEqual([
      'a.zero',
      'a.two',
      'a.three',
    ]);
  });

  it('counts what was chosen for no server, and keeps what was chosen for one', () => {
    const left = aRow('a.b', 'skipped', { reason: 'not-chosen' });
    expect(compared([left], [left])).toMatchObject({ rows: [], notChosen: 1 });
    expect(compared([left], [pass]).rows).toMatchObject([{ likeness: 'partly' }]);
    expect(compared([left], []).notChosen).toBe(0);
  });

  it.each([
    ['all of them', [pass], true, false],
    ['one that is ready', [skipped('not-chosen')], true, true],
    ['one that is not', [skipped('not-chosen')], false, false],
  ] as const)('a ready server speaks for the chosen checks only: %s', (_, rows, ready, forChosen) => {
    const { readyForChosen } = compareServers([report('A', rows, { ready }), report('B', [pass])], 'ga');
    expect(readyForChosen).toBe(forChosen);
  });

  it.each([
    [[0, 0], 0],
    [[0, 3], 3],
    [[3, 1], 1],
    [[1, 130], 130],
    [[0, 130, 3], 130],
  ] as const)('exit codes %j make %d', (codes, code) => {
    expect(worstExit(codes)).toBe(code);
  });

  it('is ready, for each profile, when every server is', () => {
    const ready = report('SRV1', [], { ready: true, readyByProfile: { 'preview-2021': true, ga: true } });
    const half = report('SRV2', [], { ready: true, readyByProfile: { 'preview-2021': true, ga: false } });
    expect(compareServers([ready, half], 'preview-2021')).toMatchObject({
      ready: true,
      readyByProfile: { 'preview-2021': true, ga: false },
    });
    expect(compareServers([ready, report('SRV3', [])], 'preview-2021').ready).toBe(false);
  });
});

describe('what is told of a row', () => {
  it('puts findings and evidence side by side, by label and by place', () => {
    const one = aRow('a.b', 'pass', {
      message: '4.8',
      evidence: [
        { label: 'key', value: '1' },
        { label: 'key', value: '2' },
      ],
    });
    const two = aRow('a.b', 'fail', {
      message: '4.6',
      found: 'Release 394802',
      evidence: [{ label: 'key', value: '1' }],
    });
    const [row] = compared([one], [two], []).rows;
    if (row === undefined) throw new Error('no row');
    expect(sideFacts(row, ['SRV1', 'SRV2', 'SRV3'])).toEqual([
      { label: 'found', values: ['4.8', '4.6', 'not in this report'], same: false },
      { label: 'key', values: ['1', '1', undefined], same: false },
      { label: 'key', values: ['2', undefined, undefined], same: false },
      { label: 'seen', values: [undefined, 'Release 394802', undefined], same: false },
    ]);
  });

  it('tells a remedy once, with the servers whose it is', () => {
    const remedy = { why: 'so', steps: [], links: [] };
    const { rows, servers } = compared(
      [aRow('a.b', 'fail', { remedy })],
      [aRow('a.b', 'pass')],
      [aRow('a.b', 'fail', { remedy: { ...remedy } })],
    );
    expect(rows.map((row) => sharedRemedies(row, servers))).toEqual([[{ remedy, labels: ['SRV1', 'SRV3'] }]]);
  });

  it('says who answered', () => {
    const answer = { by: 'anna', at: '2026-11-24T07:52:19.000Z', where: '.ecmarc' };
    const [row] = compared([aRow('a.b', 'attested', { answer })], [aRow('a.b', 'manual')]).rows;
    if (row === undefined) throw new Error('no row');
    const said = sideFacts(row, []).find(({ label }) => label === 'answer');
    expect(said?.values).toEqual(['answered by anna, 2026-11-24 07:52:19 UTC; in .ecmarc', undefined]);
  });
});
