import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/engine/plan.ts';
import type { JudgedStatus, Level } from '../../src/engine/status.ts';
import type { Answers } from '../../src/results/assess.ts';
import { exitCodeOf } from '../../src/results/exit-code.ts';
import { isReady } from '../../src/results/readiness.ts';
import {
  answer,
  ended,
  noAnswers,
  type Parts,
  probe,
  rowsOf,
  type TestProbe,
  usable,
  useless,
} from '../engine/kit.ts';

/** Three sites (a laptop, a good server, a fresh one with AD DS), as probes of the same shape: severity and needs are its. */

const levels = (old: Level, ga: Level): Parts => ({ levels: { 'preview-2021': old, ga } });
const says = (status: JudgedStatus): Parts => ({ judge: () => ({ status, message: status }) });
const unset: Parts = { notConfigured: () => ({ message: 'not in the settings' }) };
const R = levels('required', 'required');
const onWindows: Parts = { needs: ['server.os'] };

interface Site {
  readonly os: Parts;
  readonly dotnet?: Parts;
  readonly connector?: readonly TestProbe[];
  readonly tenant?: Parts;
  readonly proxy?: Parts;
}

function siteOf({ os, dotnet = {}, connector, tenant = {}, proxy = {} }: Site): readonly TestProbe[] {
  return [
    probe('server.os', { ...R, ...os }),
    probe('server.memory', R),
    probe('server.dotnet', { ...R, ...onWindows, ...dotnet }),
    probe('server.clock', levels('recommended', 'recommended')),
    probe('network.proxy', { ...R, ...proxy }),
    probe('network.sign-in', { ...R, needs: ['network.proxy'] }),
    ...(connector ?? [probe('connector.library', { ...R, ...unset })]),
    probe('tenant.exists', { ...R, needs: ['network.proxy'], ...tenant }),
    probe('tenant.sign-in', { ...levels('info', 'info'), needs: ['tenant.exists'], ...unset }),
    probe('tenant.country', { ...levels('restricted', 'info'), needs: ['tenant.sign-in'], ...unset }),
    probe('tenant.licence', { ...R, needs: ['tenant.sign-in'], ...unset }),
    probe('attest.test-data', { ...levels('restricted', 'not-applicable'), ...says('manual') }),
    probe('attest.not-a-source', { ...levels('recommended', 'restricted'), ...says('manual') }),
  ];
}

function look(
  site: readonly TestProbe[],
  ends: Parameters<typeof ended>[0],
  profile: string,
  answers: Answers = noAnswers,
) {
  const plan = makePlan(site);
  const all = Object.fromEntries(site.map(({ id }) => [id, ends[id] ?? usable]));
  const byId = rowsOf(plan, ended(all), { profile, answers });
  const rows = [...byId.values()];
  const exit = exitCodeOf({ rows, failOn: 'fail', cancelled: false, ran: true });
  return {
    exit,
    ready: isReady(rows),
    status: (id: string) => byId.get(id)?.status,
    row: (id: string) => byId.get(id),
  };
}

const given = (...ids: readonly string[]): Answers => ({
  given: (id) => (ids.includes(id) ? answer('ann') : undefined),
  waived: () => undefined,
});

describe.each(['preview-2021', 'ga'])('under %s', (profile) => {
  test('a Linux laptop without settings: 1', () => {
    const site = siteOf({ os: says('fail'), tenant: unset });
    const { exit, ready, status, row } = look(site, { 'server.os': useless }, profile);
    expect({ exit, ready }).toEqual({ exit: 1, ready: false });
    expect(status('server.os')).toBe('fail');
    expect(row('server.dotnet')).toMatchObject({ status: 'blocked', blockedBy: 'server.os' });
    for (const id of ['server.memory', 'server.clock', 'network.sign-in']) expect(status(id)).toBe('pass');
    for (const id of ['connector.library', 'tenant.exists', 'tenant.sign-in', 'tenant.licence']) {
      expect(row(id)).toMatchObject({ status: 'skipped', reason: 'not-configured' });
    }
    expect(status('attest.test-data')).toBe(profile === 'ga' ? 'skipped' : 'manual');
  });

  const directory = [
    probe('connector.library', R),
    probe('ldap.reach@D', R),
    probe('ldap.tls@D', { ...R, needs: ['ldap.reach@D'] }),
    probe('ldap.server-kind@D', {
      ...levels('restricted', 'restricted'),
      needs: ['ldap.reach@D'],
      uses: ['ldap.bind@D'],
    }),
    probe('ldap.bind@D', { ...R, needs: ['ldap.tls@D', 'ldap.server-kind@D'] }),
    probe('ldap.rights@D', { ...R, needs: ['ldap.bind@D'], uses: ['ldap.write@D'], ...says('unknown') }),
    probe('ldap.write@D', {
      ...R,
      needs: ['ldap.bind@D'],
      notAllowed: () => ({ message: 'the write test is off' }),
    }),
  ];

  test('a good server behind a proxy: 1 until its questions are answered, then 0', () => {
    const site = siteOf({ os: says('pass'), connector: directory });
    const asked = [
      'tenant.licence',
      'ldap.rights@D',
      profile === 'ga' ? 'attest.not-a-source' : 'attest.test-data',
    ];
    if (profile === 'preview-2021') asked.push('tenant.country');

    expect(look(site, {}, profile)).toMatchObject({ exit: 1, ready: false });
    for (const missing of asked) {
      const answers = given(...asked.filter((id) => id !== missing));
      expect(look(site, {}, profile, answers)).toMatchObject({ exit: 1, ready: false });
    }
    const done = look(site, {}, profile, given(...asked));
    expect(done).toMatchObject({ exit: 0, ready: true });
    expect(done.row('ldap.write@D')).toMatchObject({ status: 'skipped', reason: 'not-allowed' });
    for (const id of asked) expect(done.status(id)).toBe('attested');
  });

  test('a fresh 2016 with AD DS as its target: 1, and bind is blocked', () => {
    const kind = { 'ldap.server-kind@D': says('fail'), 'ldap.bind@D': says('fail') };
    const connector = directory.map((one) => {
      const said = kind[one.id as keyof typeof kind];
      return said === undefined || one.work === undefined || said.judge === undefined
        ? one
        : { ...one, work: { ...one.work, judge: said.judge } };
    });
    const site = siteOf({ os: says('pass'), dotnet: says('fail'), connector });
    const { exit, ready, status, row } = look(site, { 'ldap.server-kind@D': useless }, profile);
    expect({ exit, ready }).toEqual({ exit: 1, ready: false });
    expect(status('server.dotnet')).toBe('fail');
    expect(status('ldap.server-kind@D')).toBe('fail');
    for (const id of ['ldap.bind@D', 'ldap.rights@D']) {
      expect(row(id)).toMatchObject({ status: 'blocked', blockedBy: 'ldap.server-kind@D' });
    }
  });
});
