import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EcmaProbe } from '../../src/clients/environment.ts';
import { aboutOf } from '../../src/doctor/answer-about.ts';
import { defaultSettings } from '../../src/settings/default-settings.ts';
import { ecma, Site, says, until, useless } from './kit.ts';

let site: Site;
beforeEach(() => {
  site = new Site();
});
afterEach(() => site.end());

const id = 'ldap.rights@D';
const rights = (): readonly EcmaProbe[] => [
  ecma(id, { connector: 'D', answerable: true, judge: says('unknown', 'cannot be told') }),
];
const ecmarc = (host: string, more = ''): string =>
  `connectors: [ { name: D, library: generic-ldap, target: { ldap: { url: "ldap://${host}:389", startTls: true, bindDn: cn=ecma, users: ou=people${more} } } } ]\n`;

describe('an answer given by mistake', () => {
  test('y asks whether to take it back; y takes it back, in the file too', async () => {
    site.write(ecmarc('one.example'));
    const bench = await (await site.doctor(rights)).run();
    expect(bench.row(id).given).toBeUndefined();
    bench.doctor.confirm(id);
    expect(bench.row(id)).toMatchObject({ status: 'attested', given: 'answer' });
    expect(bench.row(id).question).toBeUndefined();
    bench.doctor.confirm(id);
    expect(bench.row(id)).toMatchObject({ status: 'attested', question: { text: 'Take back this answer?' } });
    expect(bench.doctor.view().ready).toBe(true);
    bench.doctor.confirm(id);
    expect(bench.status(id)).toBe('unknown');
    expect(bench.row(id).question).toBeUndefined();
    expect(bench.row(id).given).toBeUndefined();
    expect(bench.doctor.view()).toMatchObject({ ready: false, exitCode: 1 });
    await bench.doctor.close();
    expect((await (await site.doctor(rights)).run()).status(id)).toBe('unknown');
  });

  test('Esc leaves it, and so does a retry', async () => {
    site.write(ecmarc('one.example'));
    const bench = await (await site.doctor(rights)).run();
    bench.doctor.confirm(id);
    bench.doctor.confirm(id);
    bench.doctor.decline(id);
    expect(bench.row(id)).toMatchObject({ status: 'attested', given: 'answer' });
    expect(bench.row(id).question).toBeUndefined();
    bench.doctor.confirm(id);
    await bench.after((doctor) => doctor.retry(id));
    expect(bench.row(id).question).toBeUndefined();
    expect(bench.status(id)).toBe('attested');
  });

  test('what stands under attest in .ecmarc is not taken back by a key', async () => {
    site.write('attest: { testDataOnly: true }\n');
    const bench = await (
      await site.doctor(() => [
        ecma('attest.test-data', {
          answerable: true,
          judge: says('manual', '?'),
          attested: ({ attest }) => (attest.testDataOnly ? { value: 'yes', where: '.ecmarc' } : undefined),
        }),
      ])
    ).run();
    bench.doctor.confirm('attest.test-data');
    expect(bench.row('attest.test-data')).toMatchObject({ status: 'attested' });
    expect(bench.row('attest.test-data').given).toBeUndefined();
    expect(bench.row('attest.test-data').question).toBeUndefined();
  });
});

describe('an answer is about a target', () => {
  test('of another one it is asked again, and said so; of the same one it counts again', async () => {
    site.write(ecmarc('one.example'));
    const bench = await (await site.doctor(rights)).run();
    bench.doctor.confirm(id);
    expect(bench.status(id)).toBe('attested');
    site.write(ecmarc('two.example'));
    await bench.after((doctor) => doctor.retry(id));
    expect(bench.status(id)).toBe('unknown');
    expect(bench.notices()).toMatch(
      /warn: anna answered "Title of ldap\.rights@D" on \d{4}-\d\d-\d\d for one\.example:389, ou=people, cn=ecma: that does not count/,
    );
    site.write(ecmarc('one.example', ', caFile: other.pem, allowClearPassword: true'));
    writeFileSync(`${site.folder}/other.pem`, '');
    await bench.after((doctor) => doctor.retry(id));
    expect(bench.status(id)).toBe('attested');
    expect(bench.notices()).not.toMatch(/does not count/);
  });

  test('one that an older version stored is asked again, said plainly; a new answer counts', async () => {
    site.write(ecmarc('one.example'));
    const first = await (await site.doctor(rights)).run();
    first.doctor.confirm(id);
    const { where } = first.row(id).answer ?? { where: '' };
    await first.doctor.close();
    const stored = JSON.parse(site.text(where)) as { body: Record<string, unknown>[] };
    for (const answer of stored.body) delete answer.about;
    writeFileSync(where, JSON.stringify(stored));
    const bench = await (await site.doctor(rights)).run();
    expect(bench.status(id)).toBe('unknown');
    expect(bench.notices()).toMatch(/it was not noted for which target: please answer it again/);
    bench.doctor.confirm(id);
    expect(bench.status(id)).toBe('attested');
    expect(bench.notices()).not.toMatch(/not noted/);
  });

  test.each([
    ['a connector: target, container and account', { area: 'ldap', connector: 'L' }, 'l:389, ou=p, cn=e'],
    ['a database', { area: 'sql', connector: 'S' }, 's:1433, C, dbo.E, u'],
    ['the tenant', { area: 'tenant' }, 'contoso.example'],
    ['the whole site', { area: 'attest' }, 'contoso.example, l:389, s:1433, t:1'],
  ])('of %s', (_, row, expected) => {
    const settings = {
      ...defaultSettings,
      tenant: { ...defaultSettings.tenant, id: 'contoso.example' },
      connectors: [
        { name: 'T', target: { tcp: 't:1' } },
        { name: 'S', target: { sql: { server: 's', port: 1433, database: 'C', table: 'dbo.E', user: 'u' } } },
        { name: 'L', target: { ldap: { url: 'ldap://l', users: 'ou=p', bindDn: 'cn=e' } } },
      ] as unknown as typeof defaultSettings.connectors,
    };
    expect(aboutOf(row, settings)).toBe(expected);
  });
});

describe('the yes to a write test by mistake', () => {
  const write = 'ldap.write@D';
  const asks = { text: 'Make and delete a test user?', effects: ['Change consumers fire.'] };

  test('waiting for what it needs, it can be taken back, and never runs', async () => {
    site.write('{}');
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const bench = await site.doctor(() => [
      ecma('ldap.bind@D', {
        collect: async () => {
          await gate;
          return { usable: true };
        },
      }),
      ecma(write, { asks, needs: ['ldap.bind@D'] }),
    ]);
    bench.doctor.start();
    await until(bench, () => bench.row(write).question !== undefined);
    bench.doctor.confirm(write);
    expect(bench.row(write)).toMatchObject({ status: 'pending', given: 'yes' });
    bench.doctor.confirm(write);
    expect(bench.row(write).question?.text).toBe('Take back the yes?');
    bench.doctor.confirm(write);
    expect(bench.status(write)).toBe('skipped: not-allowed');
    expect(bench.row(write).question).toBeUndefined();
    go();
    await bench.doctor.settled();
    expect(bench.begun(write)).toBe(0);
    await bench.after((doctor) => doctor.retry(write));
    expect(bench.row(write).question).toEqual(asks);
    await bench.after((doctor) => doctor.confirm(write));
    expect(bench.begun(write)).toBe(1);
  });

  test('blocked, a second y does not answer it', async () => {
    site.write('{}');
    const bench = await (
      await site.doctor(() => [
        ecma('ldap.bind@D', { collect: async () => useless, judge: says('fail', 'refused') }),
        ecma(write, { asks, needs: ['ldap.bind@D'], answerable: true }),
      ])
    ).run();
    bench.doctor.confirm(write);
    expect(bench.row(write)).toMatchObject({ status: 'blocked', given: 'yes' });
    bench.doctor.confirm(write);
    bench.doctor.confirm(write);
    expect(bench.status(write)).toBe('skipped: not-allowed');
  });

  test('after it has run there is nothing to take back; --write-test is no y', async () => {
    site.write('{}');
    const ran = await (await site.doctor(() => [ecma(write, { asks })])).run();
    await ran.after((doctor) => doctor.confirm(write));
    ran.doctor.confirm(write);
    expect(ran.row(write)).toMatchObject({ status: 'pass' });
    expect(ran.row(write).question).toBeUndefined();
    const allowed = await (await site.doctor(() => [ecma(write, { asks })], { writeTest: true })).run();
    allowed.doctor.confirm(write);
    expect(allowed.row(write).given).toBeUndefined();
  });
});
