import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import type { DriverFacts } from '../../../src/probes/sql/driver/facts.ts';
import { supportOf } from '../../../src/probes/sql/driver-support.ts';
import { collectFacts, judgeFacts, makeContext } from '../context.ts';
import { driver17, driver18, machine, odbc, on } from './odbc-machines.ts';
import { rowOf, siteOf } from './site.ts';

/** One driver, its library as the registry names it, and the path of a file that tells a version. */
function registered(name: string, library: string, versioned?: string): WindowsRecord {
  return {
    registry: {
      [`${odbc}\\ODBC Drivers`]: { values: { [name]: 'Installed' } },
      [`${odbc}\\${name}`]: { values: { Driver: library } },
    },
    fileVersions: versioned === undefined ? {} : { [versioned]: { file: '10.0.1.1', product: '10.0.1.1' } },
  };
}

/** A file that is there, under a name with a backslash in it. */
const existing = join(mkdtempSync(join(tmpdir(), 'ecma-driver-')), 'a\\maodbc.dll');
writeFileSync(existing, '');
afterAll(() => rmSync(dirname(existing), { recursive: true, force: true }));

const driver13 = 'ODBC Driver 13 for SQL Server';

describe('support of a driver', () => {
  it.each<[string, string, string | undefined, string]>([
    [driver18, '2026-11-28', 'supported', 'supported until 11 January 2028'],
    [driver18, '2028-01-12', 'over', 'its support ended on 11 January 2028'],
    [driver17, '2028-01-11', 'supported', 'supported until 11 January 2028'],
    [
      driver17,
      '2028-01-12',
      'note',
      'its mainstream support ended on 11 January 2028; fixes end on 11 January 2033',
    ],
    [
      driver13,
      '2026-11-28',
      'note',
      'its mainstream support ended on 11 October 2022; fixes end on 12 October 2027',
    ],
    ['ODBC Driver 13.1 for SQL Server', '2027-10-13', 'over', 'its support ended on 12 October 2027'],
    ['ODBC Driver 11 for SQL Server', '2026-11-28', 'over', 'its support ended on 9 July 2024'],
    ['SQL Server Native Client 11.0', '2026-11-28', 'over', 'Microsoft has retired it'],
    ['SQL Server', '2026-11-28', 'over', 'it comes with Windows'],
    ['ODBC Driver 19 for SQL Server', '2030-01-01', undefined, ''],
    ['PostgreSQL Unicode(x64)', '2030-01-01', undefined, ''],
  ])('%s on %s: %s', (name, day, state, text) => {
    const support = supportOf(name, `${day}T12:00:00.000Z`);
    expect(support?.state).toBe(state);
    expect(support?.text ?? '').toContain(text);
  });
});

describe('sql.driver', () => {
  async function look(record: WindowsRecord, target: object = {}) {
    const settings = siteOf({ target });
    const probe = rowOf('sql.driver', settings);
    const facts = await collectFacts<DriverFacts>(probe, makeContext({ platform: on(record), settings }));
    return judgeFacts(probe, facts, { settings });
  }

  it.each<[string, WindowsRecord, object, string, string]>([
    ['18', machine(['SQL Server', driver18]), {}, 'pass', driver18],
    ['17', machine(['SQL Server', driver17]), {}, 'pass', driver17],
    ['32 bits only', machine(['SQLite3'], [driver18, 'SQL Server']), {}, 'fail', 'there in 32 bits only'],
    [
      'what Windows brings',
      machine(['SQL Server'], ['SQL Server']),
      {},
      'warn',
      'only an old one: SQL Server',
    ],
    [
      'the retired one',
      machine(['SQL Server Native Client 11.0']),
      {},
      'warn',
      'only an old one: SQL Server Native Client 11.0',
    ],
    ['13 alone', machine(['SQL Server', driver13]), {}, 'pass', driver13],
    [
      '11 alone',
      machine(['ODBC Driver 11 for SQL Server']),
      {},
      'warn',
      'only an old one: ODBC Driver 11 for SQL Server',
    ],
    ['none', machine([]), {}, 'fail', 'no ODBC driver for this database'],
    ['no list at all', {}, {}, 'fail', 'no ODBC driver for this database'],
    [
      'a list that is refused',
      { registry: { [`${odbc}\\ODBC Drivers`]: 'denied' } },
      {},
      'unknown',
      'not allowed to look',
    ],
    [
      'a driver whose file is gone',
      machine([driver18], [], { gone: true }),
      {},
      'fail',
      `file missing: ${driver18}`,
    ],
    [
      "Windows' own, by a variable",
      registered('SQL Server', '%windir%\\system32\\SQLSRV32.dll', 'C:\\Windows\\system32\\SQLSRV32.dll'),
      {},
      'warn',
      'only an old one: SQL Server',
    ],
    [
      'one whose file has no version',
      registered('MariaDB ODBC 3.1 Driver', existing),
      { engine: 'other' },
      'pass',
      'MariaDB ODBC 3.1 Driver',
    ],
    [
      'one by its bare name',
      registered('PostgreSQL Unicode(x64)', 'psqlodbc35w.dll'),
      { engine: 'other' },
      'pass',
      'PostgreSQL Unicode(x64)',
    ],
    [
      'PostgreSQL',
      machine(['SQL Server', 'PostgreSQL Unicode(x64)']),
      { engine: 'other' },
      'pass',
      'PostgreSQL Unicode(x64)',
    ],
    [
      'Oracle without NLS_LANG',
      machine(['Oracle in OraClient19Home1']),
      { engine: 'other' },
      'warn',
      'NLS_LANG is not set',
    ],
    [
      'Oracle',
      machine(['Oracle in OraClient19Home1'], [], { language: 'AMERICAN_AMERICA.AL32UTF8' }),
      { engine: 'other' },
      'pass',
      'Oracle in OraClient19Home1',
    ],
    [
      'another engine, none',
      machine([driver18]),
      { engine: 'other' },
      'fail',
      'no ODBC driver for this database',
    ],
  ])('%s', async (_name, record, target, status, message) => {
    const verdict = await look(record, target);
    expect(verdict).toMatchObject({ status, message });
    if (status !== 'pass') expect(verdict.remedy?.steps.length).toBeGreaterThan(0);
  });
});
