import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ledgerKey, openPrivateFolder, stateFiles, stateFolder } from '../../src/state/state-folder.ts';
import { scratchFolders } from './scratch.ts';

const scratch = scratchFolders();
const posixOnly = it.skipIf(process.platform === 'win32');
const rootOnly = it.skipIf(process.geteuid?.() !== 0);

describe('stateFolder', () => {
  it.each([
    ['linux', {}, '/home/ada', '/home/ada/.local/state/ecma-doctor'],
    ['linux', { XDG_STATE_HOME: '/var/ada' }, '/home/ada', '/var/ada/ecma-doctor'],
    ['linux', { XDG_STATE_HOME: 'relative' }, '/home/ada', '/home/ada/.local/state/ecma-doctor'],
    ['linux', { ECMA_DOCTOR_STATE: '/srv/s/', XDG_STATE_HOME: '/x' }, '/home/ada', '/srv/s'],
    [
      'linux',
      { ECMA_DOCTOR_STATE: '', LOCALAPPDATA: '/no' },
      '/home/ada',
      '/home/ada/.local/state/ecma-doctor',
    ],
    ['darwin', { XDG_STATE_HOME: '/x' }, '/Users/ada', '/Users/ada/Library/Application Support/ecma-doctor'],
    ['win32', { LOCALAPPDATA: 'D:\\L' }, 'C:\\Users\\ada', 'D:\\L\\ecma-doctor'],
    ['win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Local\\ecma-doctor'],
    ['win32', { ECMA_DOCTOR_STATE: 'E:\\s' }, 'C:\\Users\\ada', 'E:\\s'],
  ])('%s %o', (platform, env, home, expected) => {
    expect(stateFolder(env, platform, home)).toBe(expected);
  });

  it('counts a relative ECMA_DOCTOR_STATE from the current folder', () => {
    expect(stateFolder({ ECMA_DOCTOR_STATE: 'here' }, 'linux', '/home/ada')).toBe(
      join(process.cwd(), 'here'),
    );
  });
});

describe('ledgerKey', () => {
  it("is the path's SHA-256, as Node makes it", () => {
    for (const path of [
      '/nowhere/.ecmarc',
      '/größe/株式/.ecmarc',
      '/odd/\ud800/.ecmarc',
      `/${'long/'.repeat(60)}x`,
    ])
      expect(ledgerKey(path, 'linux')).toBe(
        `ecmarc-${createHash('sha256').update(path).digest('hex').slice(0, 20)}`,
      );
  });

  it('is the same for one file reached by a link, and another for another file', () => {
    const folder = scratch();
    writeFileSync(join(folder, '.ecmarc'), '');
    writeFileSync(join(folder, 'other'), '');
    symlinkSync(folder, join(folder, 'link'));
    const key = ledgerKey(join(folder, '.ecmarc'), 'linux');
    expect(ledgerKey(join(folder, 'link', '.ecmarc'), 'linux')).toBe(key);
    expect(ledgerKey(join(folder, 'other'), 'linux')).not.toBe(key);
    expect(key).toMatch(/^ecmarc-[0-9a-f]{20}$/);
  });

  it('folds case on Windows only', () => {
    expect(ledgerKey('/nowhere/A/.ecmarc', 'win32')).toBe(ledgerKey('/nowhere/a/.ECMARC', 'win32'));
    expect(ledgerKey('/nowhere/A/.ecmarc', 'linux')).not.toBe(ledgerKey('/nowhere/a/.ecmarc', 'linux'));
  });

  it('is a fixed one without .ecmarc, and names different files for each use', () => {
    expect(ledgerKey(undefined, 'linux')).toBe('no-ecmarc');
    const files = Object.values(stateFiles('/s', 'no-ecmarc'));
    expect(new Set(files).size).toBe(files.length);
  });
});

describe('openFolder', () => {
  posixOnly('makes it for its owner alone, whatever the umask', () => {
    const before = process.umask(0);
    try {
      const path = join(scratch(), 'a', 'b');
      expect(openPrivateFolder(path)).toEqual({ ok: true, path });
      expect(statSync(path).mode & 0o777).toBe(0o700);
    } finally {
      process.umask(before);
    }
  });

  it('opens it again', () => {
    const path = join(scratch(), 's');
    openPrivateFolder(path);
    expect(openPrivateFolder(path)).toEqual({ ok: true, path });
  });

  posixOnly.each(['', '/'])('refuses a link (written with "%s" at its end)', (end) => {
    const folder = scratch();
    mkdirSync(join(folder, 'real'), { mode: 0o700 });
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    expect(openPrivateFolder(join(folder, 'link') + end)).toMatchObject({
      ok: false,
      problem: { code: 'STATE-LINK' },
    });
  });

  posixOnly('refuses a link that leads nowhere', () => {
    const folder = scratch();
    symlinkSync(join(folder, 'gone'), join(folder, 'link'));
    expect(openPrivateFolder(join(folder, 'link')).ok).toBe(false);
  });

  posixOnly.each([0o720, 0o702, 0o777])('refuses mode %o: others may write', (mode) => {
    const folder = scratch();
    chmodSync(folder, mode);
    expect(openPrivateFolder(folder)).toMatchObject({ ok: false, problem: { code: 'STATE-WRITABLE' } });
  });

  posixOnly('accepts a folder that others may read: its files are closed', () => {
    const folder = scratch();
    chmodSync(folder, 0o755);
    expect(openPrivateFolder(folder).ok).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o755);
  });

  rootOnly("refuses another user's folder", () => {
    const folder = scratch();
    chownSync(folder, 12345, 12345);
    expect(openPrivateFolder(folder)).toMatchObject({ ok: false, problem: { code: 'STATE-OWNER' } });
  });

  it('says what is wrong when it cannot be made', () => {
    const file = join(scratch(), 'file');
    writeFileSync(file, '');
    expect(openPrivateFolder(file)).toMatchObject({ ok: false, problem: { code: 'EEXIST' } });
    expect(openPrivateFolder(join(file, 'below'))).toMatchObject({ ok: false, problem: { code: 'ENOTDIR' } });
  });

  const procOnly = it.runIf(process.platform === 'linux');
  procOnly('gives up where the folder above is there and yet nothing can be made in it', () => {
    expect(openPrivateFolder('/proc/ecma-doctor/below')).toMatchObject({
      ok: false,
      problem: { code: 'ENOENT' },
    });
  });

  it('removes what killed writes left long ago, and nothing else', () => {
    const folder = scratch();
    const future = Date.now() / 1000 + 100 * 24 * 3600;
    for (const name of ['old.tmp', 'new.tmp', 'old.json', 'to-come.tmp'])
      writeFileSync(join(folder, name), '');
    for (const name of ['old.tmp', 'old.json']) utimesSync(join(folder, name), 1000, 1000);
    // Written before the clock was set back.
    utimesSync(join(folder, 'to-come.tmp'), future, future);
    openPrivateFolder(folder);
    const there = (name: string) => statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
    expect(['old.tmp', 'new.tmp', 'old.json', 'to-come.tmp'].map(there)).toEqual([false, true, true, false]);
  });

  it('removes the dead locks of an .ecmarc that nobody opens any more', () => {
    const folder = scratch();
    const names = ['ecmarc-a.lock.dead.0123', 'ecmarc-a.lock.new.0123', 'ecmarc-a.lock'];
    for (const name of names) mkdirSync(join(folder, name));
    openPrivateFolder(folder);
    const there = (name: string) => statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
    expect(names.map(there)).toEqual([true, true, true]);
    vi.useFakeTimers({ now: Date.now() + 2 * 3_600_000 });
    openPrivateFolder(folder);
    vi.useRealTimers();
    expect(names.map(there)).toEqual([false, false, true]);
  });
});
