import { expect, it } from 'vitest';
import { readyCount } from '../../../components/side-by-side/header.tsx';
import { readySpan } from '../../../components/side-by-side/server-line.ts';
import { makeTheme } from '../../../components/theme/theme.ts';
import type { Row } from '../../../src/results/row.ts';
import { compareServers } from '../../../src/results/side-by-side/compare-servers.ts';
import { aRow, report } from '../../results/side-by-side/kit.ts';

const passed = aRow('server.os', 'pass');
const waived = aRow('server.dotnet', 'waived');
const leftOut = aRow('server.clock', 'skipped', { reason: 'not-chosen' });
const many = Array.from({ length: 100 }, (_, index) => aRow(`server.dotnet@T${index}`, 'waived'));

it.each<[string, readonly Row[], boolean]>([
  ['ready', [passed], true],
  ['a part', [passed, leftOut], true],
  ['1 waived', [passed, waived], true],
  ['1 waived', [passed, waived, leftOut], true],
  ['waived', many, true],
  ['not ready', [passed, waived], false],
])('beside a server stands "%s"', (words, rows, ready) => {
  const { glyphs } = makeTheme({ color: false, ascii: true, calm: true });
  const { servers } = compareServers([report('SRV', rows, { ready })], 'preview-2021');
  expect(servers.map((server) => readySpan(server, glyphs).text.slice(2))).toEqual([words]);
});

it.each<[string, readonly (readonly Row[])[], number, number]>([
  ['2 of 2 servers ready', [[passed], [passed]], 0, 30],
  ['2 of 2 servers ready for the chosen probes', [[passed], [leftOut]], 0, 30],
  ['2 of 2 servers ready, 1 set aside', [[passed], [waived]], 0, 40],
  ['2 of 2 ready, 1 waived', [[passed], [waived]], 0, 30],
  [
    '2 of 2 ready, 101 waived, a part',
    [
      [passed, waived],
      [...many, leftOut],
    ],
    0,
    32,
  ],
  ['1 of 3 servers ready, 2 not seen', [[passed]], 2, 32],
  ['1 of 2 ready, 1 not seen, 1 waived', [[waived]], 1, 30],
])('above them stands "%s"', (words, servers, unseen, room) => {
  const reports = servers.map((rows, index) => report(`S${index}`, rows, { ready: true }));
  const notSeen = Array.from({ length: unseen }, () => ({ name: 'S9', why: '', file: 's9.json' }));
  const compared = compareServers(reports, 'preview-2021', { filesLeftOut: [], notSeen });
  expect(readyCount(compared, room)).toBe(words);
});
