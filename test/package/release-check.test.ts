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
/** The commit, which is known once all is committed, stands in for `HEAD`. */
const windows = 'MZ{"commit":"none"}{"commit":"HEAD","parts":{}}';
const linux = '#!/bin/sh\necho 1.2.3\nexit\n{"commit":"HEAD","parts":{}}\n';
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

/** What a build of this commit leaves; `more`: files of it that are other ones, with checksums of theirs or of the usual ones. */
function built(folder: string, more: Files, sums: 'renewed' | 'old'): void {
  const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();
  const lines = executables.map((name) => {
    const file = `build/${name}`;
    const [usual = '', other = usual] = [repository[file], more[file]].map((text) =>
      text?.replace('HEAD', head),
    );
    writeFileSync(join(folder, file), other);
    return sum(sums === 'old' ? usual : other, name);
  });
  writeFileSync(join(folder, 'build/SHA256SUMS'), lines.join(''));
}

const executables = ['ecma-doctor.exe', 'ecma-doctor-linux-x64'];

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
function faults(
  more: Files = {},
  package_: Files = {},
  later: Files = {},
  tag?: string,
  sums: 'renewed' | 'old' = 'renewed',
): readonly string[] {
  const folder = made({ ...repository, ...more });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], { cwd: folder });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'all');
  if (tag !== undefined) git('tag', tag);
  built(folder, more, sums);
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
    [{ 'build/ecma-doctor.exe': `${windows} signed` }, {}, {}, undefined, 'old'],
  ],
  [
    'an executable of another commit, also that of the other system',
    /^build\/ecma-doctor\.exe is made from 0{40}, not from [0-9a-f]{40}$/,
    [{ 'build/ecma-doctor.exe': windows.replace('HEAD', '0'.repeat(40)) }],
  ],
  [
    'an executable of a tree that was not committed',
    /^build\/ecma-doctor-linux-x64 is made from [0-9a-f]{40}\+changes, not from/,
    [{ 'build/ecma-doctor-linux-x64': linux.replace('HEAD', 'HEAD+changes') }],
  ],
  [
    'an executable that tells no commit',
    /^build\/ecma-doctor\.exe does not say which commit/,
    [{ 'build/ecma-doctor.exe': 'MZ' }],
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
  const { 'build/ecma-doctor.exe': _, ...rest } = repository;
  const folder = made(rest);
  const checksums = releaseFaults(folder, made(packed)).find(({ name }) => name.includes('checksums'));
  expect(checksums?.faults).not.toEqual([]);
});
