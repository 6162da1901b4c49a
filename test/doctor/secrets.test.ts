import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../src/settings/schema.ts';
import type { SecretSource } from '../../src/settings/secret.ts';
import { ecma, Site, sendsPassword } from './kit.ts';

let site: Site;
beforeEach(() => {
  site = new Site();
});
afterEach(() => site.end());

const key = 'connectors.Directory.target.ldap.password';
const ecmarc = (password: string) =>
  `connectors: [ { name: Directory, library: generic-ldap, target: { ldap: { url: "ldap://localhost:389", bindDn: cn=ecma, password: ${password} } } } ]\n`;

const target = 'localhost:389';
const account = 'cn=ecma';
let right = 'planted-right-7';
let sent: string[] = [];
beforeEach(() => {
  right = 'planted-right-7';
  sent = [];
});

function source(settings: Settings): SecretSource {
  const ldap = settings.connectors[0]?.target;
  if (ldap === undefined || !('ldap' in ldap) || ldap.ldap.password === undefined) throw new Error('none');
  return ldap.ldap.password;
}

const make = () => [
  ecma('ldap.reach@Directory', {}),
  ecma('ldap.bind@Directory', {
    needs: ['ldap.reach@Directory'],
    ...sendsPassword('Directory'),
    lockout: true,
    collect: async ({ settings, secret, credentials }) => {
      const standing = credentials.standing(target, account, source(settings));
      if (standing !== undefined) return { usable: false, refusal: { target, account, at: standing.at } };
      const text = (await secret(source(settings))).reveal();
      sent.push(text);
      if (text === right) {
        credentials.accepted(target, account);
        return { usable: true };
      }
      credentials.refused(target, account);
      return { usable: false, refusal: { target, account, at: site.now().toISOString() } };
    },
    judge: ({ facts }) => ({ status: facts.usable ? 'pass' : 'fail', message: 'bind' }),
  }),
  ecma('ldap.users@Directory', { needs: ['ldap.bind@Directory'] }),
];

/** Every byte that the doctor wrote. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

describe('a password to be typed', () => {
  beforeEach(() => site.write(ecmarc('{ prompt: true }'), Date.now() - 600_000));

  test('is wanted before its rows can run; given, they run', async () => {
    const bench = await (await site.doctor(make)).run();
    expect(bench.doctor.wanted()).toEqual([{ key, label: 'the directory password of Directory' }]);
    expect(bench.status('ldap.bind@Directory')).toBe('skipped: not-configured');
    expect(bench.row('ldap.bind@Directory').message).toBe(
      'waits for the directory password of Directory to be typed',
    );
    expect(bench.status('ldap.reach@Directory')).toBe('pass');
    expect(await bench.doctor.lacking(true)).toEqual([expect.stringMatching(/password: needs to be typed$/)]);
    expect(await bench.doctor.lacking(false)).toEqual([]);
    await bench.after((doctor) => doctor.give(key, right));
    expect(bench.doctor.wanted()).toEqual([]);
    expect(bench.status('ldap.bind@Directory')).toBe('pass');
    expect(bench.status('ldap.users@Directory')).toBe('pass');
    expect(sent).toEqual([right]);
    expect(bench.begun('ldap.bind@Directory')).toBe(1);
    await bench.after((doctor) => doctor.retryAll());
    expect(sent).toEqual([right, right]);
    await bench.doctor.close();
    expect(written(site.state)).not.toContain(right);
    expect(JSON.stringify(bench.doctor.view())).not.toContain(right);
  });

  test('that was refused can be typed anew after r; another one is sent at once', async () => {
    const bench = await (await site.doctor(make)).run();
    await bench.after((doctor) => doctor.give(key, 'planted-wrong-7'));
    expect(bench.status('ldap.bind@Directory')).toBe('fail');
    expect(bench.doctor.wanted()).toEqual([]);
    await bench.after((doctor) => doctor.retry('ldap.users@Directory'));
    expect(sent).toEqual(['planted-wrong-7']);
    expect(bench.doctor.wanted().map((request) => request.key)).toEqual([key]);
    expect(bench.row('ldap.bind@Directory').question).toBeDefined();
    // A refusal and a typing in the same millisecond would not be told apart.
    const later = Date.now() + 5;
    site.now = () => new Date(Math.max(later, Date.now()));
    await bench.after((doctor) => doctor.give(key, right));
    expect(sent).toEqual(['planted-wrong-7', right]);
    expect(bench.status('ldap.users@Directory')).toBe('pass');
    expect(bench.doctor.wanted()).toEqual([]);
    await bench.doctor.close();
    expect(written(site.state)).not.toMatch(/planted-/);
  });

  test('typed once more with the same text is no news: it asks instead', async () => {
    const bench = await (await site.doctor(make)).run();
    await bench.after((doctor) => doctor.give(key, 'planted-wrong-7'));
    await bench.after((doctor) => doctor.retry('ldap.bind@Directory'));
    const later = Date.now() + 5;
    site.now = () => new Date(Math.max(later, Date.now()));
    await bench.after((doctor) => doctor.give(key, 'planted-wrong-7'));
    expect(sent).toEqual(['planted-wrong-7']);
    expect(bench.row('ldap.bind@Directory').question).toBeDefined();
  });

  test('is not wanted where its rows were not chosen', async () => {
    const bench = await site.doctor(make, { choice: { only: ['ldap.reach'], skip: [] } });
    expect(bench.doctor.wanted()).toEqual([]);
    expect(await bench.doctor.lacking(true)).toEqual([]);
  });
});

describe('a password from elsewhere', () => {
  test('a variable that is not set is typed in its place where a person sits, and sent once', async () => {
    site.asks = true;
    site.write(ecmarc('{ env: SITE_PASSWORD }'), Date.now() - 600_000);
    const bench = await (await site.doctor(make)).run();
    expect(await bench.doctor.lacking(false)).toEqual([]);
    expect(bench.doctor.wanted()).toMatchObject([{ key, variable: 'SITE_PASSWORD' }]);
    await bench.after((doctor) => doctor.give(key, 'wrong'));
    expect(bench.status('ldap.bind@Directory')).toBe('fail');
    await bench.after((doctor) => doctor.retryAll());
    expect(sent).toEqual(['wrong']);
    await bench.after((doctor) => doctor.give(key, right));
    expect(bench.status('ldap.bind@Directory')).toBe('pass');
    expect(sent).toEqual(['wrong', right]);
    expect(bench.doctor.wanted()).toEqual([]);
    await bench.doctor.close();
  });

  test('a variable that is not set is lacking only where its row was chosen', async () => {
    site.write(ecmarc('{ env: SITE_PASSWORD }'));
    const all = await site.doctor(make);
    expect(await all.doctor.lacking(true)).toEqual([
      `${site.file} ${key}: the environment variable SITE_PASSWORD is not set`,
    ]);
    await all.doctor.close();
    const part = await site.doctor(make, { choice: { only: ['ldap.reach'], skip: [] } });
    expect(await part.doctor.lacking(true)).toEqual([]);
    await part.doctor.close();
    site.env.SITE_PASSWORD = right;
    expect(await (await site.doctor(make)).doctor.lacking(true)).toEqual([]);
  });

  test('a file newer than the refusal is tried again', async () => {
    const { writeFileSync, utimesSync } = await import('node:fs');
    const file = join(site.folder, 'password.txt');
    const put = (text: string, at: number) => {
      writeFileSync(file, `${text}\n`, { mode: 0o600 });
      utimesSync(file, at / 1000, at / 1000);
    };
    const now = Date.now();
    site.write(ecmarc(`{ file: ${JSON.stringify(file)} }`), now - 600_000);
    put('planted-wrong-7', now - 600_000);
    const bench = await (await site.doctor(make)).run();
    expect(bench.status('ldap.bind@Directory')).toBe('fail');
    await bench.after((doctor) => doctor.retryAll());
    expect(sent).toHaveLength(1);
    site.now = () => new Date(Date.now() + 120_000);
    put(right, Date.now() + 60_000);
    await bench.after((doctor) => doctor.retryAll());
    expect(bench.status('ldap.bind@Directory')).toBe('pass');
    expect(sent).toEqual(['planted-wrong-7', right]);
  });

  test('clear text is warned of, and is not in the warning', async () => {
    site.write(ecmarc(right));
    const bench = await (await site.doctor(make)).run();
    expect(bench.notices()).toMatch(/^warn: .*password/);
    expect(bench.notices()).not.toContain(right);
    expect(bench.status('ldap.bind@Directory')).toBe('pass');
  });
});
