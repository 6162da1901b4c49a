import { defined } from '../../../src/base/defined.ts';
import type { Status } from '../../../src/engine/status.ts';
import type { Row } from '../../../src/results/row.ts';
import { compareServers } from '../../../src/results/side-by-side/compare-servers.ts';
import type { ServerReport } from '../../../src/results/side-by-side/server-comparison.ts';

/** A row for comparing: what is not said is as in any other. */
export function aRow(id: string, status: Status, more: Partial<Row> = {}): Row {
  const [base = id, connector] = id.split('@');
  return {
    id,
    title: `Title of ${base}`,
    area: base.split('.')[0] ?? base,
    ...defined({ connector }),
    level: 'required',
    levels: { 'preview-2021': 'required', ga: 'required' },
    requirements: [],
    source: 'a document',
    status,
    message: `${status} so`,
    evidence: [],
    attempts: [],
    deadlineMs: 1000,
    answerable: false,
    lockout: false,
    ...more,
  };
}

export function report(name: string, rows: readonly Row[], more: Partial<ServerReport> = {}): ServerReport {
  return {
    file: `${name.toLowerCase()}.json`,
    host: { name, os: 'Windows Server 2019', platform: 'win32' },
    version: '0.1.0',
    savedProfile: 'preview-2021',
    startedAt: '2026-11-24T07:52:19.000Z',
    finishedAt: '2026-11-24T07:52:31.500Z',
    ready: false,
    readyByProfile: { 'preview-2021': false, ga: false },
    setAside: { 'preview-2021': 0, ga: 0 },
    exitCode: 1,
    words: 'Not ready.',
    rows,
    unknown: [],
    ...more,
  };
}

/** The comparison of servers called SRV1, SRV2 and so on, each with these rows. */
export function compared(...servers: readonly (readonly Row[])[]) {
  return compareServers(
    servers.map((rows, index) => report(`SRV${index + 1}`, rows)),
    'preview-2021',
  );
}
