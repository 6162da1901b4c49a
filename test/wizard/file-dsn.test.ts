import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createPlatform } from '../../src/platform/node.ts';
import { fileDsnText } from '../../src/wizard/file-dsn.ts';
import { hasOdbc, program } from '../beds/odbc/drivers.ts';
import { hasMariadb, startMariadb } from '../beds/odbc/mariadb.ts';
import { runSite, secretText } from '../probes/sql/site.ts';

/** The file DSN that the questions write: encrypted wherever it leaves the machine, and without a password. */

const outside = 'db.contoso.example';

test.each([
  ['sqlserver', 'ODBC Driver 18 for SQL Server', outside, ['SERVER=db.contoso.example,1433', 'Encrypt=yes']],
  [
    'sqlserver',
    'ODBC Driver 18 for SQL Server',
    `${outside}\\PROD`,
    ['SERVER=db.contoso.example\\PROD', 'Encrypt=yes'],
  ],
  [
    'postgresql',
    'PostgreSQL Unicode(x64)',
    outside,
    ['SERVER=db.contoso.example', 'PORT=5432', 'SSLmode=require'],
  ],
  [
    'mysql',
    'MySQL ODBC 8.4 Unicode Driver',
    outside,
    ['SERVER=db.contoso.example', 'PORT=3306', 'SSLMODE=REQUIRED'],
  ],
  ['mysql', 'MariaDB ODBC 3.2 Driver', outside, ['SERVER=db.contoso.example', 'PORT=3306', 'SSLVERIFY=1']],
  ['mysql', 'MariaDB ODBC 3.2 Driver', 'localhost', ['SERVER=localhost', 'PORT=3306']],
  ['postgresql', 'PostgreSQL Unicode(x64)', '127.0.0.1:5433', ['SERVER=127.0.0.1', 'PORT=5433']],
  ['oracle', 'Oracle in instantclient', outside, ['DBQ=db.contoso.example:1521/CONTOSO']],
  ['db2', 'IBM DB2 ODBC DRIVER', outside, ['HOSTNAME=db.contoso.example', 'PORT=50000', 'SECURITY=SSL']],
])('%s by %s at %s', (kind, driver, server, lines) => {
  const text = fileDsnText({ kind, server, database: 'CONTOSO', user: 'ecma', kept: 'prompt' }, driver);
  expect(text).toMatch(/^\[ODBC\]\nDRIVER=/);
  for (const line of lines) expect(text.split('\n')).toContain(line);
  expect(text).not.toMatch(/PWD|PASSWORD|UID/i);
  const local = /localhost|127\.0\.0\.1/.test(server);
  if (local) expect(text).not.toMatch(/SSL/i);
});

/** What stands in the file for a server elsewhere is heeded by the driver: a server without TLS gets nothing. */
describe.runIf(hasOdbc && hasMariadb)("MariaDB's own driver", () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecma-file-dsn-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('with SSLVERIFY=1 sends no password to a server that has no encryption', async () => {
    const bed = await startMariadb();
    try {
      const answers = { kind: 'mysql', server: `${outside}:${bed.port}`, database: 'CONTOSO', user: 'ecma' };
      const text = fileDsnText(answers, 'MariaDB Unicode').replace(outside, '127.0.0.1');
      expect(text).toContain('SSLVERIFY=1');
      const dsn = join(folder, 'HR.dsn');
      const run = async (lines: string) => {
        writeFileSync(dsn, lines);
        const platform = createPlatform({ program });
        const target = { engine: 'mysql', dsn, table: 'employees', anchor: 'id', allowClearPassword: true };
        return runSite({
          platform,
          port: bed.port,
          target,
          only: ['driver', 'dsn', 'reach', 'odbc', 'login'],
        });
      };
      const strict = await run(text);
      const plain = await run(text.replace('SSLVERIFY=1\n', ''));
      expect(strict.verdict('sql.odbc')).toMatchObject({
        status: 'fail',
        message: 'the driver and the server find no encryption (HY000, 2026)',
      });
      expect(bed.output()).not.toMatch(/user: 'ecma'/);
      // The same server takes the same account where the file does not ask for encryption.
      expect(plain.verdict('sql.odbc')).toMatchObject({ status: 'pass', found: 'as ecma@%' });
      expect(JSON.stringify([strict, plain])).not.toContain(secretText);
    } finally {
      await bed.stop();
    }
  });
});
