import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadSettings } from '../../src/settings/load.ts';
import { cleanUpFolders, freshFolder, plant } from './scratch-folders.ts';

cleanUpFolders();

let folder = '';
const home = process.cwd();

beforeEach(() => {
  folder = freshFolder();
  // cosmiconfig looks for its own configuration in the current folder, wherever it is told to search.
  process.chdir(folder);
});

afterEach(() => process.chdir(home));

/** Code that leaves a mark when it is run, as CommonJS and as a module. */
const commonJs =
  "require('node:fs').writeFileSync(require('node:path').join(__dirname, 'RAN'), ''); module.exports = {};";
const module =
  "import { writeFileSync } from 'node:fs'; writeFileSync(new URL('RAN', import.meta.url), ''); export default {};";

const plants: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['$import of CommonJS', { '.ecmarc': '$import: ./evil.js', 'evil.js': commonJs }],
  ['$import of a module', { '.ecmarc': '$import: [./evil.mjs]', 'evil.mjs': module }],
  ['$import in JSON', { '.ecmarc.json': '{ "$import": "./evil.cjs" }', 'evil.cjs': commonJs }],
  ['$import below the top', { '.ecmarc': 'host: { $import: ./evil.js }', 'evil.js': commonJs }],
  ['.config/config.js', { '.config/config.js': commonJs }],
  ['.config/config.cjs', { '.config/config.cjs': commonJs }],
  ['.config/config.mjs', { '.config/config.mjs': module }],
  ['.config/config.ts', { '.config/config.ts': module }],
  [
    '.config/config.json that names places',
    { '.config/config.json': '{ "cosmiconfig": { "searchPlaces": ["evil.js"] } }', 'evil.js': commonJs },
  ],
  [
    'package.json that names places',
    {
      'package.json': '{ "cosmiconfig": { "searchPlaces": ["evil.js"], "mergeSearchPlaces": false } }',
      'evil.js': commonJs,
    },
  ],
  ['package.yaml that imports', { 'package.yaml': '$import: ./evil.js', 'evil.js': commonJs }],
  ['package.json that imports', { 'package.json': '{ "$import": "./evil.js" }', 'evil.js': commonJs }],
  ...['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'].flatMap((ending) => {
    const code = /^\.[mt]/.test(ending) ? module : commonJs;
    return [
      [`.ecmarc${ending}`, { [`.ecmarc${ending}`]: code }],
      [`.config/.ecmarc${ending}`, { [`.config/.ecmarc${ending}`]: code, [`.config/ecmarc${ending}`]: code }],
      [`ecma.config${ending}`, { [`ecma.config${ending}`]: code }],
    ] as const;
  }),
];

function ran(): boolean {
  return ['RAN', '.config/RAN'].some((mark) => existsSync(path.join(folder, mark)));
}

describe('nothing that lies in the folder is run', () => {
  test.each(plants)('%s', async (_name, files) => {
    plant(folder, files);
    await loadSettings({ cwd: folder, home: folder });
    for (const name of Object.keys(files)) await loadSettings({ configFile: name, cwd: folder });
    expect(ran()).toBe(false);
  });
});

test.each(['.js', '.cjs', '.mjs', '.jsx', '.ts', '.cts', '.mts', '.TSX'])(
  '--config x%s is refused, although it reads as YAML, with the endings that are read',
  async (ending) => {
    plant(folder, { [`x${ending}`]: 'profile: ga' });
    expect(await loadSettings({ configFile: `x${ending}`, cwd: folder })).toMatchObject({
      ok: false,
      errors: [{ message: expect.stringContaining('YAML or JSON (.ecmarc, .yaml, .yml or .json)') }],
    });
  },
);

test.each(['x.yml', 'x.json', 'x', 'settings.conf'])('--config %s is read', async (name) => {
  plant(folder, { [name]: '{ "profile": "ga" }' });
  expect(await loadSettings({ configFile: name, cwd: folder })).toMatchObject({
    settings: { profile: 'ga' },
  });
});

test('a key ecma in package.json is not taken for settings', async () => {
  plant(folder, { 'package.json': '{ "ecma": { "profile": "ga" } }' });
  expect(await loadSettings({ cwd: folder, home: folder })).toMatchObject({
    settings: { profile: 'preview-2021' },
  });
});

test("cosmiconfig's own configuration changes nothing", async () => {
  plant(folder, {
    'package.json':
      '{ "cosmiconfig": { "searchPlaces": ["other.yaml"], "mergeSearchPlaces": false, "cache": true } }',
    'other.yaml': 'profile: ga',
    '.ecmarc': 'host: { port: 5 }',
  });
  const loaded = await loadSettings({ cwd: folder, home: folder });
  expect(loaded).toMatchObject({ path: path.join(folder, '.ecmarc'), settings: { profile: 'preview-2021' } });
});

test('left to itself, cosmiconfig does run them: these tests can fail', () => {
  plant(folder, { '.config/config.js': commonJs });
  const library = createRequire(import.meta.url).resolve('cosmiconfig');
  spawnSync(process.execPath, ['-e', `require(${JSON.stringify(library)}).cosmiconfig('ecma')`], {
    cwd: folder,
  });
  expect(ran()).toBe(true);
});
