import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { accountDn, type OpenLdap, passwordOf, people, startOpenLdap } from '../beds/openldap.ts';
import { freePort, installed } from '../beds/program.ts';
import { makePlace, type Place, removePlaces } from './program.ts';
import { Session } from './pty.ts';

/** High enough for all rows at once. */
const size = { columns: 100, rows: 90 };
const open: Session[] = [];
const beds: OpenLdap[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.end()));
  for (const bed of beds.splice(0)) await bed.stop();
});

afterAll(removePlaces);

function start(place: Place, args: readonly string[]): Session {
  const session = new Session(place, args, size, { ECMA_LDAP_PASSWORD: passwordOf('rw') });
  open.push(session);
  return session;
}

function settings(port: number): string {
  return `connectors:
  - name: Directory
    library: generic-ldap
    target:
      ldap:
        url: ldap://127.0.0.1:${port}
        bindDn: ${accountDn('rw')}
        password: { env: ECMA_LDAP_PASSWORD }
        users: ${people}
`;
}

describe.skipIf(!installed('slapd'))('a directory at the screen', () => {
  test('down it is red; started, r makes it and all that it blocked green', async () => {
    const ports = { ldap: await freePort(), ldaps: await freePort() };
    const place = makePlace();
    place.write('.ecmarc', settings(ports.ldap));
    const session = start(place, ['--only', 'ldap.users,ldap.schema']);
    await session.waitFor(/Answers.*FAIL/);
    await session.waitFor(/Finds the users.*blocked/i);
    await session.waitFor(/NOT READY/);
    beds.push(await startOpenLdap({ users: 7, ports }));
    session.type('n');
    await session.waitFor(/>\s+Answers/);
    session.type('r');
    await session.waitFor(/Answers.*√ pass/);
    await session.waitFor(/Binds as the service account.*√ pass/);
    await session.waitFor(/Finds the users.*√ pass/);
    await session.waitFor(/7 users/);
    expect(session.lines().join('\n')).not.toMatch(/NOT READY|blocked/i);
    expect(await beds[0]?.binds(accountDn('rw'))).toBe(1);
  });

  test('a wrong password is sent once, whatever keys are pressed, until it is confirmed', async () => {
    const bed = await startOpenLdap({ users: 3 });
    beds.push(bed);
    const place = makePlace();
    place.write('.ecmarc', settings(bed.port));
    const session = new Session(place, ['--only', 'ldap.bind'], size, { ECMA_LDAP_PASSWORD: 'wrong' });
    open.push(session);
    await session.waitFor(/Binds as the service account.*FAIL/);
    await session.waitFor(/NOT READY/);
    session.type('n');
    await session.waitFor(/>\s+Binds/);
    session.type('\r');
    await session.waitFor(/1 try,/);
    // The count of tries says that the key was obeyed and has its answer: an old answer may still stand there.
    for (const [index, key] of ['f', 'a', 'f'].entries()) {
      session.type(key);
      await session.waitFor(new RegExp(`${index + 2} tries,`));
      await session.waitFor(/refused before/);
    }
    session.type('w');
    await session.waitFor(/is not watched: .* could lock an account/);
    expect(await bed.binds(accountDn('rw'))).toBe(1);
    session.type('r');
    await session.waitFor(/Try the refused account/);
    expect(await bed.binds(accountDn('rw'))).toBe(1);
    session.type('y');
    await session.waitFor(/Type yes and Enter/);
    session.type('yes');
    await session.waitFor(/Enter: yes/);
    session.type('\r');
    await expect.poll(() => bed.binds(accountDn('rw'))).toBe(2);
  });
});
