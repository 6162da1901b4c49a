import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { hasOdbc } from '../beds/odbc/drivers.ts';
import { type DatabaseBed, hasPostgresql, startPostgresql } from '../beds/odbc/postgresql.ts';
import { freePort } from '../beds/program.ts';
import { makePlace, removePlaces } from './program.ts';
import { Session } from './pty.ts';

/** High enough for all rows at once. */
const size = { columns: 100, rows: 90 };
const open: Session[] = [];
const beds: DatabaseBed[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.end()));
  for (const bed of beds.splice(0)) await bed.stop();
});

afterAll(removePlaces);

function settings(port: number): string {
  return `connectors:
  - name: HR
    library: generic-sql
    target:
      sql:
        engine: postgresql
        server: 127.0.0.1
        port: ${port}
        database: CONTOSO
        user: ecma
        password: { env: ECMA_SQL_PASSWORD }
        table: hr.employees
        anchor: login
        attributes: [login, name]
        dsn: hr.dsn
`;
}

describe.skipIf(!hasOdbc || !hasPostgresql)('a PostgreSQL at the screen', () => {
  test('down it is red; started, r makes it and what it blocked green; so does r after a GRANT', async () => {
    const port = await freePort();
    const place = makePlace();
    place.write('.ecmarc', settings(port));
    place.write(
      'hr.dsn',
      `[ODBC]\nDRIVER=PostgreSQL Unicode\nSERVER=127.0.0.1\nPORT=${port}\nDATABASE=CONTOSO\n`,
    );
    const session = new Session(place, ['--only', 'sql.rights,sql.anchor,sql.required-columns'], size, {
      ECMA_SQL_PASSWORD: 'Planted-Secret-1',
    });
    open.push(session);
    await session.waitFor(/Answers.*FAIL/);
    await session.waitFor(/May read and write the table.*blocked/i);
    await session.waitFor(/NOT READY/);
    const bed = await startPostgresql({ port });
    beds.push(bed);
    await bed.sql(
      'CREATE SCHEMA hr; CREATE TABLE hr.employees (login varchar(50) PRIMARY KEY, name text NOT NULL); GRANT USAGE ON SCHEMA hr TO ecma; GRANT SELECT, INSERT, UPDATE ON hr.employees TO ecma;',
      'CONTOSO',
    );
    session.type('n');
    await session.waitFor(/>\s+Answers/);
    session.type('r');
    await session.waitFor(/Answers.*√ pass/);
    await session.waitFor(/Logs in as the service account.*√ pass/);
    await session.waitFor(/Mandatory columns are mapped.*√ pass/);
    await session.waitFor(/may not DELETE/);
    session.type('n');
    await session.waitFor(/>\s+May read and write the table/);
    session.type('\r');
    await session.waitFor(/GRANT DELETE ON "hr"\."employees" TO "ecma";/);
    await bed.sql('GRANT DELETE ON "hr"."employees" TO "ecma";', 'CONTOSO');
    session.type('r');
    await session.waitFor(/pass, was FAIL: SELECT, INSERT, UPDATE, DELETE/);
    session.type('\u001b');
    await session.waitFor(/Anchor is unique.*√ pass/);
    expect(session.lines().join('\n')).toMatch(/10 pass √ pass/);
    expect(session.lines().join('\n')).not.toMatch(/NOT READY|blocked/i);
  });
});
