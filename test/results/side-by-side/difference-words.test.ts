import { describe, expect, it, test } from 'vitest';
import type { Row } from '../../../src/results/row.ts';
import { compareServers } from '../../../src/results/side-by-side/compare-servers.ts';
import { labelsOf } from '../../../src/results/side-by-side/server-labels.ts';
import { aRow, compared, report } from './kit.ts';

describe('the words of a comparison', () => {
  const row = (id: string, status: Row['status']) => aRow(id, status);
  it.each([
    [
      'two servers',
      [
        [row('a.1', 'pass'), row('a.2', 'pass')],
        [row('a.1', 'fail'), row('a.2', 'fail')],
      ],
      '2 rows pass on SRV1 and fail on SRV2.',
    ],
    ['one check', [[row('a.1', 'pass')], [row('a.1', 'fail')]], '1 row passes on SRV1 and fails on SRV2.'],
    [
      'both ways',
      [
        [row('a.1', 'pass'), row('a.2', 'pass'), row('a.3', 'unknown')],
        [row('a.1', 'fail'), row('a.2', 'fail'), row('a.3', 'pass')],
      ],
      '2 rows pass on SRV1 and fail on SRV2; 1 passes on SRV2 and does not pass on SRV1.',
    ],
    [
      'the odd one out',
      [[row('a.1', 'pass')], [row('a.1', 'fail')], [row('a.1', 'pass')]],
      '1 row fails on SRV2 only.',
    ],
    [
      'the only good one',
      [[row('a.1', 'pass')], [row('a.1', 'fail')], [row('a.1', 'fail')]],
      '1 row passes on SRV1 only.',
    ],
    ['warnings', [[row('a.1', 'warn')], [row('a.1', 'pass')]], '1 row passes on SRV2 and warns on SRV1.'],
    [
      'worse than a warning',
      [[row('a.1', 'warn')], [row('a.1', 'fail')]],
      '1 row warns on SRV1 and fails on SRV2.',
    ],
    ['nothing', [[row('a.1', 'pass')], [row('a.1', 'pass')]], 'No check passes on one and fails on another.'],
    [
      'the same problem',
      [
        [row('a.1', 'fail'), row('a.2', 'blocked')],
        [row('a.1', 'fail'), row('a.2', 'blocked')],
      ],
      'No check passes on one and fails on another. Problems on both: 1 the same, 1 blocked.',
    ],
    [
      'an absent check',
      [[row('a.1', 'pass'), row('a.2', 'pass')], [row('a.1', 'fail')]],
      '1 row passes on SRV1 and fails on SRV2. 1 not looked at everywhere.',
    ],
    [
      'many patterns',
      [
        [row('a.1', 'pass'), row('a.2', 'fail'), row('a.3', 'unknown'), row('a.4', 'warn')],
        [row('a.1', 'fail'), row('a.2', 'pass'), row('a.3', 'pass'), row('a.4', 'pass')],
      ],
      '1 row passes on SRV1 and fails on SRV2; 1 passes on SRV2 and fails on SRV1; 2 more differ.',
    ],
    [
      'many servers',
      [...Array.from({ length: 5 }, () => [row('a.1', 'pass')]), [row('a.1', 'fail')], [row('a.1', 'fail')]],
      '1 row passes on 5 servers and fails on SRV6 and SRV7.',
    ],
  ] as const)('%s', (_, servers, words) => {
    expect(compared(...servers).words).toBe(words);
  });
});

test('one report alone is compared with nothing', () => {
  expect(compared([aRow('server.os', 'fail')]).words).toBe(
    'One report alone: there is nothing to compare it with.',
  );
});

describe('what a reader must know first', () => {
  const cautions = (...more: readonly Partial<Parameters<typeof report>[2]>[]) =>
    compareServers(
      more.map((each, index) => report(`SRV${index + 1}`, [], each)),
      'preview-2021',
    ).cautions;

  it('says nothing of reports that go together', () => {
    expect(cautions({}, {})).toEqual([]);
  });

  it.each([
    [
      'ages',
      [{ finishedAt: '2026-11-20T07:00:00.000Z' }, {}],
      'the report of SRV1 is 4 days older than that of SRV2',
    ],
    ['a cancelled run', [{}, { exitCode: 130 }], 'the run of SRV2 was cancelled'],
    [
      'versions',
      [{ version: '0.0.9' }, {}],
      'the reports were made by other versions: 0.0.9 (SRV1); 0.1.0 (SRV2)',
    ],
    [
      'profiles',
      [{ savedProfile: 'ga' }, {}],
      'the reports were saved under different profiles, ga (SRV1); preview-2021 (SRV2): here all are judged by preview-2021',
    ],
    [
      'checks of a newer version',
      [{}, { unknown: ['server.new', 'a.\u001b[2Jb'] }],
      'the report of SRV2 has 2 rows that this version does not know: server.new, a.b',
    ],
    [
      'checks that were chosen for one only',
      [
        {
          rows: [aRow('a.1', 'fail'), aRow('a.2', 'pass'), aRow('a.3', 'skipped', { reason: 'not-chosen' })],
        },
        {
          ready: true,
          rows: [
            aRow('a.1', 'skipped', { reason: 'not-chosen' }),
            aRow('a.2', 'pass'),
            aRow('a.3', 'skipped', { reason: 'not-chosen' }),
          ],
        },
      ],
      '1 of the 2 rows here was not chosen for the report of SRV2: its verdict leaves it out',
    ],
    [
      'a connector of one',
      [{ rows: [aRow('ldap.bind@App', 'pass')] }, {}],
      'connector App is only in the report of SRV1',
    ],
    [
      'one server twice',
      [{}, { host: { name: 'srv1', os: '', platform: '' } }],
      '2 of the reports are of one server, or of servers with one name: SRV1',
    ],
    [
      'servers that do not say who they are',
      [{ host: { name: '', os: '', platform: '' } }, { host: { name: ' ', os: '', platform: '' } }],
      undefined,
    ],
    ['a time that is none', [{ finishedAt: 'yesterday' }, { finishedAt: '' }], undefined],
  ] as const)('%s', (_, servers, caution) => {
    expect(cautions(...servers)).toEqual(caution === undefined ? [] : [caution]);
  });
});

describe('labels', () => {
  const named = (...files: readonly (readonly [host: string, file: string])[]) =>
    labelsOf(files.map(([name, file]) => ({ file, host: { name } })));

  it.each([
    [
      'hosts',
      [
        ['SRV1', 'a.json'],
        ['SRV2', 'b.json'],
      ],
      ['SRV1', 'SRV2'],
    ],
    [
      'the same host, another file',
      [
        ['SRV1', 'x/mon.json'],
        ['srv1', 'x/tue.json'],
        ['SRV2', 'b.json'],
      ],
      ['SRV1 (mon.json)', 'srv1 (tue.json)', 'SRV2'],
    ],
    [
      'the same file name',
      [
        ['SRV1', 'mon/a.json'],
        ['SRV1', 'tue\\a.json'],
      ],
      ['SRV1 (mon/a.json)', 'SRV1 (tue\\a.json)'],
    ],
    [
      'no host name',
      [
        ['', 'c:\\r\\a.json'],
        [' ', 'b.json'],
      ],
      ['a.json', 'b.json'],
    ],
    [
      'a host that is called like another label',
      [
        ['SRV1', 'a'],
        ['SRV1', 'b'],
        ['SRV1 (a)', 'c'],
      ],
      ['SRV1 (a)', 'SRV1 (b)', 'SRV1 (a) (c)'],
    ],
    [
      'text that a terminal could obey',
      [
        ['a\u001b[2Jb', 'a'],
        ['\u202ec', 'b'],
      ],
      ['ab', 'c'],
    ],
    [
      'a name that is none',
      [
        ['x'.repeat(300), 'a.json'],
        ['y', 'b.json'],
      ],
      ['x'.repeat(63), 'y'],
    ],
  ] as const)('%s', (_, files, labels) => {
    const made = named(...files);
    expect(new Set(made).size).toBe(made.length);
    if (labels[0] !== 'SRV1 (a)') expect(made).toEqual(labels);
  });
});
