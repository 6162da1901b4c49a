import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { makeCodeCache } from '../../.tools/pieces/code-cache.mjs';
import { executableFlags, v8Flags } from '../../src/v8-flags.ts';
import { programFile } from '../flows/program.ts';

const tools = join(import.meta.dirname, '../../.tools/pieces');
interface CodeCache {
  unpackCaches(read: (at: number, length: number) => Buffer): (piece: string) => Buffer | undefined;
}
interface Load {
  compilePiece(piece: string, text: string): { createCachedData(): Buffer };
}
const require = createRequire(import.meta.url);
const { unpackCaches } = require('../../.tools/pieces/code-cache.cjs') as CodeCache;
const { compilePiece } = require('../../.tools/pieces/load.cjs') as Load;

const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-code-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pieces = (program: string) => join(dirname(program), 'pieces');
const cacheOf = (program: string) =>
  join(
    pieces(program),
    readdirSync(pieces(program)).find((name) => /^code-[0-9a-f]{16}\.cache$/.test(name)) ?? 'no code cache',
  );

/** A copy of the built program, so that it can be spoilt. */
function copy(name: string): string {
  const place = join(folder, name);
  cpSync(dirname(programFile), place, { recursive: true });
  return join(place, 'ecma-doctor.js');
}

describe('the code cache of the built program', () => {
  test('is taken by this Node, for all that the list needs', () => {
    const script = `
      for (const flag of ${JSON.stringify(v8Flags)}) require('node:v8').setFlagsFromString(flag);
      const { readFileSync } = require('node:fs');
      const { compilePiece } = require(${JSON.stringify(join(tools, 'load.cjs'))});
      const { unpackCaches } = require(${JSON.stringify(join(tools, 'code-cache.cjs'))});
      const file = readFileSync(${JSON.stringify(cacheOf(programFile))});
      const cached = unpackCaches((at, length) => file.subarray(at, at + length));
      const told = {};
      for (const piece of require('node:fs').readdirSync(${JSON.stringify(pieces(programFile))})) {
        const data = cached(piece);
        if (data === undefined) continue;
        const text = readFileSync(${JSON.stringify(`${pieces(programFile)}/`)} + piece, 'utf8');
        told[piece] = compilePiece(piece, text, data).cachedDataRejected;
      }
      console.log(JSON.stringify(told));`;
    const told = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })) as Record<
      string,
      boolean
    >;
    expect(Object.keys(told)).toContain('stdin.js');
    expect(Object.keys(told).length).toBeGreaterThan(20);
    expect(new Set(Object.values(told))).toEqual(new Set([false]));
  });

  test.each([
    ['gone', (file: string) => rmSync(file)],
    ['cut', (file: string) => truncateSync(file, 4000)],
    ['empty', (file: string) => truncateSync(file, 0)],
    ['another file', (file: string) => writeFileSync(file, 'no code cache at all')],
  ])('%s: the program runs all the same', (name, spoil) => {
    const program = copy(name);
    spoil(cacheOf(program));
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--list'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('server.os');
  });

  test('is left alone by a V8 with other flags', () => {
    const args = ['--no-lazy-feedback-allocation', programFile, '--list'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('server.os');
  });
});

test('what was built from other text is never taken for this build: the name of the cache says of what it is', () => {
  const start = readFileSync(join(dirname(programFile), 'start.cjs'), 'utf8');
  expect(start).toContain(cacheOf(programFile).split('/').at(-1));
});

/** The file of an executable's code cache, made where temporary files lie in `temporary`. */
function executableCache(name: string, { temporary = folder, flags = [] as readonly string[] } = {}): string {
  const out = join(folder, `${name}.cache`);
  vi.stubEnv('TMPDIR', temporary);
  const making = {
    node: process.execPath,
    folder: pieces(programFile),
    out,
    flags: [...flags, ...executableFlags],
  };
  expect(makeCodeCache(making)).toBe(true);
  vi.unstubAllEnvs();
  return out;
}

describe('the code cache of an executable', () => {
  test('is of a run: of the largest pieces it has the functions that the list needed', () => {
    const bytes = readFileSync(executableCache('whole'));
    const cached = unpackCaches((at, length) => bytes.subarray(at, at + length));
    const largest = readdirSync(pieces(programFile))
      .map((name) => ({ name, text: readFileSync(join(pieces(programFile), name), 'latin1') }))
      .filter(({ name, text }) => name.startsWith('chunk-') && text.length > 300_000);
    expect(largest.length).toBeGreaterThan(0);
    for (const { name, text } of largest)
      expect(cached(name)?.length).toBeGreaterThan(
        compilePiece(name, text).createCachedData().length + 10_000,
      );
  });

  test('has the same bytes whatever the machine is called, whoever builds, whatever settings lie around', () => {
    const machine = join(folder, 'machine.json');
    const pretended = join(folder, 'pretended.cjs');
    writeFileSync(
      pretended,
      `const os = require('node:os');
const { host, user } = JSON.parse(require('node:fs').readFileSync(${JSON.stringify(machine)}, 'utf8'));
os.hostname = () => host;
os.userInfo = () => { if (user === '') throw new Error('in no list'); return { username: user }; };`,
    );
    const temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    writeFileSync(join(temporary, '.ecmarc'), 'no: [settings');
    const flags = ['--require', pretended];
    writeFileSync(machine, JSON.stringify({ host: 'server', user: 'root' }));
    const one = readFileSync(executableCache('one', { flags }));
    writeFileSync(machine, JSON.stringify({ host: 'a-very-long-name'.repeat(4), user: '' }));
    const other = readFileSync(executableCache('other', { flags, temporary }));
    expect(one.length).toBeGreaterThan(1_000_000);
    expect(other.equals(one)).toBe(true);
  });
});

test.each([
  ['its own', executableFlags, 'taken'],
  ['others', [], 'refused'],
])('V8 takes the code cache of an executable under %s flags: %s', (_whose, flags, expected) => {
  const code = `
const { readdirSync, readFileSync } = require('node:fs');
const [tools, pieces, file] = process.argv.slice(1);
const { unpackCaches } = require(tools + '/code-cache.cjs');
const { compilePiece } = require(tools + '/load.cjs');
const bytes = readFileSync(file);
const cached = unpackCaches((at, length) => bytes.subarray(at, at + length));
const names = readdirSync(pieces).filter((name) => name.endsWith('.js'));
const refused = names.map((name) => compilePiece(name, readFileSync(pieces + '/' + name, 'latin1'), cached(name)).cachedDataRejected);
process.stdout.write(names.length > 20 && refused.every((one) => one === refused[0]) ? (refused[0] ? 'refused' : 'taken') : 'mixed');`;
  const out = executableCache('asked');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, '-e', code, tools, pieces(programFile), out],
    { encoding: 'utf8' },
  );
  expect({ stdout, stderr }).toEqual({ stdout: expected, stderr: '' });
});
