import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { releaseFaults } from '../../.tools/release-check.mjs';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

type Files = Readonly<Record<string, string>>;

const manifest = {
  name: 'ecma-doctor',
  version: '1.2.3',
  bin: { 'ecma-doctor': 'dist/ecma-doctor.js' },
  types: 'dist/index.d.ts',
  exports: { '.': { types: './dist/index.d.ts' }, './schemas/*.json': './dist/schemas/*.schema.json' },
};
const windows = 'MZ';
const linux = '#!/bin/sh\necho 1.2.3\n';
const sum = (text: string, name: string) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`;
const licences = 'of others\nink 1.0.0  MIT\n@a/b 2.0.0  MIT\n';
const meta = {
  outputs: { 'dist/a.js': { inputs: { 'node_modules/ink/a.js': {}, 'node_modules/@a/b/x/c.js': {} } } },
};

const repository: Files = {
  'package.json': JSON.stringify(manifest),
  'package-lock.json': JSON.stringify({ version: '1.2.3', packages: { '': { version: '1.2.3' } } }),
  'README.md': 'npx ./ecma-doctor-1.2.3.tgz',
  LICENSE: 'ours',
  '.gitignore': 'build/\ndist/\n',
  'dist/meta.json': JSON.stringify(meta),
  'build/ecma-doctor.exe': windows,
  'build/ecma-doctor-linux-x64': linux,
  'build/SHA256SUMS': sum(windows, 'ecma-doctor.exe') + sum(linux, 'ecma-doctor-linux-x64'),
  'build/THIRD-PARTY-LICENSES.txt': licences,
};
const packed: Files = {
  'package.json': JSON.stringify(manifest),
  'README.md': 'See [the example](.ecmarc.example), [keys](#keys) and [Microsoft](https://example.com).',
  LICENSE: 'ours',
  '.ecmarc.example': 'profile: ga',
  'dist/ecma-doctor.js': 'console.log("1.2.3")',
  'dist/index.d.ts': 'export {}',
  'dist/schemas/report.schema.json': '{}',
  'dist/THIRD-PARTY-LICENSES.txt': licences,
};

function made(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-release-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, { mode: 0o755 });
  }
  return folder;
}

/** What does not hold of a repository that is committed as it is but for `later`, and of its package. */
function faults(more: Files = {}, package_: Files = {}, later: Files = {}, tag?: string): readonly string[] {
  const folder = made({ ...repository, ...more });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], { cwd: folder });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'all');
  if (tag !== undefined) git('tag', tag);
  for (const [name, text] of Object.entries(later)) writeFileSync(join(folder, name), text);
  return releaseFaults(folder, made({ ...packed, ...package_ })).flatMap((one) => one.faults);
}

test('nothing to say where all is well, tagged or not', () => {
  expect(faults()).toEqual([]);
  expect(faults({}, {}, {}, 'v1.2.3')).toEqual([]);
});

const spoilt: readonly (readonly [string, RegExp, Parameters<typeof faults>])[] = [
  ['a file that is not committed', /^not committed: \?\? draft\.txt$/, [{}, {}, { 'draft.txt': 'x' }]],
  [
    'a lock file of another version',
    /^package-lock\.json: 1\.2\.2, not 1\.2\.3$/,
    [{ 'package-lock.json': JSON.stringify({ version: '1.2.2', packages: { '': { version: '1.2.3' } } }) }],
  ],
  ['README of another', /^README\.md: 1\.2\.2, not/, [{ 'README.md': 'npx ./ecma-doctor-1.2.2.tgz' }]],
  ['a tag of another', /^the tag of this commit: 1\.3\.0, not/, [{}, {}, {}, 'v1.3.0']],
  [
    'a program of another',
    /^the program: 1\.2\.2, not/,
    [{}, { 'dist/ecma-doctor.js': 'console.log("1.2.2")' }],
  ],
  [
    'an executable that was changed',
    /another sum for ecma-doctor\.exe/,
    [{ 'build/ecma-doctor.exe': 'MZ signed' }],
  ],
  [
    'a licence that is missing',
    /does not name @a\/b$/,
    [{}, { 'dist/THIRD-PARTY-LICENSES.txt': '\nink 1.0.0  MIT\n' }],
  ],
  [
    'an export that leads nowhere',
    /names \.?\/?dist\/other\.d\.ts, which is not/,
    [{}, { 'package.json': JSON.stringify({ ...manifest, types: 'dist/other.d.ts' }) }],
  ],
  [
    'a dependency',
    /^package\.json has dependencies/,
    [{}, { 'package.json': JSON.stringify({ ...manifest, dependencies: { ink: '1.0.0' } }) }],
  ],
  ['a link that leads nowhere', /leads to src\/x\.md/, [{}, { 'README.md': '[x](src/x.md)' }]],
];

test.each(spoilt)('%s is named', (_, words, given) => {
  const found = faults(...given);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(words);
});

test('executables that were not made', () => {
  const { 'build/SHA256SUMS': _, 'build/ecma-doctor.exe': _1, ...rest } = repository;
  const folder = made(rest);
  const [, , checksums] = releaseFaults(folder, made(packed));
  expect(checksums?.faults).not.toEqual([]);
});
