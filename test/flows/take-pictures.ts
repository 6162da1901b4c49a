/**
 * `npm run pictures`: the README's pictures, from real runs of the built program against a real OpenLDAP and a
 * sign-in host on loopback. Run it when the screen has changed; nothing checks them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { makeAuthority } from '../beds/certificates.ts';
import { healthy, startCloud } from '../beds/loopback.ts';
import { accountDn, passwordOf, people, startOpenLdap } from '../beds/openldap.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { makePlace, removePlaces } from './program.ts';
import { Session } from './pty.ts';

const folder = new URL('pictures/', import.meta.url);
mkdirSync(folder, { recursive: true });
const keep = (name: string, session: Session, title: string): void =>
  writeFileSync(new URL(`${name}.svg`, folder), session.svg(title));

const authority = await makeAuthority('/CN=Picture CA');
const certificate = await authority.issue('localhost', { names: ['localhost', '127.0.0.1'], days: 30 });
const cloud = await startCloud(certificate, healthy);
const directory = await startOpenLdap({ users: 42 });
const place = makePlace();
place.write(
  '.ecmarc',
  `tenant: { cloud: { signIn: "https://localhost:${cloud.port}" } }
network: { caFile: ${JSON.stringify(authority.certFile)} }
connectors:
  - name: Directory
    library: generic-ldap
    writeTest: true
    target:
      ldap:
        url: ldap://127.0.0.1:${directory.port}
        bindDn: ${accountDn('rw')}
        password: { env: ECMA_LDAP_PASSWORD }
        users: ou=nowhere,${people}
        writeContainer: ${people}
`,
);
const env = { ECMA_LDAP_PASSWORD: passwordOf('rw') };
const session = new Session(
  place,
  ['--only', 'server.memory,network.sign-in,ldap.*'],
  { columns: 80, rows: 25 },
  env,
);
try {
  await session.waitFor(/NOT READY/);
  await session.waitFor(/Finds the users.*FAIL/);
  session.type('n');
  await session.waitFor(/>\s+Finds the users/);
  keep('list', session, 'The list of checks: one failed, and the cursor stands on it');
  session.type(keys.enter);
  await session.waitFor(/Expected/);
  keep('detail', session, 'A failed check: expected, found, why, and the steps that mend it');
  session.type(keys.escape);
  await session.waitFor(/move|Enter/);
  session.type('?');
  await session.waitFor(/KEYS/);
  keep('help', session, 'Help: every key');
  session.type(keys.escape);
  await session.waitFor(/Finds the users/);
  session.type('/');
  await session.waitFor(/^ \/ /m);
  session.type('users');
  await session.waitFor(/Filter: users/);
  keep('filter', session, 'The filter: rows that have a word');
  session.type(keys.escape);
  await session.waitFor(/^(?!.*Filter:)/s);
  session.type('g');
  await session.waitFor(/Judged for general availability/);
  keep('profile', session, 'The same facts judged by the rules of general availability');
  session.type(keys.down);
  await session.waitFor(/^> +May write users/m);
  session.type(keys.down);
  await session.waitFor(/y yes +Esc no/);
  keep('question', session, 'The write test tells its effects and waits for a yes');
  session.type('q');
  await session.exited();
} finally {
  await session.end();
  await directory.stop();
  await cloud.stop();
  removePlaces();
}
process.exit();
