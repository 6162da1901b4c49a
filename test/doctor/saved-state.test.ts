import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WriteJournal } from '../../src/clients/environment.ts';
import { ledgerKey, stateFiles } from '../../src/state/state-folder.ts';
import { ecma, hang, Site, says, until } from './kit.ts';

let site: Site;
beforeEach(() => {
  site = new Site();
  site.write('{}');
});
afterEach(() => site.end());

const files = () => stateFiles(site.state, ledgerKey(site.file, 'linux'));

describe('a second doctor of the same .ecmarc', () => {
  test('says so, saves nothing, and its answers last for its run only', async () => {
    const make = () => [ecma('attest.test-data', { answerable: true, judge: says('manual', '?') })];
    const first = await site.doctor(make);
    const second = await (await site.doctor(make)).run();
    expect(second.notices()).toMatch(
      /^warn: another doctor has this \.ecmarc open \(process \d+ since .*\): results are not saved$/,
    );
    expect(first.notices()).toBe('');
    second.doctor.confirm('attest.test-data');
    expect(second.row('attest.test-data').answer?.where).toBe('this run only (not saved)');
    second.doctor.saveNow();
    await second.doctor.close();
    expect(() => readFileSync(files().ledger)).toThrow(/ENOENT/);
    expect(() => readFileSync(files().answers)).toThrow(/ENOENT/);
    await first.run();
    await first.doctor.close();
    expect(readFileSync(files().ledger, 'utf8')).toContain('attest.test-data');
  });

  test('may save once the first has closed', async () => {
    const first = await site.doctor(() => [ecma('server.os', {})]);
    await first.doctor.close();
    const second = await (await site.doctor(() => [ecma('server.os', {})])).run();
    expect(second.notices()).toBe('');
    await second.doctor.close();
    expect(readFileSync(files().ledger, 'utf8')).toContain('server.os');
  });
});

describe('the last results', () => {
  test('are offered with their age until the row has something of its own', async () => {
    const first = await (
      await site.doctor(() => [ecma('server.os', { judge: says('warn', 'was so') })])
    ).run();
    const seen = first.row('server.os').observedAt;
    await first.doctor.close();
    const second = await site.doctor(() => [ecma('server.os', { judge: says('pass', 'is so') })]);
    expect(second.row('server.os')).toMatchObject({
      status: 'pending',
      previous: { status: 'warn', message: 'was so', observedAt: seen },
    });
    expect(second.doctor.view().ready).toBe(false);
    await second.run();
    expect(second.row('server.os').previous).toBeUndefined();
  });

  test('survive a short run, and a run that was cut off', async () => {
    const make = () => [ecma('server.os', {}), ecma('server.memory', {}), ecma('server.clock', {})];
    const first = await (await site.doctor(make)).run();
    await first.doctor.close();
    const short = await site.doctor(make, { choice: { only: ['server.memory'], skip: [] } });
    await (await short.run()).doctor.close();
    const cut = await site.doctor(() => [
      ecma('server.os', { collect: hang }),
      ecma('server.memory', {}),
      ecma('server.clock', { needs: ['server.os'] }),
    ]);
    cut.doctor.start();
    await until(cut, () => cut.status('server.memory') === 'pass');
    cut.doctor.saveNow();
    await cut.doctor.close();
    const last = await site.doctor(make);
    for (const id of ['server.os', 'server.memory', 'server.clock'])
      expect(last.row(id).previous?.status, id).toBe('pass');
  });

  test('that are damaged are set aside, with a word; the run goes on', async () => {
    mkdirSync(site.state, { mode: 0o700 });
    writeFileSync(files().ledger, '{"cut');
    const bench = await (await site.doctor(() => [ecma('server.os', {})])).run();
    expect(bench.notices()).toMatch(/^warn: the last results could not be read \(.*\): .*\.bad$/);
    expect(bench.doctor.view().exitCode).toBe(0);
  });

  test('that are another kind of JSON are no results', async () => {
    mkdirSync(site.state, { mode: 0o700 });
    const body = { schemaVersion: 1, probes: 'none' };
    writeFileSync(
      files().ledger,
      JSON.stringify({ 'ecma-doctor': 'ledger', version: 1, savedAt: new Date().toISOString(), body }),
    );
    const bench = await site.doctor(() => [ecma('server.os', {})]);
    expect(bench.row('server.os').previous).toBeUndefined();
  });
});

test('a state folder that cannot be had: a word, and the run goes on without', async () => {
  writeFileSync(site.state, 'a file in its place');
  const bench = await (
    await site.doctor(() => [ecma('attest.test-data', { answerable: true, judge: says('manual', '?') })])
  ).run();
  expect(bench.notices()).toMatch(/^warn: results are not saved: /);
  expect(bench.doctor.stateFolder).toBeUndefined();
  bench.doctor.confirm('attest.test-data');
  expect(bench.status('attest.test-data')).toBe('attested');
  expect(bench.row('attest.test-data').answer?.where).toBe('this run only (not saved)');
});

test('trouble with saving becomes a notice that the views hear of', async () => {
  const bench = await site.doctor(() => [ecma('server.os', {})]);
  await bench.run();
  await bench.doctor.settled();
  // No write of the run itself lands after this.
  bench.doctor.saveNow();
  // A folder in the file's place: the next save cannot replace it.
  const { rmSync } = await import('node:fs');
  rmSync(files().ledger, { force: true });
  mkdirSync(files().ledger);
  writeFileSync(`${files().ledger}/full`, '');
  let heard = false;
  const end = bench.doctor.subscribe(() => {
    heard = true;
  });
  bench.doctor.saveNow();
  end();
  expect(bench.notices()).toMatch(/results are not saved/);
  expect(heard).toBe(true);
});

describe('the journal of write tests', () => {
  const write = () => [
    ecma('ldap.write@D', {
      collect: async ({ journal }) => {
        const planned = journal?.plan({ connector: 'D', target: 'ldap01:389', what: { dn: 'cn=x' } });
        return { usable: true, planned: planned?.ok ?? false, open: openIn(journal?.open()) };
      },
    }),
  ];
  const openIn = (open: ReturnType<WriteJournal['open']> | undefined) =>
    open?.ok === true ? open.entries.length : null;

  test('is there for probes, outlives the run, and is for the first doctor alone', async () => {
    const first = await (await site.doctor(write)).run();
    expect(first.row('ldap.write@D').facts).toMatchObject({ planned: true, open: 1 });
    const second = await (await site.doctor(write)).run();
    expect(second.row('ldap.write@D').facts).toMatchObject({ planned: false, open: null });
    await first.doctor.close();
    const third = await (await site.doctor(write)).run();
    expect(third.row('ldap.write@D').facts).toMatchObject({ planned: true, open: 2 });
  });
});
