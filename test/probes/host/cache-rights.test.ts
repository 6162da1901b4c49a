import { describe, expect, it } from 'vitest';
import { hostAccount, sidOf } from '../../../src/clients/host/service-account.ts';
import { recordedWindows, type WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import { serviceSid } from '../../../src/platform/windows/sid.ts';
import type { AccessEntry, Account } from '../../../src/platform/windows/types.ts';
import { hostCacheRightsProbe } from '../../../src/probes/host/cache-rights.ts';
import { ask } from './site.ts';

const folder = 'C:\\Program Files\\Microsoft ECMA2Host';
const path = `${folder}\\Service\\ECMA\\Cache`;
const full = 0x1f01ff;
const modify = 0x1301bf;
const read = 0x1200a9;
const allow = (sid: string, mask: number, more: Partial<AccessEntry> = {}): AccessEntry => ({
  kind: 'allow',
  sid,
  mask,
  inherited: false,
  inheritOnly: false,
  ...more,
});
const deny = (sid: string, mask: number): AccessEntry => allow(sid, mask, { kind: 'deny' });
const network = 'S-1-5-20';

async function said(
  entries: readonly AccessEntry[],
  account = 'NT AUTHORITY\\NetworkService',
  accounts: NonNullable<WindowsRecord['accounts']> = {},
): Promise<string> {
  const record: WindowsRecord = {
    accounts,
    services: { ECMA2Host: { account, state: 'running', path: 'h.exe' } },
    access: { [path]: { everyone: false, entries } },
  };
  return (await ask(hostCacheRightsProbe, { folder, record })).said;
}

describe('host.cache-rights', () => {
  it('takes away what denies before it gives a right', async () => {
    const record: WindowsRecord = {
      services: { ECMA2Host: { account: 'NT AUTHORITY\\NetworkService', state: 'running', path: 'h.exe' } },
      access: { [path]: { everyone: false, entries: [deny(network, 2), allow(network, full)] } },
    };
    const { verdict } = await ask(hostCacheRightsProbe, { folder, record });
    expect(verdict.remedy?.steps.map(({ command }) => command).slice(0, 2)).toEqual([
      `icacls.exe "${path}" /remove:d "*S-1-5-20"`,
      `icacls.exe "${path}" /grant "*S-1-5-20:(OI)(CI)F"`,
    ]);
  });

  it.each<[string, readonly AccessEntry[], string]>([
    ['full control', [allow(network, full)], 'pass: NetworkService has full control'],
    ['by a group', [allow('S-1-5-32-545', full)], 'pass: NetworkService has full control'],
    [
      'in two entries',
      [allow(network, modify), allow('S-1-5-11', full)],
      'pass: NetworkService has full control',
    ],
    ['modify', [allow(network, modify)], 'warn: may change files, no full control'],
    ['read', [allow('S-1-5-32-545', read)], 'fail: may read only'],
    ['nothing', [allow('S-1-5-18', full), allow('S-1-5-32-544', full)], 'fail: no access'],
    ['for what is below only', [allow(network, full, { inheritOnly: true })], 'fail: no access'],
    ['denied', [deny(network, 2), allow(network, full)], 'fail: may read only'],
    [
      'denied to another',
      [deny('S-1-5-19', full), allow(network, full)],
      'pass: NetworkService has full control',
    ],
  ])('%s', async (_name, entries, expected) => {
    expect(await said(entries)).toBe(expected);
  });

  it('knows other accounts of the service', async () => {
    expect(await said([allow('S-1-5-32-544', full)], 'LocalSystem')).toBe(
      'pass: LocalSystem has full control',
    );
    const own = serviceSid('ECMA2Host');
    expect(await said([allow(own, full)], 'NT SERVICE\\ECMA2Host')).toBe('pass: ECMA2Host has full control');
  });

  const gmsa = 'S-1-5-21-1-2-3-1105';
  const group = 'S-1-5-21-1-2-3-2000';
  const inGroups = (...value: readonly string[]): Account => ({
    sid: gmsa,
    groups: { state: 'seen', value },
  });
  const untold: Account = {
    sid: gmsa,
    groups: { state: 'failed', problem: { code: 'ERROR', text: 'no domain' } },
  };
  it.each<[string, Account | 'denied' | undefined, readonly AccessEntry[], string]>([
    ['itself', untold, [allow(gmsa, full)], 'pass: gmsa$ has full control'],
    ['its group', inGroups(group), [allow(group, full)], 'pass: gmsa$ has full control'],
    ['every service', untold, [allow('S-1-5-6', full)], 'pass: gmsa$ has full control'],
    ['another group', inGroups(group), [allow('S-1-5-32-544', full)], 'fail: no access'],
    ['network logons only', inGroups('S-1-5-2'), [allow('S-1-5-2', full)], 'fail: no access'],
    [
      'a group that it may be in',
      untold,
      [allow(gmsa, read), allow('S-1-5-32-544', full)],
      'unknown: gmsa$: its groups are not known',
    ],
    [
      'nobody but accounts that it is not',
      untold,
      [allow('S-1-5-18', full), allow(network, full), allow('S-1-5-80-1-2-3-4-5', full), allow(gmsa, read)],
      'fail: may read only',
    ],
    [
      'itself, denied to its group',
      inGroups(group),
      [deny(group, 2), allow(gmsa, full)],
      'fail: may read only',
    ],
    [
      'itself, denied to a group that it may be in',
      untold,
      [deny(group, 2), allow(gmsa, full)],
      'unknown: gmsa$: its groups are not known',
    ],
    ['nobody, it is none', undefined, [allow(network, full)], 'unknown: no account CONTOSO\\gmsa$ found'],
    ['what was refused', 'denied', [allow(network, full)], 'unknown: not allowed to look'],
  ])('a managed account that is given it by %s', async (_name, account, entries, expected) => {
    const accounts = account === undefined ? {} : { 'CONTOSO\\gmsa$': account };
    expect(await said(entries, 'CONTOSO\\gmsa$', accounts)).toBe(expected);
  });

  it('keeps of its groups only those that the folder speaks of', async () => {
    const account = 'CONTOSO\\gmsa$';
    const { facts } = await ask(hostCacheRightsProbe, {
      folder,
      record: {
        services: { ECMA2Host: { account, path: 'h.exe' } },
        accounts: { [account]: inGroups(group, 'S-1-5-21-1-2-3-512') },
        access: { [path]: { everyone: false, entries: [allow(group, full)] } },
      },
    });
    expect(facts).toMatchObject({ who: { value: { groups: { value: [group] } } } });
    expect(JSON.stringify(facts)).not.toContain('S-1-5-21-1-2-3-512');
  });

  it.each([
    ['LocalSystem', 'S-1-5-18'],
    ['NT AUTHORITY\\SYSTEM', 'S-1-5-18'],
    ['nt authority\\network service', 'S-1-5-20'],
    ['NT AUTHORITY\\LocalService', 'S-1-5-19'],
    ['.\\ecma', undefined],
  ])('%s', (account, sid) => {
    expect(sidOf(account)).toBe(sid);
  });

  it('waits no longer for a domain that is silent than its row can', async () => {
    const services = { ECMA2Host: { account: 'CONTOSO\\gmsa$', path: 'h.exe' } } as const;
    const windows = { ...recordedWindows({ services }), account: () => new Promise<never>(() => {}) };
    const list = { everyone: false, entries: [allow('S-1-5-32-544', full)] };
    const { signal } = new AbortController();
    const asked = await hostAccount(windows, { state: 'seen', value: list }, signal, 0.05);
    expect(asked).toMatchObject({
      account: { state: 'seen', value: 'CONTOSO\\gmsa$' },
      who: { state: 'failed', problem: { code: 'NO_ANSWER' } },
    });
  });

  it('waits no longer than its row: no timer stays behind one that is cut', async () => {
    const services = { ECMA2Host: { account: 'CONTOSO\\gmsa$', path: 'h.exe' } } as const;
    const asked = Promise.withResolvers<void>();
    const account = () => {
      asked.resolve();
      return new Promise<never>(() => {});
    };
    const windows = { ...recordedWindows({ services }), account };
    const list = { everyone: false, entries: [allow('S-1-5-32-544', full)] };
    const cut = new AbortController();
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const waiting = hostAccount(windows, { state: 'seen', value: list }, cut.signal);
    await asked.promise;
    expect(timers()).toBeGreaterThan(before);
    cut.abort(new Error('cut'));
    await expect(waiting).rejects.toThrow('cut');
    expect(timers()).toBe(before);
  });

  it('gives the command whole, by SID', async () => {
    const record: WindowsRecord = {
      services: { ECMA2Host: { account: 'NT AUTHORITY\\NetworkService', path: 'h.exe' } },
      access: { [path]: { everyone: false, entries: [] } },
    };
    const { verdict } = await ask(hostCacheRightsProbe, { folder, record });
    expect(verdict.remedy?.steps[0]?.command).toBe(`icacls.exe "${path}" /grant "*S-1-5-20:(OI)(CI)F"`);
  });

  it('tells no cache, no right to look, no protection', async () => {
    const services = { ECMA2Host: { account: 'LocalSystem', path: 'h.exe' } };
    const none = await ask(hostCacheRightsProbe, { folder, record: { services } });
    expect(none.said).toBe('pass: no cache yet');
    const refused = await ask(hostCacheRightsProbe, {
      folder,
      record: { services, access: { [path]: 'denied' } },
    });
    expect(refused.said).toBe('unknown: not allowed to look');
    expect(refused.facts.notSeen).toEqual(["rights on the host's cache"]);
    const open = { [path]: { everyone: true, entries: [] } };
    expect((await ask(hostCacheRightsProbe, { folder, record: { services, access: open } })).said).toBe(
      'pass: LocalSystem has full control',
    );
  });
});
