/**
 * Pictures of the README from real runs of the built program, against a real OpenLDAP and a sign-in host on loopback, by
 * name. `npm run pictures` writes them; a test holds their words against what a run shows now.
 */
import { makeAuthority } from '../beds/certificates.ts';
import { healthy, startCloud } from '../beds/loopback.ts';
import { accountDn, passwordOf, people, startOpenLdap } from '../beds/openldap.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { makePlace } from './program.ts';
import { Session } from './pty.ts';

const settingsFor = (
  cloudPort: number,
  caFile: string,
  ldapPort: number,
): string => `tenant: { cloud: { signIn: "https://localhost:${cloudPort}" } }
network: { caFile: ${JSON.stringify(caFile)} }
connectors:
  - name: Directory
    library: generic-ldap
    writeTest: true
    target:
      ldap:
        url: ldap://127.0.0.1:${ldapPort}
        bindDn: ${accountDn('rw')}
        password: { env: ECMA_LDAP_PASSWORD }
        users: ou=nowhere,${people}
        writeContainer: ${people}
`;

export async function takePictures(): Promise<ReadonlyMap<string, string>> {
  const pictures = new Map<string, string>();
  const keep = (name: string, session: Session, title: string): void => {
    pictures.set(name, session.svg(title));
  };
  const authority = await makeAuthority('/CN=Picture CA');
  const certificate = await authority.issue('localhost', { names: ['localhost', '127.0.0.1'], days: 30 });
  const cloud = await startCloud(certificate, healthy);
  const directory = await startOpenLdap({ users: 42 });
  const place = makePlace();
  place.write('.ecmarc', settingsFor(cloud.port, authority.certFile, directory.port));
  const env = { ECMA_LDAP_PASSWORD: passwordOf('rw') };
  const session = new Session(
    place,
    ['--only', 'server.memory,network.sign-in,ldap.*'],
    { columns: 80, rows: 25 },
    env,
  );
  try {
    await session.waitFor(/Finds the users.*FAIL/);
    await session.atRest();
    session.type('n');
    await session.waitFor(/>\s+Finds the users/);
    keep('list', session, 'The list of checks: one failed, and the cursor stands on it');
    session.type(keys.enter);
    await session.waitFor(/Expected/);
    keep('detail', session, 'A failed check: expected, found, why, and the steps that mend it');
    session.type(keys.escape);
    await session.waitFor(/DO FIRST/);
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
  }
  return pictures;
}
