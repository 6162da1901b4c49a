import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/engine/ledger.ts';
import { leftoverProbes, leftoversOfOthers } from '../../../src/probes/ldap/write/leftovers.ts';
import { accountDn, type OpenLdap, passwordOf, people, startOpenLdap } from '../../beds/openldap.ts';
import { installed } from '../../beds/program.ts';
import { type SlowLink, startSlowLink } from '../../beds/slow-link.ts';
import { directorySite, memoryJournal } from './site.ts';

let bed: OpenLdap;
let link: SlowLink;

const target = (port = link.port) => ({
  url: `ldap://127.0.0.1:${port}`,
  bindDn: accountDn('rw'),
  password: passwordOf('rw'),
  users: people,
});

const ours = async () => (await bed.names()).filter((dn) => dn.includes('ecma-doctor-test-'));

type Journal = ReturnType<typeof memoryJournal>;

/** A write test to which `cut` happens so many milliseconds after that step began. */
async function cutAt(
  step: string,
  ms: number,
  cut: (site: ReturnType<typeof directorySite>) => Promise<void> | void,
  journal: Journal = memoryJournal(),
  more: object = {},
) {
  let cutting: Promise<void> | undefined;
  const site = directorySite({
    target: target(),
    writeTest: true,
    journal,
    ...more,
    onWait(id, what) {
      if (id.startsWith('ldap.write') && what.endsWith(`(${step})`))
        cutting ??= new Promise((resolve) => setTimeout(resolve, ms)).then(async () => cut(site));
    },
  });
  const rows = await site.run();
  await cutting;
  await site.stop();
  return { rows, site, journal, write: site.rows()('write') };
}

const ends: readonly (readonly [string, Outcome, string])[] = [
  ['a signal', { kind: 'cancelled', why: 'cancelled by SIGTERM' }, 'cancelled by SIGTERM'],
  ['--timeout', { kind: 'cut', limitMs: 1000 }, "cut when the run's 1 s were over"],
];
const steps = ['create', 'read', 'change', 'read-changed', 'delete', 'gone'];

describe.skipIf(!installed('slapd'))('a write test that is cut, 25 ms each way', () => {
  beforeAll(async () => {
    bed = await startOpenLdap({ users: 3 });
    link = await startSlowLink(bed.port, 25);
  });

  afterAll(async () => {
    await link?.stop();
    await bed?.stop();
  });

  describe.each(ends)('by %s', (_name, outcome, words) => {
    it.each(steps.flatMap((step) => [0, 10, 40].map((ms) => [step, ms] as const)))(
      'in step %s, after %i ms: nothing stays, and the row names the user',
      async (step, ms) => {
        const { write, journal } = await cutAt(step, ms, (site) => site.stop(outcome));
        expect(await ours()).toEqual([]);
        expect(journal.entries).toEqual([]);
        expect(write.message).toContain(words);
        expect(write.message).toMatch(/the test user \S+=ecma-doctor-test-\S+ is not there any more$/);
      },
    );
  });

  it('by its own deadline', async () => {
    const { write, journal } = await cutAt('none', 0, () => {}, memoryJournal(), { writeDeadlineMs: 330 });
    expect(write.status).toBe('timed-out');
    expect(await ours()).toEqual([]);
    expect(journal.entries).toEqual([]);
  });

  it.each(steps.slice(0, 5))('by a lost connection in step %s: the journal knows it', async (step) => {
    const { write, journal, rows } = await cutAt(step, 10, () => link.drop());
    expect(write).toMatchObject({ status: 'fail', message: 'the directory stopped answering' });
    expect(rows('rights').status).toBe('unknown');
    const [planned] = journal.entries;
    const dn = String((planned?.what as { dn?: string } | undefined)?.dn);
    expect(write.found).toContain(dn);
    expect(JSON.stringify(write.remedy)).toContain(`ldapdelete -x -H ldap://127.0.0.1:${link.port}`);
    const left = await ours();
    // The test is off and nobody can answer: it is told, and not touched.
    const look = { target: target(), journal, unattended: true, cleanUp: [...leftoverProbes(journal)] };
    const off = (await directorySite(look).run())('write');
    const still = await ours();
    // A delete that was under way when the line broke is done by the server at any time.
    if (step !== 'delete') expect(still.length).toBeGreaterThanOrEqual(left.length);
    if (left.length === 1 && still.length === 1) {
      expect(off).toMatchObject({ status: 'warn', message: `an older write test left a user: ${dn}` });
      expect(still).toEqual(left);
    }
    const next = await directorySite({ target: target(bed.port), journal, writeTest: true }).run();
    expect(next('write').status).toBe('pass');
    expect(await ours()).toEqual([]);
    expect(journal.entries).toEqual([]);
  });

  it('left at one address: found and deleted at another one of the same directory', async () => {
    const { journal } = await cutAt('read', 10, () => link.drop());
    expect(await ours()).toHaveLength(1);
    const look = { unattended: true, cleanUp: [...leftoverProbes(journal)], journal };
    const seen = (await directorySite({ target: target(bed.port), ...look }).run())('write');
    expect(seen.status).toBe('warn');
    expect(seen.found).toContain('is still there');
    expect(JSON.stringify(seen.remedy)).toContain('ldapdelete');
    await directorySite({ target: target(bed.port), writeTest: true, journal }).run();
    expect(await ours()).toEqual([]);
    expect(journal.entries).toEqual([]);
  });

  it('left in another directory: a warning on every run, with the test on too', async () => {
    const other = await startOpenLdap({ users: 1 });
    const { journal } = await cutAt('read', 10, () => link.drop());
    const [dn] = await ours();
    const cleanUp = [...leftoverProbes(journal)];
    for (const more of [{ unattended: true, cleanUp }, { writeTest: true }]) {
      const row = (await directorySite({ target: target(other.port), journal, ...more }).run())('write');
      expect(row.status).toBe('warn');
      expect(`${row.message} ${row.found}`).toContain(String(dn));
      expect(row.found).toContain(`it was made at 127.0.0.1:${link.port}`);
    }
    expect(journal.entries).toHaveLength(1);
    expect(leftoversOfOthers(journal, ['D'])).toEqual([]);
    expect(leftoversOfOthers(journal, ['E'])[0]).toContain(String(dn));
    await other.stop();
    await directorySite({ target: target(bed.port), writeTest: true, journal }).run();
    expect(journal.entries).toEqual([]);
  });

  it('no connection: what is known is told', async () => {
    const { journal } = await cutAt('read', 10, () => link.drop());
    const row = (
      await directorySite({
        target: { ...target(bed.port), password: 'wrong' },
        journal,
        writeTest: true,
      }).run()
    )('write');
    expect(row.status).toBe('blocked');
    await directorySite({ target: target(bed.port), writeTest: true, journal }).run();
    expect(journal.entries).toEqual([]);
  });
});
