import { appendFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal, type JournalEntry } from '../../src/state/journal.ts';
import { type HeldLock, takeLock } from '../../src/state/lock.ts';
import { childRunner, scratchFolders } from './scratch.ts';

const scratch = scratchFolders();
const run = childRunner();
const entry = { connector: 'Directory', target: 'ldap01:389', what: { dn: 'cn=ecma-doctor-1,ou=test' } };

let folder: string;
let path: string;
let lock: HeldLock;

function hold(): HeldLock {
  const taken = takeLock(join(folder, 'lock'));
  if (!taken.held) throw new Error('the lock is not free');
  return taken;
}

beforeEach(() => {
  folder = scratch();
  path = join(folder, 'journal');
  lock = hold();
});
afterEach(() => lock.release());

function plan(journal: Journal): string {
  const planned = journal.plan(entry);
  if (!planned.ok) throw new Error(planned.problem.text);
  return planned.id;
}

function entries(journal: Journal): readonly JournalEntry[] {
  const open = journal.open();
  if (!open.ok) throw new Error(open.problem.text);
  return open.entries;
}

describe('Journal', () => {
  it('knows what was planned and not settled, also in the next process', () => {
    const journal = new Journal(path, lock);
    expect(journal.open()).toEqual({ ok: true, entries: [], damaged: 0 });
    const [first, second, third] = [plan(journal), plan(journal), plan(journal)];
    expect(journal.settle(second)).toBeUndefined();
    const open = entries(new Journal(path, lock));
    expect(open.map(({ id }) => id)).toEqual([first, third]);
    expect(open[0]).toEqual({ ...entry, id: first, at: expect.stringMatching(/Z$/) });
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('writes nothing once the lock is lost', () => {
    const journal = new Journal(path, lock);
    const id = plan(journal);
    const before = readFileSync(path, 'utf8');
    lock.release();
    expect(journal.plan(entry)).toMatchObject({ ok: false, problem: { code: 'ELOCKED' } });
    expect(journal.settle(id)).toMatchObject({ code: 'ELOCKED' });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('does not say ok when it cannot be written', () => {
    mkdirSync(path);
    const journal = new Journal(path, lock);
    expect(journal.plan(entry)).toMatchObject({ ok: false, problem: { code: 'EISDIR' } });
    expect(journal.open()).toMatchObject({ ok: false });
  });

  it('loses only the last line, cut at whatever byte, and goes on after it', () => {
    const journal = new Journal(path, lock);
    const first = plan(journal);
    const whole = readFileSync(path).length;
    const second = plan(journal);
    const all = readFileSync(path);
    for (let cut = whole; cut <= all.length; cut += 1) {
      writeFileSync(path, all.subarray(0, cut));
      const third = plan(journal);
      // The line break at the end is no part of the entry.
      const expected = cut >= all.length - 1 ? [first, second, third] : [first, third];
      expect(entries(journal).map(({ id }) => id)).toEqual(expected);
    }
  });

  it('takes an entry for open when its end was torn', () => {
    const journal = new Journal(path, lock);
    const id = plan(journal);
    journal.settle(id);
    truncateSync(path, readFileSync(path).length - 4);
    expect(journal.open()).toMatchObject({ ok: true, entries: [{ id }], damaged: 1 });
  });

  it('throws away what is settled when it grows long, and nothing else', () => {
    const journal = new Journal(path, lock);
    const first = plan(journal);
    appendFileSync(path, 'torn by something\n');
    for (let turn = 0; turn < 400; turn += 1) journal.settle(plan(journal));
    const last = plan(journal);
    expect(readFileSync(path).length).toBeLessThan(70_000);
    expect(entries(journal).map(({ id }) => id)).toEqual([first, last]);
    expect(readFileSync(`${path}.bad`, 'utf8')).toContain('torn by something');
  });

  it('never loses an acknowledged entry when killed at any instant', async () => {
    lock.release();
    const planned = new Set<string>();
    const settled = new Set<string>();
    const settling = new Set<string>();
    // On a machine that is busy elsewhere a child gets little done before its end comes: some are let work a while.
    const enough = () => planned.size > 10 && settled.size > 5;
    for (let round = 0; round < 10 || !enough(); round += 1) {
      const child = run('keep-journal.ts', [path, join(folder, 'lock')]);
      await child.printed(round % 3 === 0 ? 'ready' : 'settled');
      // Not a wait for something: the instant of the kill is what varies.
      await pause(Math.random() * 40);
      child.process.kill('SIGKILL');
      await child.ended;
      expect(child.errors()).toBe('');
      const sets = { planned, settled, settling };
      for (const [, word, id] of child.output().matchAll(/^(planned|settled|settling) (\S+)\n/gm))
        sets[word as keyof typeof sets].add(id ?? '');
      lock = hold();
      const open = new Set(entries(new Journal(path, lock)).map(({ id }) => id));
      for (const id of planned) if (!settling.has(id)) expect(open).toContain(id);
      for (const id of settled) expect(open).not.toContain(id);
      lock.release();
    }
  });
});
