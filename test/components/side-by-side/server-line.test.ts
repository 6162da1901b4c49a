import { expect, it } from 'vitest';
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
