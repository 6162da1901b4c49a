import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createPlatform } from '../../src/platform/node.ts';
import { selectProxy } from '../../src/platform/proxy-selection.ts';
import { recordedWindows } from '../../src/platform/windows/recorded.ts';
import type { ProxyChoice, WindowsProxySettings } from '../../src/platform/windows/types.ts';
import { fromWindows, windowsRoots } from '../../src/platform/windows-machine.ts';

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
  it.each([
    ['nothing', none, 'direct', false],
    ['WinHTTP', { ...none, winHttp: seen({ proxy: 'p:1' }), user: seen({ proxy: 'u:1' }) }, 'system', false],
    ['this user', { ...none, user: seen({ proxy: 'http=a:80;https=u:1' }) }, 'user', false],
    [
      'the machine by policy',
      { ...none, perMachine: true, machine: seen({ proxy: 'm:1' }), user: seen({ proxy: 'u:1' }) },
      'system',
      false,
    ],
    [
      'a script of the machine by policy',
      {
        ...none,
        perMachine: true,
        machine: seen({ autoConfigUrl: 'http://x/proxy.pac' }),
        user: seen({ proxy: 'u:1' }),
      },
      'direct',
      true,
    ],
    ['a script', { ...none, user: seen({ autoConfigUrl: 'http://x/proxy.pac' }) }, 'direct', true],
    [
      'not to be read',
      { ...none, winHttp: { state: 'denied' as const }, user: { state: 'absent' as const } },
      'direct',
      false,
    ],
  ])('%s', (_, sources, source, pac) => {
    const out = selectProxy({ ...fromWindows(sources), env: {} });
    expect(out.way.kind === 'direct' ? 'direct' : out.way.source).toBe(source);
    expect(out.pac).toBe(pac);
  });

  it.each<[string, Partial<WindowsProxySettings>, object]>([
    ['told', { winHttp: { state: 'absent' } }, {}],
    ['refused', { winHttp: { state: 'denied' } }, { systemUnread: { code: 'EACCES' } }],
    [
      'not told',
      { winHttp: { state: 'failed', problem: { code: '12', text: 'x' } } },
      { systemUnread: { code: '12', text: 'x' } },
    ],
    [
      'not told, where a policy makes another the one for all',
      { winHttp: seen({}), perMachine: true, machine: { state: 'denied' } },
      { systemUnread: { code: 'EACCES' } },
    ],
  ])('the system-wide one is %s', (_, sources, expected) => {
    const out = selectProxy({ ...fromWindows({ ...none, ...sources }), env: {} });
    expect(out.way.kind).toBe('direct');
    expect(out).toMatchObject(expected);
    expect('systemUnread' in out).toBe('systemUnread' in expected);
  });

  it('reach the platform, with what is added to them', async () => {
    const platform = createPlatform({
      windows: async () =>
        recordedWindows({ proxies: { winHttp: seen({ proxy: 'p:1', bypass: '<local>' }) } }),
      windowsProxySources: async () => ({ agent: { installed: true } }),
    });
    expect(await platform.windowsProxySources(idle)).toMatchObject({
      system: { address: 'p:1', bypass: '<local>' },
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
});
