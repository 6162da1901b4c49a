import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import { hasOdbc, program } from '../../beds/odbc/drivers.ts';
import { hasMariadb, startMariadb } from '../../beds/odbc/mariadb.ts';
import { startTds } from '../../beds/tds/server.ts';
import { makeContext } from '../context.ts';
import { rowOf, runSite, siteOf } from './site.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecma-untried-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const platform = createPlatform({ program, roots: async () => ({ pems: [], source: 'the test' }) });
const behind = ['server-kind', 'database', 'table', 'rights', 'anchor', 'required-columns', 'delta'];

function dsnOf(...lines: readonly string[]): string {
  const path = join(folder, `${Math.random()}.dsn`);
  writeFileSync(path, `[ODBC]\n${lines.join('\n')}\n`);
  return path;
}

/** As an administrator reads it in each row. */
const said = (product: string) => ({
  label: 'Statements',
  value: `from the manuals of ${product}: the makers of the doctor have run them against no ${product} server`,
});

describe('engines against which nothing was run', () => {
  it.runIf(hasOdbc).each(['oracle', 'db2'] as const)(
    '%s: each row says so, and an error of the server is unknown',
    async (engine) => {
      const bed = await startTds({ encryption: 'none' });
      try {
        // SQLite stands in for it: it knows none of the catalogues that are asked.
        const file = join(folder, `${engine}.db`);
        const dsn = dsnOf('DRIVER=SQLite3', `DATABASE=${file}`);
        const only = ['driver', 'dsn', 'reach', 'odbc', 'login', ...behind];
        const target = { engine, dsn, database: file, allowClearPassword: true };
        const run = await runSite({ platform, port: bed.port, target, only });
        const product = engine === 'oracle' ? 'Oracle' : 'DB2';
        for (const name of ['odbc', 'login'])
          expect(run.verdict(`sql.${name}`).evidence).toContainEqual(said(product));
        for (const name of behind) {
          const verdict = run.outcome(`sql.${name}`) === 'none' ? undefined : run.verdict(`sql.${name}`);
          if (verdict === undefined) continue;
          expect([name, verdict.status]).not.toEqual([name, 'fail']);
          expect(verdict.evidence).toContainEqual(said(product));
        }
        expect(run.verdict('sql.server-kind')).toMatchObject(
          engine === 'oracle'
            ? { status: 'unknown' }
            : { status: 'warn', message: expect.stringMatching(/^SQLite .*: \.ecmarc says db2$/) },
        );
      } finally {
        await bed.stop();
      }
    },
  );

  it.runIf(hasOdbc && hasMariadb)(
    'MySQL itself is told apart from MariaDB',

    async () => {
      const bed = await startMariadb();
      try {
        const dsn = dsnOf(
          'DRIVER=MariaDB Unicode',
          'SERVER=127.0.0.1',
          `PORT=${bed.port}`,
          'DATABASE=CONTOSO',
        );
        const only = ['driver', 'dsn', 'reach', 'odbc', 'login', 'database'];
        const run = await runSite({ platform, port: bed.port, target: { engine: 'mysql', dsn }, only });
        expect(run.facts('sql.database')).not.toHaveProperty('untried');
        const facts = { ...run.facts('sql.database'), untried: 'MySQL' };
        const settings = siteOf({ target: { engine: 'mysql', dsn } });
        const verdict = rowOf('sql.database', settings).work?.judge(
          {
            facts,
            settings,
            observedAt: '2026-01-01T10:00:00.000Z',
            uses: makeContext({ platform, settings }).facts,
          },
          { profile: 'ga', severity: 'required' },
        );
        expect(verdict).toMatchObject({ status: 'pass', evidence: expect.arrayContaining([said('MySQL')]) });
        expect(run.verdict('sql.database').evidence).not.toContainEqual(said('MySQL'));
      } finally {
        await bed.stop();
      }
    },
  );
});
