import type { Row } from '../../../src/results/row.ts';
import { compareServers } from '../../../src/results/side-by-side/compare-servers.ts';
import type { ComparisonReport } from '../../../src/results/side-by-side/server-comparison.ts';
import { report } from '../../results/side-by-side/kit.ts';
import { hostile, rows } from '../made-up.ts';

/** The made-up run with every status beside two others: one better, one from elsewhere. Uncleaned on purpose. */

const changed: Readonly<Record<string, Partial<Row>>> = {
  'server.dotnet': { status: 'pass', message: '4.8 found', found: 'Release 528049: version 4.8' },
  'network.sign-in': { status: 'pass', message: 'login.microsoftonline.com answers in 31 ms' },
  'ldap.bind@Directory': { status: 'pass', message: 'bound as cn=ecma' },
  'server.memory': { message: '3.2 GB' },
};

function better(row: Row): Row {
  const change = changed[row.id];
  if (change === undefined) return row;
  const { remedy: _remedy, blockedBy: _blockedBy, ...rest } = row;
  return { ...rest, ...change };
}

const elsewhere = rows
  .filter(({ connector }) => connector === undefined)
  .map(
    (row): Row => (row.id === 'server.os' ? { ...row, message: 'Windows Server 2022, build 20348' } : row),
  );

export const threeServers: ComparisonReport = {
  ...compareServers(
    [
      report('SRV-ECMA01', rows, { file: 'reports/SRV-ECMA01.json', exitCode: 130, words: 'Cancelled.' }),
      report('SRV-ECMA02', rows.map(better), {
        file: 'reports/SRV-ECMA02.json',
        ready: true,
        readyByProfile: { 'preview-2021': true, ga: false },
        exitCode: 0,
        words: 'Ready.',
        startedAt: '2026-11-22T07:52:19.000Z',
        finishedAt: '2026-11-22T07:52:31.500Z',
      }),
      report(hostile, elsewhere, {
        file: `reports/${hostile}.json`,
        version: hostile,
        savedProfile: hostile,
        unknown: [`server.${hostile}`],
        words: hostile,
      }),
    ],
    'preview-2021',
  ),
  tool: { name: 'ecma-doctor', version: '0.1.0' },
  madeAt: '2026-11-24T08:00:00.000Z',
};

/** Two servers that are the same in all. */
const well = rows.filter(({ status }) => status === 'pass');
const stands = {
  ready: true,
  readyByProfile: { 'preview-2021': true, ga: true },
  exitCode: 0,
  words: 'Ready.',
};

export const twoAlike: ComparisonReport = {
  ...compareServers([report('SRV1', well, stands), report('SRV2', well, stands)], 'ga'),
  tool: threeServers.tool,
  madeAt: threeServers.madeAt,
};

/** Nothing was chosen that any of the reports has. */
export const nothingLeft: ComparisonReport = {
  ...compareServers([report('SRV1', []), report('SRV2', [])], 'ga'),
  tool: threeServers.tool,
  madeAt: threeServers.madeAt,
};
