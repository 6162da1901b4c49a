import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journal } from '../../../src/state/journal.ts';
import { takeLock } from '../../../src/state/lock.ts';
import { accountDn, type OpenLdap, passwordOf, people, startOpenLdap } from '../../beds/openldap.ts';
import { installed } from '../../beds/program.ts';
import { directorySite } from './site.ts';

const script = fileURLToPath(new URL('children/write-until-killed.ts', import.meta.url));
const folders: string[] = [];
/** Many processes start beside one another: on a busy machine that takes its time. */
const patience = 120_000;
let bed: OpenLdap;
let child: string;

const target = () => ({
  url: `ldap://127.0.0.1:${bed.port}`,
  bindDn: accountDn('rw'),
  password: passwordOf('rw'),
  users: people,
});

const ours = async (id?: string) =>
  (await bed.names()).filter((dn) => dn.includes(`ecma-doctor-test-${id ?? ''}`));

/** A write test in a process of its own that is killed there, and the next run over the same journal. */
async function kill(at: string) {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  folders.push(folder);
  const journalPath = join(folder, 'journal');
  const lockPath = join(folder, 'lock');
  const victim = spawn(process.execPath, [child, JSON.stringify(target()), journalPath, lockPath, at], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await once(victim, 'close');
  expect(victim.signalCode).toBe('SIGKILL');
  const lock = takeLock(lockPath);
  if (!lock.held) throw new Error('the dead process still holds the lock');
  const journal = new Journal(journalPath, lock);
  const open = journal.open();
  if (!open.ok) throw new Error(open.problem.text);
  const id = (open.entries[0]?.what as { id?: string } | undefined)?.id;
  const left = id === undefined ? [] : await ours(id);
  const rows = await directorySite({ target: target(), writeTest: true, journal }).run();
  const settled = journal.open();
  lock.release();
  return { planned: open.entries.length, left: left.length, write: rows('write'), settled, id };
}

describe.skipIf(!installed('slapd'))('a write test that is killed', () => {
  beforeAll(async () => {
    bed = await startOpenLdap({ users: 3 });
    const folder = mkdtempSync(join(tmpdir(), 'killed-bundle-'));
    folders.push(folder);
    // One file starts many times faster than its hundred sources.
    child = join(folder, 'child.mjs');
    await build({ entryPoints: [script], outfile: child, bundle: true, platform: 'node', format: 'esm' });
  });

  afterAll(async () => {
    expect(await ours()).toEqual([]);
    await bed?.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it.concurrent.each([
    ['before it was planned', 'plan', 0, 0],
    ['before the create', 'create', 1, 0],
    ['after the create', 'read', 1, 1],
    ['after the read', 'change', 1, 1],
    ['after the change', 'read-changed', 1, 1],
    ['before the delete', 'delete', 1, 1],
    ['after the delete', 'gone', 1, 0],
    ['before the record is settled', 'settle', 1, 0],
  ])(
    '%s: the next run leaves nothing',
    async (_name, at, planned, left) => {
      const seen = await kill(at);
      expect(seen).toMatchObject({ planned, left, settled: { ok: true, entries: [] } });
      expect(seen.write.status).toBe('pass');
      if (left === 1) expect(seen.write.found).toContain('deleted first');
    },
    patience,
  );

  it.concurrent.each([0, 1, 2, 3, 5, 7, 10, 15])(
    '%i ms after the create began',
    async (ms) => {
      const seen = await kill(String(ms));
      expect(seen.settled).toMatchObject({ ok: true, entries: [] });
      expect(seen.write.status).toBe('pass');
      if (seen.id !== undefined) expect(await ours(seen.id)).toEqual([]);
    },
    patience,
  );
});
