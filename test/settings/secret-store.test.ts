import { mkdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/settings/default-settings.ts';
import { loadSettings } from '../../src/settings/load.ts';
import type { Settings } from '../../src/settings/schema.ts';
import type { SecretSource } from '../../src/settings/secret.ts';
import { SecretStore, secretSources } from '../../src/settings/secret-store.ts';
import { settingsForReport } from '../../src/settings/settings-for-report.ts';
import { settingsFromReport, settingsFromText } from '../../src/settings/validate.ts';
import { cleanUpFolders, freshFolder, plant } from './scratch-folders.ts';

cleanUpFolders();

function settingsOf(text: string): Settings {
  const parsed = settingsFromText(text, 'F');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.settings;
}

const everyKind = `
tenant: { signIn: { method: client-secret, clientId: 00000000-0000-0000-0000-000000000000, secret: { env: TENANT } } }
network: { proxy: "http://svc:hunter2@p:1" }
connectors:
  - name: My Directory
    library: generic-ldap
    secretToken: { file: /x/token }
    target: { ldap: { url: "ldap://h", password: { prompt: true } } }
  - name: HR
    library: generic-sql
    target: { sql: { server: s, database: d, table: t, password: hunter2 } }
`;

const keys = {
  tenant: 'tenant.signIn.secret',
  proxy: 'network.proxy.password',
  token: 'connectors.My Directory.secretToken',
  ldap: 'connectors.My Directory.target.ldap.password',
  sql: 'connectors.HR.target.sql.password',
};

test('secrets are named by keys that a person knows', () => {
  expect(secretSources(settingsOf(everyKind)).map(({ key, source }) => [key, source.kind])).toEqual([
    [keys.tenant, 'env'],
    [keys.proxy, 'clear'],
    [keys.token, 'file'],
    [keys.ldap, 'prompt'],
    [keys.sql, 'clear'],
  ]);
  expect(secretSources(defaultSettings)).toEqual([]);
});

function sourceOf(settings: Settings, key: string): SecretSource {
  const found = secretSources(settings).find((one) => one.key === key);
  if (found === undefined) throw new Error(`no secret ${key}`);
  return found.source;
}

describe('a store', () => {
  test('says what is missing, of all or of some', async () => {
    const store = new SecretStore(settingsOf(everyKind), { TENANT: '' });
    expect(await store.missing()).toEqual([
      { key: keys.tenant, message: 'the environment variable TENANT is empty' },
      { key: keys.token, message: `${'/x/token'} does not exist` },
      { key: keys.ldap, message: 'needs to be typed' },
    ]);
    expect(await store.missing([keys.tenant, keys.sql])).toHaveLength(1);
    expect(await new SecretStore(settingsOf(everyKind), {}).missing([keys.tenant])).toEqual([
      { key: keys.tenant, message: 'the environment variable TENANT is not set' },
    ]);
  });

  test('gives clear text and variables', async () => {
    const settings = settingsOf(everyKind);
    const store = new SecretStore(settings, { TENANT: 'from the variable' });
    expect((await store.resolve(sourceOf(settings, keys.sql))).reveal()).toBe('hunter2');
    expect((await store.resolve(sourceOf(settings, keys.tenant))).reveal()).toBe('from the variable');
  });

  test('asks for what is to be typed, once', async () => {
    const settings = settingsOf(everyKind);
    const source = sourceOf(settings, keys.ldap);
    const store = new SecretStore(settings, {});
    expect(store.prompts()).toEqual([keys.ldap]);
    expect(store.prompts([keys.sql])).toEqual([]);
    await expect(store.resolve(source)).rejects.toThrow('needs to be typed');
    expect(await store.changedAt(source)).toBeUndefined();

    const before = Date.now();
    store.give(keys.ldap, 'typed');
    expect(store.prompts()).toEqual([]);
    expect((await store.resolve(source)).reveal()).toBe('typed');
    const at = await store.changedAt(source);
    expect(at).toBeGreaterThanOrEqual(before);

    // The same again is no other secret: a refusal of it still stands.
    while (Date.now() <= (at ?? 0)) await new Promise(setImmediate);
    store.give(keys.ldap, 'typed');
    expect(await store.changedAt(source)).toBe(at);
    store.give(keys.ldap, 'another');
    expect(await store.changedAt(source)).toBeGreaterThan(at ?? 0);
    store.give(keys.ldap, '');
    expect(store.prompts()).toEqual([keys.ldap]);
  });

  test('keeps what was typed when the settings are read again', async () => {
    const before = new SecretStore(settingsOf(everyKind), {});
    before.give(keys.ldap, 'typed');
    const again = settingsOf(everyKind);
    const store = new SecretStore(again, {}, { before });
    expect(store.prompts()).toEqual([]);
    expect((await store.resolve(sourceOf(again, keys.ldap))).reveal()).toBe('typed');
    before.give(keys.ldap, '');
    expect(store.prompts()).toEqual([]);
  });
});

describe('a secret in a file', () => {
  function storeFor(file: string) {
    const settings = settingsOf(
      `connectors: [{ name: A, library: a.dll, secretToken: { file: '${file}' } }]`,
    );
    return { store: new SecretStore(settings, {}), source: sourceOf(settings, 'connectors.A.secretToken') };
  }

  test.each([
    ['one line', 'hunter2\n', 'hunter2'],
    ['with CR LF', 'hunter2\r\n', 'hunter2'],
    ['with spaces, which count', ' hunter2 ', ' hunter2 '],
    ['UTF-8 with a mark', Buffer.from('\uFEFFhünter'), 'hünter'],
    ['UTF-16 LE, as PowerShell 5 writes', Buffer.from('\uFEFFhünter\r\n', 'utf16le'), 'hünter'],
    ['UTF-16 BE', Buffer.from('\uFEFFhünter', 'utf16le').swap16(), 'hünter'],
  ])('%s', async (_name, content, text) => {
    const folder = freshFolder();
    const file = path.join(folder, 'pw');
    plant(folder, { pw: content });
    const { store, source } = storeFor(file);
    expect(await store.missing()).toEqual([]);
    expect((await store.resolve(source)).reveal()).toBe(text);
    expect(await store.changedAt(source)).toBe(statSync(file).mtimeMs);
  });

  test.each([
    ['empty', '\n', 'is empty'],
    ['several lines', 'hunter2\nhunter3', 'has more than one line'],
    ['no text', Buffer.from([0x68, 0xff, 0x00]), 'is not text in UTF-8 or UTF-16'],
    ['large', 'hunter2'.repeat(10_000), 'is too large for a secret'],
  ])('refused: %s', async (_name, content, words) => {
    const folder = freshFolder();
    const file = path.join(folder, 'pw');
    plant(folder, { pw: content });
    const { store, source } = storeFor(file);
    expect(await store.missing()).toEqual([{ key: 'connectors.A.secretToken', message: `${file} ${words}` }]);
    await expect(store.resolve(source)).rejects.toThrow(words);
  });

  test('a folder is none', async () => {
    const folder = freshFolder();
    mkdirSync(path.join(folder, 'pw'));
    expect(await storeFor(path.join(folder, 'pw')).store.missing()).toHaveLength(1);
  });

  test('is read anew each time', async () => {
    const folder = freshFolder();
    const file = path.join(folder, 'pw');
    plant(folder, { pw: 'old' });
    const { store, source } = storeFor(file);
    expect((await store.resolve(source)).reveal()).toBe('old');
    plant(folder, { pw: 'new' });
    utimesSync(file, 5, 5);
    expect((await store.resolve(source)).reveal()).toBe('new');
    expect(await store.changedAt(source)).toBe(5000);
  });
});

describe('the settings in a report', () => {
  test('hold sources but no secret', () => {
    const described = settingsForReport(settingsOf(everyKind));
    expect(described).toMatchObject({
      tenant: { signIn: { secret: { env: 'TENANT' } } },
      network: { proxy: { url: 'http://p:1/', user: 'svc', password: '[secret]' } },
      connectors: [
        { secretToken: { file: '/x/token' }, target: { ldap: { password: { prompt: true } } } },
        { target: { sql: { password: '[secret]' } } },
      ],
    });
    expect(JSON.stringify(described)).not.toContain('hunter2');
  });

  test('can be read again and stay the same', () => {
    const described = settingsForReport(settingsOf(everyKind));
    const again = settingsFromReport(JSON.parse(JSON.stringify(described)), 'report.json');
    expect(again.ok && settingsForReport(again.settings)).toEqual(described);
    const plain = settingsFromReport(settingsForReport(defaultSettings), 'report.json');
    expect(plain.ok && plain.settings).toEqual(defaultSettings);
  });

  test('of the example too', async () => {
    const root = path.join(import.meta.dirname, '../..');
    const loaded = await loadSettings({ configFile: '.ecmarc.example', cwd: root });
    if (!loaded.ok) throw new Error('the example does not load');
    const described = settingsForReport(loaded.settings);
    const again = settingsFromReport(described, 'report.json');
    expect(again.ok && again.settings).toEqual(loaded.settings);
  });

  test('that are not settings give errors that name the place in the report', () => {
    expect(settingsFromReport({ hots: {} }, 'report.json')).toEqual({
      ok: false,
      errors: [{ file: 'report.json', key: 'settings.hots', message: 'unknown key, did you mean host?' }],
    });
    expect(settingsFromReport(null, 'report.json').ok).toBe(false);
  });
});
