import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type HeldLock, type Lock, takeLock } from '../../src/state/lock.ts';
import { childRunner, scratchFolders } from './scratch.ts';

const scratch = scratchFolders();
const run = childRunner();
const linuxOnly = it.skipIf(process.platform !== 'linux');

/** A number that no process has: Linux stops below it. */
const nobody = 2 ** 22 + 1;

function held(lock: Lock): HeldLock {
  if (!lock.held) throw new Error(`not held: ${JSON.stringify(lock)}`);
  return lock;
}

/** A lock as it would lie there, made from a real one of this process with some members changed. */
function plant(path: string, changes: Readonly<Record<string, unknown>>): void {
  const lock = held(takeLock(path));
  const holder: unknown = JSON.parse(readFileSync(join(path, 'holder.json'), 'utf8'));
  lock.release();
  mkdirSync(path);
  writeFileSync(
    join(path, 'holder.json'),
    JSON.stringify(Object.assign({}, holder, { nonce: '0'.repeat(16) }, changes)),
  );
}

function hoursAgo(hours: number): string {
  return new Date(Date.now() - hours * 3_600_000).toISOString();
}

describe('takeLock', () => {
  it('holds, names the holder to others, and can be taken again after release', () => {
    const path = join(scratch(), 'l');
    const first = held(takeLock(path));
    expect(takeLock(path)).toEqual({
      held: false,
      by: { pid: process.pid, host: hostname(), since: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    expect(first.isHeld()).toBe(true);
    first.release();
    expect(first.isHeld()).toBe(false);
    const second = held(takeLock(path));
    first.release();
    expect(second.isHeld()).toBe(true);
    second.release();
  });

  it('leaves no listener behind', () => {
    const before = process.listenerCount('exit');
    const path = join(scratch(), 'l');
    for (let round = 0; round < 3; round += 1) held(takeLock(path)).release();
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('is closed to others', () => {
    const path = join(scratch(), 'l');
    const lock = held(takeLock(path));
    if (process.platform !== 'win32') {
      expect(statSync(path).mode & 0o777).toBe(0o700);
      expect(statSync(join(path, 'holder.json')).mode & 0o777).toBe(0o600);
    }
    lock.release();
  });

  it('says why when it cannot be made', () => {
    expect(takeLock(join(scratch(), 'no', 'l'))).toMatchObject({ held: false, problem: { code: 'ENOENT' } });
    const file = join(scratch(), 'l');
    writeFileSync(file, 'something else');
    expect(takeLock(file)).toMatchObject({ held: false, problem: { code: expect.any(String) } });
    expect(readFileSync(file, 'utf8')).toBe('something else');
  });

  it('sweeps what earlier locks left, but not at once', () => {
    const folder = scratch();
    const path = join(folder, 'l');
    held(takeLock(path)).release();
    const tombstone = readdirSync(folder).find((name) => name.startsWith('l.dead.')) ?? '';
    held(takeLock(path)).release();
    expect(readdirSync(folder)).toContain(tombstone);
    mkdirSync(join(folder, 'other.dead.1'));
    // The time of the last change of a folder's own record cannot be set back: only the sweep's clock can go on.
    const now = Date.now;
    Date.now = () => now() + 700_000;
    try {
      held(takeLock(path)).release();
    } finally {
      Date.now = now;
    }
    expect(readdirSync(folder)).not.toContain(tombstone);
    expect(readdirSync(folder)).toContain('other.dead.1');
  });
});

describe('a lock whose holder', () => {
  it.each([
    ['is no process any more', { pid: nobody }, true],
    ['lives on another machine, for 11 hours', { host: 'other', since: hoursAgo(11) }, false],
    ['lives on another machine, though its number is nobody here', { host: 'other', pid: nobody }, false],
    ['was on another machine 13 hours ago', { host: 'other', since: hoursAgo(13) }, true],
    ['is on another machine whose clock is days ahead', { host: 'other', since: hoursAgo(-50) }, true],
    ['lives here for days', { since: hoursAgo(100) }, false],
    ['is unreadable', { nonce: '../../x' }, true],
    ['is of another shape', { pid: 'one' }, true],
  ])('%s', (_title, changes, taken) => {
    const path = join(scratch(), 'l');
    plant(path, changes);
    const lock = takeLock(path);
    expect(lock.held).toBe(taken);
    if (lock.held) lock.release();
  });

  linuxOnly.each([
    ['started at another time: its number was given anew', { start: 'boot/1' }, true],
    ['is known by number only', { start: undefined }, false],
    [
      'has the number of this process, and is older than it: the machine was restarted in between',
      { start: undefined, since: hoursAgo(30) },
      true,
    ],
    [
      'has the number of this process, is of a time to come, and was marked before it began: the clock went back',
      { start: undefined, since: hoursAgo(-30), uptime: 1 },
      true,
    ],
    [
      'has the number of another process that lives, and the machine was restarted in between',
      { start: undefined, pid: process.ppid, since: hoursAgo(24 * 365), uptime: 30 },
      true,
    ],
    [
      'has the number of another process that lives, and the machine ran all the time',
      { start: undefined, pid: process.ppid },
      false,
    ],
    ['was marked later after a start of the machine than now', { start: undefined, uptime: 1e12 }, true],
  ])('%s', (_title, changes, taken) => {
    const path = join(scratch(), 'l');
    plant(path, changes);
    const lock = takeLock(path);
    expect(lock.held).toBe(taken);
    if (lock.held) lock.release();
  });

  it.each([
    ['empty', ''],
    ['zeros', '\0\0\0\0'],
    ['half of it', '{"pid":1'],
  ])('was lost in a power cut: %s', (_title, text) => {
    const path = join(scratch(), 'l');
    mkdirSync(path);
    writeFileSync(join(path, 'holder.json'), text);
    held(takeLock(path)).release();
  });

  it('never was named', () => {
    const path = join(scratch(), 'l');
    mkdirSync(path);
    utimesSync(path, 1000, 1000);
    held(takeLock(path)).release();
  });

  it('lost it to another: what it does then leaves the new lock alone', () => {
    const path = join(scratch(), 'l');
    const first = held(takeLock(path));
    const holder = join(path, 'holder.json');
    writeFileSync(holder, readFileSync(holder, 'utf8').replace(/"pid":\d+/, `"pid":${nobody}`));
    const second = held(takeLock(path));
    expect(first.isHeld()).toBe(false);
    // Much later, when the tombstone of the first lock has been swept too.
    const folder = join(path, '..');
    for (const name of readdirSync(folder)) if (name !== 'l') rmSync(join(folder, name), { recursive: true });
    first.release();
    expect(second.isHeld()).toBe(true);
    second.release();
  });
});

describe('between processes', () => {
  it('is held by the first, told to the second, and free when the first ends', async () => {
    const path = join(scratch(), 'l');
    const child = run('take-lock.ts', []);
    await child.printed('ready');
    child.process.stdin?.write(`${path}\n`);
    await child.printed('held');
    expect(takeLock(path)).toMatchObject({ held: false, by: { pid: child.process.pid } });
    child.process.stdin?.end();
    await child.ended;
    expect(readdirSync(join(path, '..'))).not.toContain('l');
    held(takeLock(path)).release();
  });

  it('is taken over after SIGKILL', async () => {
    const path = join(scratch(), 'l');
    const child = run('take-lock.ts', []);
    await child.printed('ready');
    child.process.stdin?.write(`${path}\n`);
    await child.printed('held');
    child.process.kill('SIGKILL');
    await child.ended;
    held(takeLock(path)).release();
  });

  it('goes to exactly one of several that find it dead at the same moment', async () => {
    const folder = scratch();
    const children = Array.from({ length: 4 }, () => run('take-lock.ts', []));
    await Promise.all(children.map((child) => child.printed('ready')));
    for (let round = 0; round < 40; round += 1) {
      const path = join(folder, `l${round}`);
      plant(path, { pid: nobody });
      for (const child of children) child.process.stdin?.write(`${path}\n`);
      await Promise.all(children.map((child) => child.printed(`${path}\n`)));
      const winners = children.filter((child) => child.output().includes(`held ${path}\n`));
      expect(winners).toHaveLength(1);
      for (const child of children)
        if (child !== winners[0]) expect(child.output()).toContain(`by ${winners[0]?.process.pid} ${path}\n`);
    }
    expect(children.map((child) => child.errors())).toEqual(['', '', '', '']);
    for (const child of children) child.process.stdin?.end();
    await Promise.all(children.map((child) => child.ended));
  });

  linuxOnly('is never held by two, with processes that take, give back and die holding it', async () => {
    const folder = scratch();
    const path = join(folder, 'l');
    const inside = join(folder, 'inside');
    // Each batch ends with three deaths while holding; the next has to take over.
    for (let round = 0; round < 3; round += 1) {
      const children = Array.from({ length: 3 }, () => run('fight-for-lock.ts', [path, inside, '40']));
      const ends = await Promise.all(children.map((child) => child.ended));
      expect(ends.map((end) => end.signal)).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL']);
      expect(children.map((child) => child.output() + child.errors())).toEqual(['', '', '']);
    }
  });
});
