import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Authority, type KeyPair, makeAuthority } from '../beds/certificates.ts';
import { healthy, startCloud, startSilent } from '../beds/loopback.ts';
import { freePort } from '../beds/program.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { makePlace, type Place } from './program.ts';
import { Session } from './pty.ts';

const size = { columns: 80, rows: 25 };
let authority: Authority;
let certificate: KeyPair;
const open: Session[] = [];

beforeAll(async () => {
  authority = await makeAuthority('/CN=Flow Test CA');
  certificate = await authority.issue('localhost', { names: ['localhost', '127.0.0.1'], days: 30 });
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.end()));
});

afterAll(() => {});

function start(place: Place, args: readonly string[] = []): Session {
  const session = new Session(place, args, size);
  open.push(session);
  return session;
}

function settings(port: number): string {
  return [
    'tenant:',
    `  cloud: { signIn: "https://localhost:${port}" }`,
    'network:',
    `  caFile: ${JSON.stringify(authority.certFile)}`,
    '',
  ].join('\n');
}

describe('a person at the screen', () => {
  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'])('may end it by %s at the first picture', async (signal) => {
    const session = start(makePlace());
    await session.waitFor(/ECMA Connector Host doctor/);
    session.kill(signal);
    expect(await session.exited()).toBe(130);
    expect(session.cursorHidden).toBe(false);
  });

  test('is told a fault of .ecmarc without a screen left behind', async () => {
    const place = makePlace();
    place.write('.ecmarc', 'profil: ga\n');
    const session = start(place);
    expect(await session.exited()).toBe(2);
    expect(session.sent).toContain('Reading the settings');
    expect(session.cursorHidden).toBe(false);
    expect(session.history().trim()).toMatch(/^ecma-doctor: .*\.ecmarc/);
    expect(session.history()).not.toContain('ECMA Connector Host doctor');
  });

  test('sees a dead sign-in host red, starts it, presses r and sees it green', async () => {
    const port = await freePort();
    const place = makePlace();
    place.write('.ecmarc', settings(port));
    const session = start(place, ['--only', 'network.sign-in']);
    await session.waitFor(/Reaches Microsoft sign-in.*FAIL/);
    await session.waitFor(/NOT READY/);
    session.type('n');
    await session.waitFor(/>\s+Reaches Microsoft sign-in/);
    session.type(keys.enter);
    await session.waitFor(/Esc back/);
    const cloud = await startCloud(certificate, healthy, port);
    try {
      session.type('r');
      await session.waitFor(/√ pass/);
      session.type(keys.escape);
      await session.waitFor(/^>\s+Reaches Microsoft sign-in.*√ pass/m);
      await session.waitFor(/READY/);
      expect(session.lines().join('\n')).not.toMatch(/NOT READY/);
      session.type('q');
      expect(await session.exited()).toBe(0);
    } finally {
      await cloud.stop();
    }
    expect(session.history()).toMatch(/Exit code 0: ready/);
    expect(session.cursorHidden).toBe(false);
  });

  test('mends .ecmarc while the doctor runs: a retry reads it again', async () => {
    const cloud = await startCloud(certificate, healthy);
    try {
      const place = makePlace();
      place.write('.ecmarc', settings(await freePort()));
      const session = start(place, ['--only', 'network.sign-in']);
      await session.waitFor(/Reaches Microsoft sign-in.*FAIL/);
      place.write('.ecmarc', 'tenant: { clod: public }\n');
      session.type('f');
      await session.waitFor(/did you mean cloud/);
      place.write('.ecmarc', settings(cloud.port));
      session.type('f');
      await session.waitFor(/Reaches Microsoft sign-in.*√ pass/);
      expect(session.lines().join('\n')).not.toMatch(/did you mean/);
    } finally {
      await cloud.stop();
    }
  });

  test('closes the window: what was learnt is offered by the next start', async () => {
    const silent = await startSilent();
    try {
      const place = makePlace();
      place.write('.ecmarc', settings(silent.port));
      const first = start(place, ['--only', 'network.dns']);
      await first.waitFor(/Finds the host by name.*√ pass/);
      first.kill('SIGHUP');
      expect(await first.exited()).toBe(130);
      const saved = readdirSync(place.state).filter((name) => name.endsWith('.json'));
      expect(saved).toHaveLength(1);
      expect(readFileSync(join(place.state, saved[0] ?? ''), 'utf8')).toContain('"network.dns"');

      // A host that says nothing keeps the row running: what was known of the others stands there meanwhile.
      const place2 = { ...place };
      place2.write('.ecmarc', `${settings(silent.port)}probes: { deadlines: { network.sign-in: 30 } }\n`);
      const second = start(place2, ['--only', 'network.sign-in']);
      await second.waitFor(/Reaches Microsoft sign-in/);
      second.type(keys.ctrlC);
      expect(await second.exited()).toBe(130);
      const third = start(place2, ['--only', 'network.sign-in']);
      await third.waitFor(/Reaches Microsoft sign-in/);
    } finally {
      await silent.stop();
    }
  });

  test.each([
    ['q asks once while checks run', ['q', 'q'], 130],
    ['Ctrl+C once', [keys.ctrlC], 130],
    // At once: what comes when the program is gone is the system's, and may cost its last words.
    ['Ctrl+C twice', [keys.ctrlC + keys.ctrlC], 130],
  ])('leaves by %s, with the terminal in order', async (_, typed, code) => {
    const silent = await startSilent();
    try {
      const place = makePlace();
      place.write('.ecmarc', settings(silent.port));
      const session = start(place, ['--only', 'network.sign-in']);
      await session.waitFor(/localhost:\d+/);
      for (const [index, text] of typed.entries()) {
        session.type(text);
        if (text === 'q' && index === 0) await session.waitFor(/q again leaves/);
      }
      expect(await session.exited()).toBe(code);
      expect(session.cursorHidden).toBe(false);
      expect(session.history()).toMatch(/Exit code 130/);
    } finally {
      await silent.stop();
    }
  });

  test('SIGTERM leaves with the terminal in order', async () => {
    const place = makePlace();
    const session = start(place, ['--only', 'server.memory']);
    await session.waitFor(/√ pass/);
    session.kill('SIGTERM');
    expect(await session.exited()).toBe(130);
    expect(session.cursorHidden).toBe(false);
  });
});
