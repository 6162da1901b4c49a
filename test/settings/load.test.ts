import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/settings/default-settings.ts';
import { formatErrors, type LoadOptions, loadSettings } from '../../src/settings/load.ts';
import { settingsSchema } from '../../src/settings/schema.ts';
import { cleanUpFolders, freshFolder, plant } from './scratch-folders.ts';

cleanUpFolders();

const windows = process.platform === 'win32';
const root = process.getuid?.() === 0;
const nobody = 65534;

/** Lines of what is wrong, with the folder's name taken out. */
async function errorsOf(options: LoadOptions, folder: string): Promise<string[]> {
  const loaded = await loadSettings(options);
  return loaded.ok ? [] : formatErrors(loaded.errors).map((line) => line.replaceAll(folder, ''));
}

async function loadedFrom(options: LoadOptions) {
  const loaded = await loadSettings(options);
  if (!loaded.ok) throw new Error(formatErrors(loaded.errors).join('\n'));
  return loaded;
}

test('defaults are what the schema makes of an empty file', () => {
  expect(defaultSettings).toEqual(settingsSchema.parse({}));
});

describe('the search', () => {
  test('finds none: defaults', async () => {
    const folder = freshFolder();
    expect(await loadedFrom({ cwd: folder, home: folder })).toEqual({
      ok: true,
      settings: defaultSettings,
      warnings: [],
      bySearch: true,
    });
  });

  test('climbs, and takes the nearest', async () => {
    const folder = freshFolder();
    plant(folder, { '.ecmarc': 'profile: ga', 'a/.ecmarc.yml': 'host: { port: 1 }', 'a/b/c/other': '' });
    const loaded = await loadedFrom({ cwd: path.join(folder, 'a/b/c'), home: folder });
    expect(loaded.path).toBe(path.join(folder, 'a/.ecmarc.yml'));
    expect(loaded.settings.host.port).toBe(1);
    expect(loaded.mtimeMs).toBe(statSync(path.join(folder, 'a/.ecmarc.yml')).mtimeMs);
  });

  test('ends in the home folder, which need not be above', async () => {
    const [here, home] = [freshFolder(), freshFolder()];
    plant(home, { '.ecmarc.json': '{ "profile": "ga" }' });
    expect((await loadedFrom({ cwd: here, home })).path).toBe(path.join(home, '.ecmarc.json'));
  });

  test('says which other file is not read', async () => {
    const folder = freshFolder();
    plant(folder, { '.ecmarc': '', '.ecmarc.yaml': 'profile: ga' });
    const loaded = await loadedFrom({ cwd: folder, home: folder });
    expect(loaded.settings.profile).toBe('preview-2021');
    expect(loaded.warnings).toEqual([
      `${path.join(folder, '.ecmarc.yaml')} is not read: .ecmarc in the same folder comes first`,
    ]);
  });

  test.each(['.ecmarc', '.ecmarc.json', '.ecmarc.yaml', '.ecmarc.yml'])(
    'reads %s as YAML and JSON',
    async (name) => {
      const folder = freshFolder();
      plant(folder, { [name]: '{ "profile": "ga" }', [`sub/${name}`]: 'profile: ga' });
      expect((await loadedFrom({ cwd: folder })).settings.profile).toBe('ga');
      expect((await loadedFrom({ cwd: path.join(folder, 'sub') })).settings.profile).toBe('ga');
    },
  );

  test('a folder of that name is an error, not an absence', async () => {
    const folder = freshFolder();
    mkdirSync(path.join(folder, 'a/.ecmarc'), { recursive: true });
    plant(folder, { '.ecmarc': 'profile: ga' });
    expect(await errorsOf({ cwd: path.join(folder, 'a'), home: folder }, folder)).toEqual([
      `${path.join('/a', '.ecmarc')} is a folder, not a file`,
    ]);
  });

  test.skipIf(windows)('a link to nowhere is an error, not an absence', async () => {
    const folder = freshFolder();
    symlinkSync('gone', path.join(folder, '.ecmarc'));
    expect(await errorsOf({ cwd: folder, home: folder }, folder)).toEqual(['/.ecmarc does not exist']);
  });

  test.skipIf(windows)('a file that may not be read is an error, not an absence', async () => {
    const folder = freshFolder();
    plant(folder, { '.ecmarc': 'profile: ga' });
    chmodSync(path.join(folder, '.ecmarc'), 0);
    chmodSync(folder, 0o755);
    const lines = await asNobody(() => errorsOf({ cwd: folder, home: folder }, folder));
    expect(lines).toEqual(['/.ecmarc cannot be read: access is denied']);
  });

  test.skipIf(windows)('a folder that may not be searched gives a warning', async () => {
    const folder = freshFolder();
    mkdirSync(path.join(folder, 'closed/here'), { recursive: true });
    chmodSync(folder, 0o755);
    chmodSync(path.join(folder, 'closed'), 0);
    const loaded = await asNobody(() => loadedFrom({ cwd: path.join(folder, 'closed'), home: folder }));
    chmodSync(path.join(folder, 'closed'), 0o755);
    expect(loaded.path).toBeUndefined();
    expect(loaded.warnings).toEqual([
      `${path.join(folder, 'closed')} was not searched: it cannot be read: access is denied`,
    ]);
  });
});

/** Root may read everything: then the test is done as a user who may not. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (root) process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

describe('--config', () => {
  test('is relative to the current folder, and no search', async () => {
    const folder = freshFolder();
    plant(folder, { '.ecmarc': 'profile: ga', 'my.conf': 'host: { port: 7 }' });
    const loaded = await loadedFrom({ configFile: 'my.conf', cwd: folder, home: folder });
    expect(loaded).toMatchObject({ path: path.join(folder, 'my.conf'), bySearch: false });
    expect(loaded.settings.host.port).toBe(7);
  });

  test.each([
    ['gone', '/gone does not exist'],
    ['', ' is a folder, not a file'],
    [
      'x.js',
      '/x.js is not read: settings are YAML or JSON (.ecmarc, .yaml, .yml or .json), and code is never run',
    ],
    [
      'x.mts',
      '/x.mts is not read: settings are YAML or JSON (.ecmarc, .yaml, .yml or .json), and code is never run',
    ],
    [
      'package.json',
      '/package.json is not read: settings are YAML or JSON (.ecmarc, .yaml, .yml or .json), and code is never run',
    ],
    ['large', '/large is too large for settings (over 64 KiB)'],
    ['list', '/list:1:1 expected keys and values (key: value)'],
    ['nul', '/nul:2:8 a NUL byte stands here: save the file as text in UTF-8'],
    ['latin1', '/latin1:1:4 a character here is not UTF-8: save the file as UTF-8'],
    ['utf16-without-mark', '/utf16-without-mark:1:2 a NUL byte stands here: save the file as text in UTF-8'],
    ['gone\u001b[2J', '/gone does not exist'],
  ])('%j', async (name, line) => {
    const folder = freshFolder();
    plant(folder, {
      'x.js': 'module.exports = {};',
      'x.mts': 'export default {}',
      'package.json': '{ "ecma": { "profile": "ga" } }',
      large: `# ${'x'.repeat(64 * 1024)}`,
      list: '- profile: ga',
      nul: 'host: {}\nhost2: \0',
      latin1: Buffer.from('# M\xfcller', 'latin1'),
      'utf16-without-mark': Buffer.from('profile: ga', 'utf16le'),
    });
    expect((await errorsOf({ configFile: name, cwd: folder }, folder))[0]).toBe(line);
  });

  test.each([
    ['UTF-8 with a mark', Buffer.from('\uFEFFprofil: x')],
    ['UTF-16 LE', Buffer.from('\uFEFFprofil: x', 'utf16le')],
    ['UTF-16 BE', Buffer.from('\uFEFFprofil: x', 'utf16le').swap16()],
  ])('%s is read, and columns fit', async (_name, bytes) => {
    const folder = freshFolder();
    plant(folder, { f: bytes });
    expect(await errorsOf({ configFile: 'f', cwd: folder }, folder)).toEqual([
      '/f:1:1 profil: unknown key, did you mean profile?',
    ]);
  });
});

test('paths are relative to the file they stand in; absolute ones of both systems stay', async () => {
  const folder = freshFolder();
  plant(folder, {
    'conf/.ecmarc': `
network: { caFile: ca.pem }
tenant: { signIn: { method: client-certificate, clientId: 00000000-0000-0000-0000-000000000000, certificateFile: ../c.pem } }
connectors:
  - { name: A, library: lib/A.dll, target: { ldap: { url: "ldap://h", caFile: 'D:\\ca.pem', password: { file: pw } } } }
  - { name: B, library: generic-sql, target: { sql: { server: s, database: d, table: t, dsn: '\\\\srv\\share\\x.dsn' } } }
  - { name: C, library: 'C:\\x\\C.dll', target: { ldap: { url: "ldap://h", caFile: /etc/ca.pem } } }
`,
  });
  const { settings } = await loadedFrom({ configFile: 'conf/.ecmarc', cwd: folder });
  const conf = path.join(folder, 'conf');
  expect(settings.network.caFile).toBe(path.join(conf, 'ca.pem'));
  expect(settings.tenant.signIn).toMatchObject({ certificateFile: path.join(folder, 'c.pem') });
  expect(settings.host.folder).toBe('C:\\Program Files\\Microsoft ECMA2Host');
  expect(settings.connectors).toMatchObject([
    {
      library: path.join(conf, 'lib/A.dll'),
      target: { ldap: { caFile: 'D:\\ca.pem', password: { kind: 'file', path: path.join(conf, 'pw') } } },
    },
    { library: 'generic-sql', target: { sql: { dsn: '\\\\srv\\share\\x.dsn' } } },
    { library: 'C:\\x\\C.dll', target: { ldap: { caFile: '/etc/ca.pem' } } },
  ]);
});

test('a file that changed is read anew', async () => {
  const folder = freshFolder();
  plant(folder, { '.ecmarc': 'profile: ga' });
  expect((await loadedFrom({ cwd: folder })).settings.profile).toBe('ga');
  plant(folder, { '.ecmarc': 'profile: preview-2021' });
  utimesSync(path.join(folder, '.ecmarc'), 1000, 1000);
  const again = await loadedFrom({ cwd: folder });
  expect([again.settings.profile, again.mtimeMs]).toEqual(['preview-2021', 1_000_000]);
});

describe('warnings', () => {
  test('secrets in clear by their keys, and waivers that have ended', async () => {
    const folder = freshFolder();
    plant(folder, {
      '.ecmarc': `
network: { proxy: "http://svc:hunter2@p:1" }
connectors: [{ name: A, library: a.dll, secretToken: hunter2, target: { ldap: { url: "ldap://h", password: { prompt: true } } } }]
probes: { waive: [{ id: a.b, reason: r, until: 2027-01-31 }, { id: c.d, reason: r, until: 2027-02-01 }, { id: e.f, reason: r }] }
`,
    });
    const file = path.join(folder, '.ecmarc');
    chmodSync(file, 0o600);
    const { warnings } = await loadedFrom({ cwd: folder, now: new Date(2027, 1, 1, 12) });
    const better = 'Better { env: NAME }, { file: PATH } or { prompt: true }';
    expect(warnings).toEqual([
      `${file} holds a secret in clear: network.proxy. ${better}`,
      `${file} holds a secret in clear: connectors.A.secretToken. ${better}`,
      `${file} has a waiver that ended on 2027-01-31: a.b`,
    ]);
  });

  test.skipIf(windows)('a secret in clear that others can read', async () => {
    const folder = freshFolder();
    plant(folder, { '.ecmarc': 'network: { proxy: { url: "http://p:1", password: hunter2 } }' });
    chmodSync(path.join(folder, '.ecmarc'), 0o644);
    const { warnings } = await loadedFrom({ cwd: folder });
    expect(warnings[0]).toContain('network.proxy.password');
    expect(warnings[1]).toMatch(/holds a secret in clear and can be read by other users$/);
  });
});

describe("with administrator's rights, a file found by search", () => {
  const distrust = (why: string) =>
    `/.ecmarc was found by search but is not used with administrator's rights: ${why}. ` +
    'If it is the right one, name it: --config "/.ecmarc"';

  function planted(): string {
    const folder = freshFolder();
    plant(folder, { '.ecmarc': 'profile: ga' });
    chmodSync(path.join(folder, '.ecmarc'), 0o600);
    return folder;
  }

  test.skipIf(windows)('counts when only this user can change it', async () => {
    const folder = planted();
    expect(await errorsOf({ cwd: folder, elevated: true }, folder)).toEqual([]);
  });

  test.skipIf(windows)('does not count when others can write to it', async () => {
    const folder = planted();
    chmodSync(path.join(folder, '.ecmarc'), 0o620);
    expect(await errorsOf({ cwd: folder, elevated: true }, folder)).toEqual([
      distrust('it can be changed by other users'),
    ]);
    expect(await errorsOf({ cwd: folder, elevated: false }, folder)).toEqual([]);
    expect(await errorsOf({ cwd: folder, elevated: true, configFile: '.ecmarc' }, folder)).toEqual([]);
  });

  test.skipIf(windows)('does not count in a folder of all, unless it is sticky', async () => {
    const folder = planted();
    chmodSync(folder, 0o777);
    expect(await errorsOf({ cwd: folder, elevated: true }, folder)).toEqual([
      distrust('its folder can be changed by other users'),
    ]);
    chmodSync(folder, 0o1777);
    expect(await errorsOf({ cwd: folder, elevated: true }, folder)).toEqual([]);
  });

  test.skipIf(windows)('does not count as a link out of a folder of all', async () => {
    const [folder, other] = [freshFolder(), planted()];
    symlinkSync(path.join(other, '.ecmarc'), path.join(folder, '.ecmarc'));
    expect(await errorsOf({ cwd: folder, elevated: true }, folder)).toEqual([]);
    chmodSync(folder, 0o777);
    expect(await errorsOf({ cwd: folder, elevated: true }, folder)).toEqual([
      distrust('its folder can be changed by other users'),
    ]);
  });

  test.skipIf(!root)('does not count when it or its folder is another user’s', async () => {
    const folder = planted();
    chownSync(path.join(folder, '.ecmarc'), nobody, nobody);
    expect(await errorsOf({ cwd: folder, elevated: true }, folder)).toEqual([
      distrust('it belongs to another user'),
    ]);
    chownSync(path.join(folder, '.ecmarc'), 0, 0);
    chownSync(folder, nobody, nobody);
    expect(await errorsOf({ cwd: folder, elevated: true }, folder)).toEqual([
      distrust('its folder belongs to another user'),
    ]);
  });

  test('is judged by the check that is passed', async () => {
    const folder = planted();
    const asked: string[] = [];
    const ownerCheck = async (file: string) => {
      asked.push(file);
      return { trusted: false, reason: 'it belongs to CONTOSO\\eve' };
    };
    expect(await errorsOf({ cwd: folder, elevated: true, ownerCheck }, folder)).toEqual([
      distrust('it belongs to CONTOSO\\eve'),
    ]);
    expect(asked).toEqual([path.join(folder, '.ecmarc')]);
  });
});
