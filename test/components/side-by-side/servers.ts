import { ComparisonDoctor } from '../../../src/doctor/comparison-doctor.ts';
import type { Row } from '../../../src/results/row.ts';
import { compareServers } from '../../../src/results/side-by-side/compare-servers.ts';
import type { ServerNotSeen } from '../../../src/results/side-by-side/server-comparison.ts';
import type { ProfileName } from '../../../src/settings/profiles.ts';
import { report } from '../../results/side-by-side/kit.ts';
import { makeRow } from '../fake-doctor.ts';
import { sampleRows } from '../sample-rows.ts';

/** The sample's rows as a saved report has them: nothing runs. */
const settled: readonly Row[] = sampleRows
  .filter(({ status }) => status !== 'running' && status !== 'pending')
  .map(({ otherVerdict: _otherVerdict, ...row }) => makeRow(row));

/** Reports of so many servers: the first fails what the sample fails, every third has an older framework. */
export function serversOf(
  count: number,
  { only, notSeen = [] }: { readonly only?: string; readonly notSeen?: readonly ServerNotSeen[] } = {},
): ComparisonDoctor {
  const reports = Array.from({ length: count }, (_, index) => {
    const rows = settled.flatMap((row): readonly Row[] => {
      if (row.id === 'server.dotnet' && index % 3 !== 0) {
        const { remedy: _remedy, ...rest } = row;
        return [{ ...rest, status: 'pass', message: '4.8 (Release 528049)' }];
      }
      if (row.id === 'server.memory') return [{ ...row, message: `${8 + index} GB` }];
      return row.connector === undefined || index !== 1 ? [row] : [];
    });
    if (only !== undefined) return partOf(index, rows, only);
    return report(`SRV-ECMA${String(index + 1).padStart(2, '0')}`, rows, {
      finishedAt: new Date(Date.parse('2026-11-24T07:00:00Z') - index * 7_200_000).toISOString(),
      ready: index === 1,
      readyByProfile: { 'preview-2021': index === 1, ga: true },
      words: index === 1 ? 'Ready.' : 'Not ready: .NET Framework 4.7.1 or later: 4.6.2.',
    });
  });
  return new ComparisonDoctor({
    tool: { name: 'ecma-doctor', version: '0.1.0' },
    profile: 'preview-2021',
    compare: (profile: ProfileName) => compareServers(reports, profile, { filesLeftOut: [], notSeen }),
  });
}

/** As judged with `--only`: one check passes, and no other was chosen. */
function partOf(index: number, rows: readonly Row[], only: string) {
  const chosen = rows.map((row): Row => {
    const { remedy: _remedy, ...rest } = row;
    const status = row.id === only ? 'pass' : 'skipped';
    return { ...rest, status, ...(row.id === only ? {} : { reason: 'not-chosen' }) };
  });
  return report(`SRV-ECMA${String(index + 1).padStart(2, '0')}`, chosen, {
    finishedAt: new Date(Date.parse('2026-11-24T07:00:00Z') - index * 7_200_000).toISOString(),
    ready: true,
    readyByProfile: { 'preview-2021': true, ga: true },
    words: 'Ready for the chosen probes.',
  });
}
