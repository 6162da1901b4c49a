import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createPlatform } from '../../src/platform/node.ts';
import { selectProxy } from '../../src/platform/proxy-selection.ts';
import { recordedWindows, type WindowsRecord } from '../../src/platform/windows/recorded.ts';
import type { ProxyChoice, RegistryValue, WindowsProxySettings } from '../../src/platform/windows/types.ts';
import { fromWindows, windowsProxies, windowsRoots } from '../../src/platform/windows-machine.ts';

const idle = new AbortController().signal;
const seen = (value: ProxyChoice) => ({ state: 'seen' as const, value });
const none: WindowsProxySettings = {
  winHttp: seen({}),
  user: seen({}),
  machine: seen({}),
  perMachine: false,
  environment: {},
};

describe('proxies of Windows', () => {
  const account = 'HKU\\S-1-5-20\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
  const machine = account.replace('HKU\\S-1-5-20', 'HKLM');
  /** As Windows writes it: version, counter, flags, three texts after their lengths, and room for more. */
  const blob = (flags: number, ...texts: string[]): RegistryValue => {
    const number = (value: number) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(value);
      return bytes;
    };
    const parts = texts.flatMap((text) => [number(text.length), Buffer.from(text, 'latin1')]);
    const bytes = Buffer.concat([number(70), number(4), number(flags), ...parts, Buffer.alloc(32)]);
    return { type: 'binary', data: bytes.toString('hex') };
  };
  const saved = (value: RegistryValue) => ({
    [`${account}\\Connections`]: { values: { DefaultConnectionSettings: value } },
  });
  const look = async (record: WindowsRecord) => {
    const sources = await windowsProxies(async () => recordedWindows(record), idle);
    return { ...selectProxy({ ...sources, env: {} }), sources };
  };
  const detects = { way: { kind: 'direct' }, pac: true, services: { detects: true } };

  it.each<[string, WindowsRecord, object]>([
    ['no settings at all: detection', {}, detects],
    [
      'WinHTTP alone',
      { proxies: { winHttp: seen({ proxy: 'p:1' }) } },
      { ...detects, winHttp: { host: 'p' } },
    ],
    [
      "this user's beside it",
      { proxies: { user: seen({ proxy: 'http=a:80;https=u:1' }) } },
      { way: { source: 'user', host: 'u' } },
    ],
    [
      "the account's proxy",
      { registry: saved(blob(3, 'p:1', '<local>')) },
      { way: { source: 'service', host: 'p', exceptions: { local: true } } },
    ],
    [
      'a proxy that is switched off',
      { registry: saved(blob(1, 'p:1')) },
      { way: { kind: 'direct' }, pac: false },
    ],
    [
      "the account's script",
      { registry: saved(blob(5, '', '', 'http://x/proxy.pac')) },
      { way: { kind: 'direct' }, pac: true },
    ],
    ["the account's detection", { registry: saved(blob(9)) }, detects],
    ['direct, said outright', { registry: saved(blob(1)) }, { way: { kind: 'direct' }, pac: false }],
    [
      'by values alone',
      { registry: { [account]: { values: { ProxyEnable: 1, ProxyServer: 'p:1' } } } },
      { way: { source: 'service' } },
    ],
    [
      'another type',
      { registry: saved({ type: 'sz', data: 'x' }) },
      { systemUnread: { code: 'WRONG_TYPE' } },
    ],
    [
      'cut short',
      { registry: saved({ type: 'binary', data: '46000000' }) },
      { systemUnread: { code: 'WRONG_TYPE' } },
    ],
    [
      'values alone, the switch of another type',
      { registry: { [account]: { values: { ProxyEnable: '1', ProxyServer: 'p:1' } } } },
      { systemUnread: { code: 'WRONG_TYPE' } },
    ],
    [
      'a policy that does not say whose settings count',
      {
        proxies: { perMachineUnread: { code: 'WRONG_TYPE', text: 'of another type' } },
        registry: saved(blob(3, 'p:1')),
      },
      { way: { kind: 'direct' }, systemUnread: { code: 'WRONG_TYPE' } },
    ],
    [
      "the machine's environment unread",
      { proxies: { environmentUnread: { code: 'EACCES', text: 'not allowed' } } },
      { machineEnvironmentUnread: { code: 'EACCES' } },
    ],
    [
      'refused',
      { registry: { [`${account}\\Connections`]: 'denied' } },
      { systemUnread: { code: 'EACCES' } },
    ],
    [
      "the machine's by policy",
      { proxies: { perMachine: true, machine: seen({ proxy: 'm:1' }), user: seen({ proxy: 'u:1' }) } },
      { way: { source: 'machine', host: 'm' } },
    ],
    [
      "the machine's by policy, in its own form",
      {
        proxies: { perMachine: true },
        registry: { [`${machine}\\Connections`]: { values: { DefaultConnectionSettings: blob(3, 'm:1') } } },
      },
      { way: { source: 'machine', host: 'm' } },
    ],
    [
      'a script of the machine by policy',
      { proxies: { perMachine: true, machine: seen({ autoConfigUrl: 'http://x/proxy.pac' }) } },
      { way: { kind: 'direct' }, pac: true },
    ],
  ])('%s', async (_, record, expected) => expect(await look(record)).toMatchObject(expected));

  const agent = (account: string, state: 'running' | 'stopped' = 'running') => ({
    services: { AADConnectProvisioningAgent: { account, state } },
  });
  const own = (sid: string) => ({
    [`HKU\\${sid}\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections`]: {
      values: { DefaultConnectionSettings: blob(3, `${sid.toLowerCase()}:1`) },
    },
  });

  it.each([
    ['LocalSystem', 'S-1-5-18'],
    ['NT AUTHORITY\\LocalService', 'S-1-5-19'],
    ['NT AUTHORITY\\NetworkService', 'S-1-5-20'],
    ['NT SERVICE\\AADConnectProvisioningAgent', 'S-1-5-80-7'],
    ['CONTOSO\\gmsa$', 'S-1-5-21-1-2-3-7'],
  ])('are those of %s', async (account, sid) => {
    const accounts = { [account]: { sid, groups: { state: 'absent' as const } } };
    const out = await look({ ...agent(account), accounts, registry: own(sid) });
    expect(out).toMatchObject({ services: { account }, way: { source: 'service', host: sid.toLowerCase() } });
  });

  it('of a service that stands still are not known', async () => {
    const accounts = { 'CONTOSO\\gmsa$': { sid: 'S-1-5-21-1', groups: { state: 'absent' as const } } };
    expect(await look({ ...agent('CONTOSO\\gmsa$', 'stopped'), accounts })).toMatchObject({
      systemUnread: { code: 'NOT_LOADED' },
    });
    expect(await look(agent('CONTOSO\\nobody'))).toMatchObject({ systemUnread: { code: 'NO_ACCOUNT' } });
  });

  it.each([
    ['may not', { state: 'denied' }, 'EACCES'],
    ['cannot', { state: 'failed', problem: { code: '1702', text: 'it broke' } }, '1702'],
  ] as const)('of a service that %s be asked are not those of another account', async (_, answer, code) => {
    const windows = recordedWindows({ registry: own('S-1-5-20') });
    const sources = await windowsProxies(async () => ({ ...windows, service: async () => answer }), idle);
    expect(selectProxy({ ...sources, env: {} })).toMatchObject({
      way: { kind: 'direct' },
      systemUnread: { code },
      services: { account: 'NT SERVICE\\AADConnectProvisioningAgent' },
    });
  });

  it.each<[string, Partial<WindowsProxySettings>, object]>([
    ['told', { winHttp: { state: 'absent' }, user: { state: 'absent' } }, {}],
    ['refused', { winHttp: { state: 'denied' } }, { winHttpUnread: { code: 'EACCES' } }],
    [
      'not told',
      { user: { state: 'failed', problem: { code: '12', text: 'x' } } },
      { userUnread: { code: '12', text: 'x' } },
    ],
  ])("WinHTTP's and this user's are %s", (_, sources, expected) => {
    const out = fromWindows({ ...none, ...sources });
    expect(out).toMatchObject({ user: {}, ...expected });
    expect(Object.keys(out).toSorted()).toEqual(
      [...Object.keys(expected), 'user', 'winHttp'].filter((one) => one !== 'winHttp').toSorted(),
    );
  });

  it('reach the platform, with what is added to them', async () => {
    const platform = createPlatform({
      windows: async () =>
        recordedWindows({ proxies: { winHttp: seen({ proxy: 'p:1', bypass: '<local>' }) } }),
      windowsProxySources: async () => ({ agent: { installed: true } }),
    });
    expect(await platform.windowsProxySources(idle)).toMatchObject({
      winHttp: { address: 'p:1', bypass: '<local>' },
      agent: { installed: true },
    });
  });
});

describe('memory of Windows', () => {
  it('has what is installed, and whether it may shrink', async () => {
    const memory = { installed: 4096, visible: 4000, available: 1, hyperV: true, balloon: 'dmvsc' };
    const platform = createPlatform({ windows: async () => recordedWindows({ memory }) });
    expect(await platform.memory(idle)).toMatchObject({
      visible: 4000,
      modules: { bytes: 4096 },
      balloon: 'dmvsc',
    });
  });

  it('falls back when Windows refuses', async () => {
    const platform = createPlatform({ windows: async () => recordedWindows({ memory: 'denied' }) });
    expect((await platform.memory(idle)).visibleSource).toBe('as the system says');
  });
});

describe('roots of Windows', () => {
  const own = rootCertificates[0] ?? '';

  it("are the machine's, and the public ones that it fetches when needed", async () => {
    const certificates = { 'LocalMachine\\Root': [{ pem: own, thumbprint: 'A' }] };
    const roots = await windowsRoots(async () => recordedWindows({ certificates }), ['public']);
    expect(roots.pems).toEqual([own, 'public']);
    expect(roots.source).toContain('LocalMachine');
  });

  it("this user's own stand apart", async () => {
    const machine = { pem: own, thumbprint: 'A' };
    const certificates = {
      'LocalMachine\\Root': [machine],
      'CurrentUser\\Root': [machine, { pem: 'mine', thumbprint: 'B' }],
    };
    const roots = await windowsRoots(async () => recordedWindows({ certificates }), []);
    expect(roots.pems).toEqual([own]);
    expect(await roots.ofUser?.()).toEqual(['mine']);
    const bare = await windowsRoots(
      async () => recordedWindows({ certificates: { 'LocalMachine\\Root': [machine] } }),
      [],
    );
    expect(await bare.ofUser?.()).toEqual([]);
  });

  it('what LocalMachine\\CA holds stands between them, and is none itself', async () => {
    const certificates = {
      'LocalMachine\\Root': [{ pem: own, thumbprint: 'A' }],
      'LocalMachine\\CA': [{ pem: 'held', thumbprint: 'B' }],
      'LocalMachine\\Disallowed': [{ pem: 'banned', thumbprint: 'C' }],
    };
    const reader = recordedWindows({ certificates });
    const roots = await windowsRoots(async () => reader, []);
    expect(roots).toMatchObject({ pems: [own], between: ['held'], distrusted: ['banned'] });
    const shut: typeof reader = {
      ...reader,
      certificates: async (location, store) =>
        store === 'CA' ? { state: 'denied' } : reader.certificates(location, store),
    };
    expect(await windowsRoots(async () => shut, [])).toMatchObject({ pems: [own], between: [] });
  });
});
