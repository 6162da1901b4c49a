import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EcmaProbe } from '../../src/clients/environment.ts';
import type { Settings } from '../../src/settings/schema.ts';
import { byOk, ecma, Site, says, useless } from './kit.ts';

let site: Site;
beforeEach(() => {
  site = new Site();
});
afterEach(() => site.end());

const tenant = (settings: Settings): EcmaProbe =>
  ecma('tenant.exists', {
    fingerprint: JSON.stringify(settings.tenant.id),
    notConfigured: ({ tenant: { id } }) => (id === undefined ? { message: 'no tenant.id' } : undefined),
    collect: async ({ settings: { tenant: it } }) => ({ usable: true, ok: it.id === 'good.example' }),
    judge: byOk,
  });

const others = [
  ecma('server.os', {}),
  ecma('tenant.region', { needs: ['tenant.exists'], level: 'info' }),
] as const;
const probes = (settings: Settings) => [others[0], tenant(settings), others[1]];

describe('a retry reads .ecmarc again', () => {
  test('of one: runs it alone, with what was mended there', async () => {
    site.write('tenant: { id: bad.example }\n');
    const bench = await (await site.doctor(probes)).run();
    expect(bench.status('tenant.exists')).toBe('fail');
    site.write('tenant: { id: good.example }\n');
    await bench.after((doctor) => doctor.retry('tenant.exists'));
    expect(bench.status('tenant.exists')).toBe('pass');
    expect(bench.begun('server.os')).toBe(1);
    // The try at the other tenant stays its history, and what came between.
    const tries = bench.row('tenant.exists').attempts;
    expect(tries.map(({ status }) => status)).toEqual(['fail', 'pass']);
    expect(tries.map(({ settingsChangedAt }) => settingsChangedAt !== undefined)).toEqual([false, true]);
    expect(tries.map(({ settingsChanged }) => settingsChanged)).toEqual([
      undefined,
      'id, was bad.example, now good.example',
    ]);
  });

  test('of another row: what the change is about is looked at anew, its old facts forgotten, its tries kept', async () => {
    site.write('tenant: { id: bad.example }\n');
    const bench = await (await site.doctor(probes)).run();
    site.write('tenant: { id: good.example }\n');
    await bench.after((doctor) => doctor.retry('server.os'));
    expect(bench.status('tenant.exists')).toBe('pass');
    expect(bench.row('tenant.exists').attempts).toHaveLength(2);
    expect(bench.begun('server.os')).toBe(2);
  });

  test('that it cannot read: says so, runs nothing, keeps what it had; mended, goes on', async () => {
    site.write('tenant: { id: bad.example }\n');
    const bench = await (await site.doctor(probes)).run();
    site.write('tenant: { idd: good.example }\n');
    for (const again of ['retry', 'retryNotPassed', 'retryAll'] as const)
      await bench.after((doctor) => doctor[again]('tenant.exists'));
    expect(bench.notices()).toMatch(/^error: .*\.ecmarc:1:.*did you mean id\?/);
    expect(bench.begun('tenant.exists')).toBe(1);
    expect(bench.status('tenant.exists')).toBe('fail');
    expect(bench.doctor.view().busy).toBe(false);
    site.write('tenant: { id: good.example }\n');
    await bench.after((doctor) => doctor.retryNotPassed());
    expect(bench.notices()).toBe('');
    expect(bench.status('tenant.exists')).toBe('pass');
  });

  test('which is gone: its default settings hold, and it says what is no longer configured', async () => {
    site.write('tenant: { id: good.example }\n');
    const bench = await (await site.doctor(probes)).run();
    const { rmSync } = await import('node:fs');
    rmSync(site.file);
    await bench.after((doctor) => doctor.retry('tenant.exists'));
    expect(bench.status('tenant.exists')).toBe('skipped: not-configured');
    expect(bench.row('tenant.exists').facts).toBeUndefined();
  });

  test('a variable of a needed secret is gone: the settings before stay, and it is named', async () => {
    const text = (id: string, secret: string) =>
      `tenant: { id: ${id}, signIn: { method: client-secret, clientId: 00000000-0000-0000-0000-000000000000, secret: { env: ${secret} } } }\n`;
    site.env.SITE_SECRET = 'planted-secret-1';
    site.write(text('bad.example', 'SITE_SECRET'));
    const bench = await (
      await site.doctor((settings) => [
        tenant(settings),
        ecma('tenant.sign-in', { sends: [{ key: 'tenant.signIn.secret', label: 'the client secret' }] }),
      ])
    ).run();
    site.write(text('good.example', 'OTHER_SECRET'));
    await bench.after((doctor) => doctor.retry('tenant.exists'));
    expect(bench.notices()).toMatch(
      /^error: .*\.ecmarc tenant\.signIn\.secret: the environment variable OTHER_SECRET is not set$/,
    );
    expect(bench.status('tenant.exists')).toBe('fail');
    expect(JSON.stringify(bench.doctor.view())).not.toContain('planted-secret-1');
  });

  test('the profile changed there counts, unless a person chose one', async () => {
    site.write('profile: ga\n');
    const bench = await (await site.doctor(probes)).run();
    site.write('profile: preview-2021\n');
    await bench.after((doctor) => doctor.retryAll());
    expect(bench.doctor.view().profile).toBe('preview-2021');
    bench.doctor.setProfile('ga');
    site.write('profile: preview-2021\nattest: { licence: true }\n');
    await bench.after((doctor) => doctor.retryAll());
    expect(bench.doctor.view().profile).toBe('ga');

    const chosen = await (await site.doctor(probes, { profile: 'ga' })).run();
    await chosen.after((doctor) => doctor.retryAll());
    expect(chosen.doctor.view().profile).toBe('ga');
  });

  const connectors = (settings: Settings) =>
    settings.connectors.map(({ name }) => ecma(`connector.library@${name}`, { connector: name }));
  const list = (...names: string[]) =>
    `connectors: [${names.map((name) => `{ name: ${name}, library: generic-ldap }`).join(', ')}]\n`;

  test('a connector that was added runs, one that was removed goes, even while it runs', async () => {
    site.write(list('One', 'Two'));
    const bench = await (await site.doctor(connectors)).run();
    site.write(list('Two', 'Three'));
    await bench.after((doctor) => doctor.retry('connector.library@Two'));
    expect(bench.doctor.view().rows.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'connector.library@Two pass',
      'connector.library@Three pass',
    ]);
    expect(bench.begun('connector.library@Two')).toBe(2);
    bench.doctor.retry('connector.library@Gone');
    bench.doctor.confirm('connector.library@Gone');
    bench.doctor.watch('connector.library@Gone');
    await bench.doctor.settled();
    expect(bench.doctor.view().rows).toHaveLength(2);
  });

  test('settings that no list can be made of are an error in words, not a fault', async () => {
    site.write(list('One'));
    const bench = await (
      await site.doctor((settings) => settings.connectors.map(() => ecma('connector.library', {})))
    ).run();
    site.write(list('One', 'Two'));
    await bench.after((doctor) => doctor.retryAll());
    expect(bench.notices()).toMatch(/^error: .*two probes are called connector\.library/);
  });
});

describe('what a retry arms', () => {
  const blockedSite = () => {
    let up = false;
    const mend = () => {
      up = true;
    };
    const make = () => [
      ecma('ldap.reach', { collect: async () => ({ usable: up, ok: up }), judge: byOk }),
      ecma('ldap.bind', { needs: ['ldap.reach'] }),
      ecma('ldap.users', { needs: ['ldap.bind'] }),
      ecma('server.os', { judge: says('warn', 'w') }),
      ecma('server.memory', {}),
    ];
    return { make, mend };
  };

  test('of a blocked one: its root cause first, then what that blocked', async () => {
    const { make, mend } = blockedSite();
    site.write('{}');
    const bench = await (await site.doctor(make)).run();
    expect(bench.row('ldap.users')).toMatchObject({ status: 'blocked', blockedBy: 'ldap.reach' });
    expect(bench.doctor.view().causes[0]).toMatchObject({
      id: 'ldap.reach',
      probes: ['ldap.reach', 'ldap.bind', 'ldap.users'],
    });
    mend();
    await bench.after((doctor) => doctor.retry('ldap.users'));
    for (const id of ['ldap.reach', 'ldap.bind', 'ldap.users']) expect(bench.status(id)).toBe('pass');
    expect(bench.begun('ldap.reach')).toBe(2);
    expect(bench.begun('server.memory')).toBe(1);
  });

  test('of all not passed: what passed is left alone', async () => {
    const { make, mend } = blockedSite();
    site.write('{}');
    const bench = await (await site.doctor(make)).run();
    mend();
    await bench.after((doctor) => doctor.retryNotPassed());
    expect(bench.begun('server.memory')).toBe(1);
    expect(bench.begun('server.os')).toBe(2);
    expect(bench.status('ldap.users')).toBe('pass');
  });

  test('of all: all', async () => {
    site.write('{}');
    const bench = await (
      await site.doctor(() => [ecma('server.os', {}), ecma('server.off', { collect: async () => useless })])
    ).run();
    await bench.after((doctor) => doctor.retryAll());
    expect([bench.begun('server.os'), bench.begun('server.off')]).toEqual([2, 2]);
    expect(bench.doctor.view().finishedAt).toBeDefined();
  });
});

describe('choice', () => {
  test('by globs, closed over needs; the words say that it is a choice', async () => {
    site.write('{}');
    const make = () => [
      ecma('ldap.reach@D', {}),
      ecma('ldap.bind@D', { needs: ['ldap.reach@D'] }),
      ecma('server.os', { judge: says('fail', 'no') }),
    ];
    const bench = await site.doctor(make, { choice: { only: ['ldap.*'], skip: ['ldap.reach'] } });
    await bench.run();
    expect(bench.status('ldap.reach@D')).toBe('pass');
    expect(bench.status('server.os')).toBe('skipped: not-chosen');
    expect(bench.doctor.view()).toMatchObject({ words: 'Ready for the chosen probes.', ready: true });
    expect(bench.begun('server.os')).toBe(0);
    const none = await site.doctor(make, { choice: { only: ['nothing.*'], skip: [] } });
    expect(none.doctor.chosen).toBe(0);
  });

  test('deadlines in .ecmarc go over the probe, by glob', async () => {
    site.write('probes: { deadlines: { "ldap.*": 7 } }\n');
    const bench = await site.doctor(() => [ecma('ldap.reach@D', {}), ecma('server.os', {})]);
    expect([bench.row('ldap.reach@D').deadlineMs, bench.row('server.os').deadlineMs]).toEqual([7_000, 5_000]);
  });
});
