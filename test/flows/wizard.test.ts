import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { makeAuthority } from '../beds/certificates.ts';
import { hasOdbc } from '../beds/odbc/drivers.ts';
import { hasPostgresql, startPostgresql } from '../beds/odbc/postgresql.ts';
import { accountDn, passwordOf, people, startOpenLdap } from '../beds/openldap.ts';
import { installed } from '../beds/program.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { makePlace, type Place, removePlaces } from './program.ts';
import { Session } from './pty.ts';

const size = { columns: 100, rows: 40 };
const open: Session[] = [];
const beds: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.end()));
  for (const bed of beds.splice(0)) await bed.stop();
});

afterAll(removePlaces);

/** Without what asks hosts of the internet. */
function start(place: Place): Session {
  const session = new Session(place, ['--skip', 'network.*,tenant.*'], size);
  open.push(session);
  return session;
}

/** Types into the field, and presses Enter; both seen. */
async function answer(session: Session, text: string, typed: RegExp, next: RegExp): Promise<void> {
  session.type(text);
  await session.waitFor(typed);
  session.type(keys.enter);
  await session.waitFor(next);
}

async function enter(session: Session, next: RegExp): Promise<void> {
  session.type(keys.enter);
  await session.waitFor(next);
}

/** Every file that the program keeps. */
function keptTexts(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe.skipIf(!installed('slapd'))('from an empty folder to a green directory', () => {
  test('authority named, a password mistyped, left half-way and taken up again: written and green', async () => {
    const authority = await makeAuthority('/CN=Contoso Root CA', 400);
    const certificate = await authority.issue('localhost', { names: ['localhost', '127.0.0.1'], days: 300 });
    const bed = await startOpenLdap({ users: 42, authority, certificate });
    beds.push(bed);
    const place = makePlace();
    place.write('corp-ca.pem', readFileSync(authority.certFile, 'utf8'));
    const session = start(place);
    await session.waitFor(/press i to write one/);
    // The list runs meanwhile; without an .ecmarc its keys and what to do first lead to the questions, and once.
    await session.waitFor(/Enter open {2}i write \.ecmarc/);
    await session.waitFor(/DO FIRST/);
    await session.atRest();
    const toDo = session
      .lines()
      .filter((line) => /^[> ] +\d server +no connector in \.ecmarc +you/.test(line));
    expect(toDo).toHaveLength(1);
    session.type('i');
    await session.waitFor(/> a directory, over LDAP/);
    await enter(session, /a domain or GUID/);
    await enter(session, /Name +█Directory/);
    await enter(session, /a name, name:port/);
    await answer(
      session,
      `localhost:${bed.port}`,
      /localhost:\d+█/,
      /Enter takes ldap:\/\/localhost:\d+ with StartTLS/,
    );
    expect(session.lines().join('\n')).toMatch(/authority +Contoso Root CA: not trusted by this server/);
    await enter(session, /a file with that authority/);
    await answer(session, 'corp-ca.pem', /corp-ca.pem█/, /the DN that the connector signs in with/);
    // Nothing stands against the address any more.
    expect(session.lines().join('\n')).toMatch(/^ √ Address +ldap:.*StartTLS +OpenLDAP/m);
    await answer(session, accountDn('rw'), /dc=test█/, /typed at each start/);
    expect(await bed.binds(accountDn('rw'))).toBe(0);
    await answer(session, 'mistyped', /●{8}█/, /× log-in +name or password refused/);
    await session.waitFor(/1 try was refused; each one more counts/);
    expect(await bed.binds(accountDn('rw'))).toBe(1);
    await answer(session, 'mistyped', /●{8}█/, /it was not sent again/);
    expect(await bed.binds(accountDn('rw'))).toBe(1);

    // Left, and the program ended: what was answered is there again, the password is not.
    session.kill('SIGTERM');
    await session.exited();
    expect(keptTexts(place.state)).not.toContain('mistyped');
    const again = start(place);
    await again.waitFor(/press i to go on with it/);
    await again.atRest();
    again.type('i');
    await again.waitFor(/Account +cn=rw,ou=services/);
    await again.waitFor(/Password +█/);
    await answer(again, passwordOf('rw'), /●{9}█/, /> ou=people,dc=example,dc=test +42 +inetOrgPerson/);
    again.type('peo');
    await again.waitFor(/peo█/);
    await enter(again, /> inetOrgPerson +42/);
    await enter(again, /> dn +one entry, one name/);
    await enter(again, /Everything passed|Nothing failed/);
    expect(again.lines().join('\n')).toMatch(/√ users +42 users/);
    expect(existsSync(join(place.folder, '.ecmarc'))).toBe(false);
    await enter(again, /Wrote .*\.ecmarc\. Checking with it now/);
    const text = readFileSync(join(place.folder, '.ecmarc'), 'utf8');
    expect(text).toContain(`users: ${people}`);
    expect(text).toContain('password: { prompt: true }');
    expect(text + keptTexts(place.state)).not.toMatch(/rw-secret|mistyped/);
    // The password that was taken needs no second typing: the list is green with it.
    await again.atRest();
    again.type('/');
    await again.waitFor(/^ \/ /m);
    again.type('area:ldap');
    await again.waitFor(/Filter: area:ldap/);
    await again.waitFor(/Binds as the service account +signed in.*√ pass/);
    await again.waitFor(/Finds the users +42 users.*√ pass/);
    await again.waitFor(/Reads the schema.*√ pass/);
    expect(again.lines().slice(3).join('\n')).not.toMatch(/FAIL|blocked/);

    // One connector more goes into the file as it stands.
    const file = join(place.folder, '.ecmarc');
    writeFileSync(file, `${text}# by hand\n`);
    await enter(again, /^ Enter open/m);
    again.type('i');
    await again.waitFor(/A connector more in \.ecmarc/);
    await again.waitFor(/> a directory, over LDAP/);
    again.type(keys.end);
    await again.waitFor(/> an application/);
    await enter(again, /Name +█Ticketing/);
    await enter(again, /path of the connector's \.dll/);
    await answer(again, 'C:\\t.dll', /t\.dll█/, /Enter takes this one as it is/);
    await enter(again, /host:port of the application/);
    await enter(again, /> add it to \.ecmarc/);
    await enter(again, /Added to .*\.ecmarc\. Checking with it now/);
    const added = readFileSync(file, 'utf8');
    expect(added).toMatch(/name: Directory[\s\S]*name: Ticketing[\s\S]*# by hand\n$/);
    expect(added.replace(/ {2}- name: Ticketing\n(?: {4}.*\n)+/, '')).toBe(`${text}# by hand\n`);
  });
});

describe.skipIf(!hasOdbc || !hasPostgresql)('from an empty folder to a green table', () => {
  test('its file DSN is written, a password mistyped, table and anchor chosen from what it gave', async () => {
    const bed = await startPostgresql();
    beds.push(bed);
    await bed.sql(
      `CREATE SCHEMA hr; CREATE TABLE hr.employees (login varchar(50) PRIMARY KEY, mail text, name text NOT NULL DEFAULT '');
       INSERT INTO hr.employees SELECT 'user' || n, CASE WHEN n > 3 THEN 'm' || n END FROM generate_series(1, 40) n;
       CREATE TABLE hr.secret (x int);
       GRANT USAGE ON SCHEMA hr TO ecma; GRANT SELECT, INSERT, UPDATE, DELETE ON hr.employees TO ecma;`,
      'CONTOSO',
    );
    const place = makePlace();
    const session = start(place);
    await session.waitFor(/press i to write one/);
    await session.atRest();
    session.type('i');
    await session.waitFor(/> a directory, over LDAP/);
    session.type(keys.down);
    await session.waitFor(/> a database: SQL Server/);
    session.type(keys.down);
    await session.waitFor(/> a database: PostgreSQL/);
    await enter(session, /a domain or GUID/);
    await enter(session, /Name +█HR/);
    await enter(session, /host name of the PostgreSQL server/);
    await answer(session, `127.0.0.1:${bed.port}`, /127\.0\.0\.1:\d+█/, /its name on that server/);
    await answer(session, 'CONTOSO', /CONTOSO█/, /driver: PostgreSQL/);
    await enter(session, /HR\.dsn is not there; it would be:[\s\S]*DRIVER=PostgreSQL/);
    await enter(session, /database role; empty: later/);
    expect(readFileSync(join(place.folder, 'HR.dsn'), 'utf8')).not.toMatch(/PWD|password/i);
    await answer(session, 'ecma', /ecma█/, /typed at each start/);
    await answer(session, 'Planted-Secret-0', /●{16}█/, /1 try was refused; each one more counts/);
    await answer(session, 'Planted-Secret-1', /●{16}█/, /> hr\.employees +\d* *select insert update delete/);
    expect(session.lines().join('\n')).not.toContain('hr.secret');
    await enter(session, /> login +.*primary key: best/);
    expect(session.lines().join('\n')).toMatch(/× mail +37 +3 +not filled everywhere/);
    await enter(session, /Everything passed|Nothing failed/);
    await enter(session, /Wrote .*\.ecmarc\. Checking with it now/);
    const text = readFileSync(join(place.folder, '.ecmarc'), 'utf8');
    expect(text).toMatch(/engine: postgresql[\s\S]*table: hr\.employees[\s\S]*anchor: login/);
    expect(text + keptTexts(place.state)).not.toContain('Planted-Secret');
    await session.atRest();
    session.type('/');
    await session.waitFor(/^ \/ /m);
    session.type('area:sql');
    await session.waitFor(/Filter: area:sql/);
    await session.waitFor(/Finds the table.*√ pass/);
    await session.waitFor(/Anchor is unique.*√ pass/);
    await session.waitFor(/Logs in as the service account.*√ pass/);
    expect(session.lines().slice(3).join('\n')).not.toMatch(/FAIL|blocked/);
  });
});
