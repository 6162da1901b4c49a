import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Authority, type KeyPair, makeAuthority } from '../beds/certificates.ts';
import { healthy, startCloud } from '../beds/loopback.ts';
import { freePort } from '../beds/program.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { makePlace, type Place, removePlaces, run } from './program.ts';
import { Session } from './pty.ts';

const open: Session[] = [];
let authority: Authority;
let certificate: KeyPair;

beforeAll(async () => {
  authority = await makeAuthority('/CN=Flow Test CA');
  certificate = await authority.issue('localhost', { names: ['localhost', '127.0.0.1'], days: 30 });
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.end()));
});

afterAll(removePlaces);

function start(
  place: Place,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  size = { columns: 80, rows: 25 },
): Session {
  const session = new Session(place, args, size, env);
  open.push(session);
  return session;
}

const settings = (port: number): string =>
  `tenant: { cloud: { signIn: "https://localhost:${port}" } }\nnetwork: { caFile: ${JSON.stringify(authority.certFile)} }\n`;

describe('o', () => {
  test('gives the terminal to the editor, takes it back, and what was mended there is green', async () => {
    const cloud = await startCloud(certificate, healthy);
    try {
      const place = makePlace();
      const mended = place.write('mended', settings(cloud.port));
      const editor = place.write(
        'editor.sh',
        `for n in 1 2 3; do echo "EDITOR OF $(basename "$1") $n"; read answer; done\ncp ${JSON.stringify(mended)} "$1"\n`,
      );
      place.write('.ecmarc', settings(await freePort()));
      const session = start(place, ['--only', 'network.sign-in'], { VISUAL: `/bin/sh ${editor}` });
      await session.waitFor(/Reaches Microsoft sign-in.*FAIL/);
      await session.waitFor(/NOT READY/);
      session.type('o');
      // Every key is the editor's: none is read by the screen behind it.
      for (const n of [1, 2, 3]) {
        await session.waitFor(new RegExp(`EDITOR OF \\.ecmarc ${n}`));
        session.type('\r');
      }
      await session.waitFor(/was changed: read again/);
      await session.waitFor(/^ READY/m);
      session.type('q');
      expect(await session.exited()).toBe(0);
      expect(session.cursorHidden).toBe(false);
    } finally {
      await cloud.stop();
    }
  });

  test("opens at the line of the row's key, where the editor takes one", async () => {
    const place = makePlace();
    const editor = place.write('vi', '#!/bin/sh\necho "OPENED AT $*"; read answer\n');
    chmodSync(editor, 0o755);
    place.write('.ecmarc', 'profile: ga\nattest:\n  country: US\n  testDataOnly: false\n');
    const session = start(place, ['--only', 'attest.test-data', '--profile', 'preview-2021'], {
      VISUAL: editor,
    });
    await session.waitFor(/^> .*(?:test data|Only test)/im);
    session.type('o');
    await session.waitFor(/OPENED AT \+4 .*\.ecmarc/);
    session.type('\r');
    await session.waitFor(/\.ecmarc: not changed/);
  });

  test('says that nothing was changed', async () => {
    const place = makePlace();
    place.write('.ecmarc', 'profile: ga\n');
    const session = start(place, ['--only', 'server.memory'], { EDITOR: 'true' });
    await session.waitFor(/√ pass/);
    session.type('o');
    await session.waitFor(/\.ecmarc: not changed/);
  });
});

describe('x', () => {
  test('sets a row aside with a reason and a last day: it is ready, and every report says by whom and why', async () => {
    const place = makePlace();
    place.write('.ecmarc', 'profile: ga\n');
    const files = ['json', 'html', 'md', 'xml'].map((end) => join(place.folder, `report.${end}`));
    const session = start(place, ['--only', 'server.os', ...files.flatMap((file) => ['--report', file])]);
    await session.waitFor(/^> 1 server .*not Windows/m);
    session.type('x');
    await session.waitFor(/Why +.*a reason/);
    session.type('a laptop');
    await session.waitFor(/Why +a laptop/);
    session.type(keys.enter);
    await session.waitFor(/Last day +█/);
    session.type(keys.enter);
    await session.waitFor(/Sure\? +Type yes and Enter: █/);
    session.type('yes');
    await session.waitFor(/Enter: yes/);
    session.type(keys.enter);
    await session.waitFor(/Set aside until \d{4}-\d\d-\d\d/);
    await session.waitFor(/^ READY/m);
    session.type('q');
    expect(await session.exited()).toBe(0);
    const [json = '', ...others] = files.map((file) => readFileSync(file, 'utf8'));
    const report = JSON.parse(json) as { probes: { id: string; status: string; answer?: object }[] };
    expect(report.probes.find(({ id }) => id === 'server.os')).toMatchObject({
      status: 'waived',
      answer: { reason: 'a laptop', until: expect.stringMatching(/^\d{4}-/), by: expect.stringMatching(/./) },
    });
    for (const other of others) expect(other).toContain('a laptop');
  });
});

describe('a text of 200 characters that is pasted', () => {
  const text = 'my-server.contoso.example yq;rm -rf wdrx '.repeat(5).slice(0, 200);
  const paste = `\u001b[200~${text}\u001b[201~`;
  const dropped = /Pasted text, 200 characters: dropped, nothing was done/;

  test.each([
    ['the list', [], /^> 1 server/m],
    ['what to do first', ['d'], /YOU, HERE|SERVER ADMINISTRATOR/],
    ['a row', [keys.enter], /^ Expected/m],
    ['the help', ['?'], /KEYS/],
    ['the export', ['e'], /what about|report/i],
  ] as const)('on %s does nothing', async (_page, typed, seen) => {
    const place = makePlace();
    place.write('.ecmarc', 'profile: ga\n');
    const session = start(place, ['--only', 'server.os']);
    await session.waitFor(/^> 1 server .*not Windows/m);
    for (const key of typed) {
      session.type(key);
      await session.waitFor(seen);
    }
    session.type(paste);
    await session.waitFor(dropped);
    expect(session.lines().join('\n')).toMatch(seen);
    expect(session.lines().join('\n')).not.toMatch(/Set aside|Confirm|q again/);
  });

  test.each([
    ['the filter', [], /^ \/ /m],
    ['the search on a page', [keys.enter], /^ \/ /m],
  ] as const)('into %s is text, and Esc takes it away', async (_page, before, seen) => {
    const place = makePlace();
    place.write('.ecmarc', 'profile: ga\n');
    const session = start(place, ['--only', 'server.os']);
    await session.waitFor(/^> 1 server .*not Windows/m);
    for (const key of before) {
      session.type(key);
      await session.waitFor(/Esc back/);
    }
    session.type('/');
    await session.waitFor(seen);
    session.type(paste);
    await session.waitFor(/wdrx/);
    session.type(keys.escape);
    await session.waitFor(/^(?!.*wdrx)/s);
    expect(session.lines().join('\n')).not.toMatch(/Set aside|Confirm|q again/);
  });

  const asked = async (place: Place): Promise<Session> => {
    const session = start(place, ['--only', 'server.os']);
    await session.waitFor(/^> 1 server .*not Windows/m);
    session.type('i');
    await session.waitFor(/what shall get the users\?/);
    return session;
  };

  test('where the questions that write .ecmarc have one to choose does nothing', async () => {
    const place = makePlace();
    const session = await asked(place);
    session.type(paste);
    await session.waitFor(dropped);
    expect(session.lines().join('\n')).toMatch(/> a directory, over LDAP/);
    expect(existsSync(join(place.folder, '.ecmarc'))).toBe(false);
  });

  test('where they have one to type is text, no answer yet, and Ctrl+U takes it away', async () => {
    const place = makePlace();
    const session = await asked(place);
    session.type(keys.enter);
    await session.waitFor(/a domain or GUID/);
    session.type(paste);
    await session.waitFor(/wdrx/);
    expect(session.lines().join('\n')).toMatch(/a domain or GUID/);
    session.type('\u0015');
    await session.waitFor(/^(?!.*wdrx)/s);
    expect(session.lines().join('\n')).toMatch(/a domain or GUID/);
    expect(existsSync(join(place.folder, '.ecmarc'))).toBe(false);
  });

  test('into the page of a password is dots alone, and into the reason of a waiver text', async () => {
    const place = makePlace();
    place.write(
      '.ecmarc',
      'connectors: [{ name: D, library: generic-ldap, target: { ldap: { url: "ldap://127.0.0.1:9", users: "dc=x", bindDn: "cn=x", password: { prompt: true } } } }]\n',
    );
    const session = start(place, ['--only', 'server.os,ldap.bind']);
    // A key before the first rest would leave the cursor where it stood.
    await session.waitFor(/^> 1 server .*not Windows/m);
    await session.waitFor(/1 password is wanted: s types it/);
    session.type('s');
    await session.waitFor(/A password is wanted/);
    session.type(paste);
    await session.waitFor(/●{20}/);
    expect(session.lines().join('\n')).not.toMatch(/wdrx|contoso\.example yq/);
    session.type(keys.escape);
    await session.waitFor(/^> 1 server .*not Windows/m);
    session.type('x');
    await session.waitFor(/Set aside: /);
    session.type(paste);
    await session.waitFor(/wdrx/);
    expect(session.lines().join('\n')).toMatch(/Set aside: /);
  });

  test('into a confirmation is not the word', async () => {
    const place = makePlace();
    place.write('.ecmarc', 'profile: preview-2021\n');
    const session = start(place, ['--only', 'attest.test-data']);
    await session.waitFor(/^> 1 server/m);
    session.type('y');
    await session.waitFor(/Sure\? +Type yes and Enter: █/);
    session.type('\u001b[200~yes\r\u001b[201~');
    await session.waitFor(/a paste does not count/);
    expect(session.lines().join('\n')).not.toMatch(/^ READY/m);
  });
});

describe('a site of ten connectors', () => {
  test('is folded, opens at its places, and keeps the heading of an area in sight', async () => {
    const place = makePlace();
    const port = await freePort();
    const connectors = Array.from({ length: 10 }, (_, i) =>
      i % 2 === 0
        ? `  - { name: Dir${i}, library: generic-ldap, target: { ldap: { url: "ldap://127.0.0.1:${port}", users: "dc=x", bindDn: "cn=x", password: { env: PW } } } }`
        : `  - { name: Base${i}, library: generic-sql, target: { sql: { engine: postgresql, server: 127.0.0.1, port: ${port}, database: x, user: y, password: { env: PW }, table: t, anchor: id } } }`,
    );
    place.write('.ecmarc', `connectors:\n${connectors.join('\n')}\n`);
    const report = join(place.folder, 'site.json');
    await run(['--skip', 'network.*,tenant.*', '--report', report], { place, env: { PW: 'x' } });
    const saved = JSON.parse(readFileSync(report, 'utf8')) as { probes: unknown[] };
    expect(saved.probes.length).toBeGreaterThan(219);
    const session = start(place, ['--from', report], {}, { columns: 60, rows: 15 });
    await session.waitFor(/DO FIRST/);
    session.type(']');
    await session.waitFor(/^> ► SERVER/m);
    for (let at = 0; at < 20 && !/^> ► Dir0/m.test(session.lines().join('\n')); at += 1) {
      session.type(']');
      await session.cursorMoves();
    }
    session.type(keys.right);
    await session.waitFor(/► \d+ wait for Answers .*· blocked/);
    for (let at = 0; at < 20 && !/^> {3}► \d+ wait/m.test(session.lines().join('\n')); at += 1) {
      session.type(keys.down);
      await session.cursorMoves();
    }
    session.type(keys.right);
    await session.waitFor(/needs: Answers/);
    for (let at = 0; at < 7; at += 1) {
      session.type(keys.down);
      await session.cursorMoves();
    }
    // Its heading has been scrolled out, and stands on top all the same.
    expect(session.lines()[4]).toMatch(/^ {2}▼ Dir0 .*× 1 FAIL$/);
    expect(session.lines().join('\n')).not.toMatch(/DO FIRST|► \d+ wait/);
    session.type('q');
    expect(await session.exited()).toBe(1);
  });
});
