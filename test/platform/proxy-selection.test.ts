import { describe, expect, it } from 'vitest';
import { defined } from '../../src/base/defined.ts';
import type { DefaultProxy } from '../../src/formats/dotnet-config/default-proxy.ts';
import { environmentProxy, parseProxy } from '../../src/platform/proxy-address.ts';
import { bypassesProxy } from '../../src/platform/proxy-bypass.ts';
import {
  isLoopback,
  type ProxyOrDirect,
  proxyForHost,
  proxyLabel,
  selectProxy,
} from '../../src/platform/proxy-selection.ts';
import type { ProxySources } from '../../src/platform/types.ts';
import type { ProxyChoice } from '../../src/platform/windows/types.ts';

const proxy = (address: string): DefaultProxy => ({ kind: 'proxy', address });
const all: ProxySources = {
  agent: { installed: true, file: 'a', says: proxy('http://agent:1') },
  machineConfig: { file: 'm', says: proxy('http://dotnet:6') },
  settings: { address: 'http://settings:2', user: 'svc' },
  services: {
    account: 'NETWORK SERVICE',
    from: 'account',
    choice: { proxy: 'service:3', bypass: '<local>' },
  },
  user: { address: 'http=plain:80;https=user:4' },
  env: { HTTPS_PROXY: 'http://me:secret@env:5' },
};

describe('the order of sources', () => {
  const order = ['agent', 'machine-config', 'settings', 'service', 'user', 'environment'] as const;
  const members = ['agent', 'machineConfig', 'settings', 'services', 'user'] as const;

  it.each(order.map((source, place) => ({ source, place })))(
    '$source counts when those before are absent',
    ({ source, place }) => {
      const left: Record<string, unknown> = { ...all };
      for (const gone of members.slice(0, place)) delete left[gone];
      const out = selectProxy({ env: {}, ...left } as ProxySources);
      expect(out.way).toMatchObject({ kind: 'proxy', source });
      // Of the two files one counts, and where one does, Windows' settings do not.
      expect(out.found).toHaveLength(place < 2 ? 4 : order.length - place);
    },
  );

  it.each<[DefaultProxy, boolean]>([
    [proxy('http://agent:1'), true],
    [{ kind: 'unset' }, false],
    [{ kind: 'system' }, false],
    [{ kind: 'system-fixed' }, false],
    [{ kind: 'detect' }, false],
  ])("does the agent's file name a proxy? %j: %s", (says, agentFile) => {
    const settings = { address: 'http://settings:2' };
    const out = selectProxy({ env: {}, settings, agent: { installed: true, file: 'a', says } });
    expect(out).toMatchObject({ agentFile });
  });

  it.each<[DefaultProxy, boolean | undefined]>([
    [{ kind: 'system', ownAccount: true }, true],
    [{ kind: 'system' }, undefined],
    [{ kind: 'proxy', address: 'http://agent:1', ownAccount: true }, true],
    [proxy('http://agent:1'), undefined],
  ])('knows where .NET answers a proxy as its own account: %j', (says, ownAccount) => {
    const { services } = all;
    const { way } = selectProxy({
      env: {},
      agent: { installed: true, file: 'a', says },
      ...defined({ services }),
    });
    expect(way).toMatchObject({ kind: 'proxy', ...defined({ ownAccount }) });
    expect('ownAccount' in way).toBe(ownAccount === true);
  });

  it("blanks as the services' proxy are none, a placeholder ends every request", () => {
    const services = (text: string) => ({ account: 'a', from: 'account' as const, choice: { proxy: text } });
    expect(selectProxy({ env: {}, services: services('  ') })).toMatchObject({ way: { kind: 'direct' } });
    expect(selectProxy({ env: {}, services: services('  ') }).configured).toBeUndefined();
    expect(selectProxy({ env: {}, services: services('{proxy}:8080') }).configured).toMatchObject({
      from: 'service',
      kind: 'throws',
    });
  });

  it("tells the machine's environment from the user's", () => {
    const machineEnv = { HTTPS_PROXY: 'http://proxy:8080' };
    const env = { HTTPS_PROXY: 'http://me:secret@proxy:8080' };
    expect(selectProxy({ env, machineEnv })).toMatchObject({
      way: { source: 'machine-environment', account: 'me' },
    });
    expect(selectProxy({ env: { HTTPS_PROXY: 'http://other:1' }, machineEnv })).toMatchObject({
      way: { source: 'environment', host: 'other' },
      machineEnvironment: { host: 'proxy', port: 8080 },
    });
    // What this process does not have is no way that it can try.
    expect(selectProxy({ env: {}, machineEnv })).toMatchObject({
      way: { kind: 'direct' },
      found: [],
      machineEnvironment: { host: 'proxy' },
    });
  });

  it('is direct without any', () => {
    expect(selectProxy({ env: {} })).toEqual({
      way: { kind: 'direct' },
      found: [],
      unusable: [],
      pac: false,
    });
  });

  it('never carries a password', () => {
    const text = JSON.stringify(selectProxy(all));
    expect(text).not.toContain('secret');
    expect(text).toContain('"account":"me"');
  });

  it("tells an agent's file without a proxy from no agent", () => {
    const says = (one: DefaultProxy) =>
      selectProxy({ env: {}, agent: { installed: true, says: one } }).agentFile;
    expect(selectProxy({ env: {}, agent: { installed: true } }).agentFile).toBe(false);
    expect(says({ kind: 'system' })).toBe(false);
    expect(says({ kind: 'direct', why: '' })).toBe(true);
    expect(selectProxy(all).agentFile).toBe(true);
    expect(selectProxy({ env: {}, agent: { installed: false } })).not.toHaveProperty('agentFile');
  });

  it('notes a PAC script and an address that is no http proxy', () => {
    const out = selectProxy({
      env: { all_proxy: 'socks5://socks:1080' },
      user: { pac: 'http://wpad/wpad.dat' },
    });
    expect(out).toMatchObject({ way: { kind: 'direct' }, pac: true, unusable: [{ source: 'environment' }] });
  });
});

describe('the way of the services', () => {
  const services = (choice: ProxyChoice, from: 'account' | 'machine' = 'account') => ({
    env: {},
    services: { account: 'NETWORK SERVICE', from, choice },
  });
  const agent = (says: DefaultProxy) => ({ installed: true, file: 'a', says });

  it.each<[string, ProxySources, object]>([
    [
      "the agent's file switches proxies off",
      { ...all, agent: agent({ kind: 'direct', why: 'off' }) },
      { way: { kind: 'direct' }, configured: { from: 'agent', kind: 'direct' } },
    ],
    [
      'machine.config switches them off',
      {
        ...all,
        agent: agent({ kind: 'unset' }),
        machineConfig: { file: 'm', says: { kind: 'direct', why: 'off' } },
      },
      { way: { kind: 'direct' }, configured: { from: 'machine-config' } },
    ],
    [
      "machine.config counts not beside the agent's section",
      { ...all, agent: agent({ kind: 'system' }) },
      { way: { source: 'settings' }, configured: { from: 'agent' } },
    ],
    [
      'what the agent refuses is told, and the next is tried',
      { ...all, agent: agent({ kind: 'throws', place: 'p', reason: 'r' }) },
      { way: { source: 'settings' }, configured: { kind: 'throws', text: 'p: r' } },
    ],
    [
      'a module',
      { env: {}, agent: agent({ kind: 'open', what: 'module' }) },
      { configured: { kind: 'open' } },
    ],
    [
      'machine.config cannot be read',
      { env: {}, machineConfig: { file: 'm', unread: { code: 'EACCES', text: 'no' } } },
      { configured: { from: 'machine-config', kind: 'open' } },
    ],
    [
      'WinHTTP alone: direct',
      { env: {}, winHttp: { address: 'w:1' } },
      { way: { kind: 'direct' }, winHttp: { host: 'w' } },
    ],
    ['their own settings', services({ proxy: 'p:1' }), { way: { host: 'p', source: 'service' } }],
    ["the machine's by policy", services({ proxy: 'p:1' }, 'machine'), { way: { source: 'machine' } }],
    [
      'https has no part: direct',
      services({ proxy: 'http=a:1;ftp=b:2' }),
      { way: { kind: 'direct' }, unusable: [] },
    ],
    ['https has its part', services({ proxy: 'http=a:1;https=b:2' }), { way: { host: 'b', port: 2 } }],
    [
      'a malformed part throws',
      services({ proxy: 'http=a:1 https=b:2' }),
      { configured: { from: 'service', kind: 'throws' } },
    ],
    [
      'an https proxy throws',
      services({ proxy: 'https://p:1' }),
      { configured: { from: 'service', kind: 'throws' } },
    ],
    ['detection, not looked for', services({ autoDetect: true }), { way: { kind: 'direct' }, pac: true }],
    [
      'detection, nothing found',
      { ...services({ autoDetect: true }), detected: false },
      { pac: false, detection: 'nothing' },
    ],
    [
      "their script, not this user's",
      { ...services({ autoConfigUrl: 'http://x' }), user: {} },
      { pac: true },
    ],
    ["this user's script is not theirs", { ...services({}), user: { pac: 'http://x' } }, { pac: false }],
    [
      'their settings were not seen',
      { env: {}, services: { account: 'x', from: 'account', unread: { code: 'EACCES', text: 'no' } } },
      { systemUnread: { code: 'EACCES' } },
    ],
    [
      "not seen, but the agent's file decides",
      {
        env: {},
        agent: agent(proxy('http://p:1')),
        services: { account: 'x', from: 'account', unread: { code: 'EACCES', text: 'no' } },
      },
      { systemUnread: undefined },
    ],
    [
      'the fixed proxy of the system, never its script',
      { ...services({ proxy: 'p:1', autoConfigUrl: 'http://x' }), agent: agent({ kind: 'system-fixed' }) },
      { way: { host: 'p' }, pac: false },
    ],
    [
      "exceptions of the file in place of the system's",
      {
        ...services({ proxy: 'p:1', bypass: '<local>;a' }),
        agent: agent({ kind: 'system-fixed', local: false, expressions: ['b'] }),
      },
      { way: { exceptions: { local: false, expressions: ['b'] } } },
    ],
    [
      "an address with the system's exceptions",
      {
        ...services({ proxy: 'p:1', bypass: 'a' }),
        agent: agent({ kind: 'proxy', address: 'http://q', local: true, ofSystem: true }),
      },
      { way: { host: 'q', exceptions: { local: true, expressions: ['^(?:.*://)?a(?::[0-9]{1,5})?$'] } } },
    ],
    [
      'an address alone has no exceptions',
      { ...services({ proxy: 'p:1', bypass: 'a' }), agent: agent(proxy('http://q')) },
      { way: { host: 'q', exceptions: { local: false, expressions: [] } } },
    ],
    [
      'a name in the address is not used',
      { env: {}, agent: agent(proxy('http://svc:x@q')) },
      {
        way: { host: 'q' },
        found: [
          {
            kind: 'proxy',
            host: 'q',
            port: 80,
            tls: false,
            source: 'agent',
            exceptions: { local: false, expressions: [] },
          },
        ],
      },
    ],
  ])('%s', (_, sources, expected) => {
    const out: object = selectProxy(sources);
    expect({ systemUnread: undefined, ...out }).toMatchObject(expected);
  });

  it('goes round the proxy for the hosts that the agent excepts', () => {
    const { way } = selectProxy({
      env: {},
      agent: agent({ kind: 'proxy', address: 'http://q', expressions: ['[a-z]+\\.contoso\\.example$'] }),
    });
    expect(proxyForHost(way, 'www.contoso.example', 443).kind).toBe('direct');
    expect(proxyForHost(way, 'www.contoso.example.com', 443).kind).toBe('proxy');
  });
});

describe('a proxy address', () => {
  it.each([
    ['proxy:8080', { host: 'proxy', port: 8080, tls: false }],
    ['http://proxy', { host: 'proxy', port: 80, tls: false }],
    ['https://proxy', { host: 'proxy', port: 443, tls: true }],
    ['http://[::1]:3128/', { host: '::1', port: 3128, tls: false }],
    ['http=a:80;https=b:443', { host: 'b', port: 443, tls: false }],
    ['http://u%40d:p%3Aq@proxy:1', { host: 'proxy', port: 1, tls: false, user: 'u@d', password: 'p:q' }],
  ])('%s', (address, expected) => expect(parseProxy(address)).toEqual(expected));

  it.each(['socks5://proxy:1080', 'http=a:80', 'http://', '', 'proxy:99999', 'file:///etc/passwd'])(
    'not %j',
    (address) => expect(parseProxy(address)).toBeUndefined(),
  );
});

describe('the environment', () => {
  it.each([
    [
      { https_proxy: 'a:1', HTTPS_PROXY: 'b:2', no_proxy: 'x' },
      { address: 'a:1', bypass: 'x' },
    ],
    [{ HTTPS_PROXY: 'b:2', ALL_PROXY: 'c:3' }, { address: 'b:2' }],
    [
      { ALL_PROXY: 'c:3', NO_PROXY: '*' },
      { address: 'c:3', bypass: '*' },
    ],
    [{ HTTP_PROXY: 'd:4', https_proxy: '' }, undefined],
  ])('%j', (env, expected) => expect(environmentProxy(env)).toEqual(expected));
});

describe('exceptions', () => {
  it.each([
    ['*', 'login.microsoftonline.com', 443, true],
    ['microsoftonline.com', 'login.microsoftonline.com', 443, true],
    ['.microsoftonline.com', 'login.microsoftonline.com', 443, true],
    ['softonline.com', 'login.microsoftonline.com', 443, false],
    ['login.microsoftonline.com:443', 'LOGIN.microsoftonline.com.', 443, true],
    ['login.microsoftonline.com:8443', 'login.microsoftonline.com', 443, false],
    ['a, b;c d', 'c', 1, true],
    ['10.0.0.0/8', '10.1.2.3', 1, true],
    ['10.0.0.0/8', '11.1.2.3', 1, false],
    ['10.0.0.0/99', '10.1.2.3', 1, false],
    ['10.1.2.3', '10.1.2.3', 1, true],
    ['10.1.2.3:8', '10.1.2.3', 8, true],
    ['.1', '10.0.0.1', 1, false],
    ['fd00::/8', 'fd12::1', 1, true],
    ['[fd12::1]:443', 'fd12::1', 443, true],
    ['[fd12::1]:444', 'fd12::1', 443, false],
    ['FD12:0::1', 'fd12::1', 443, true],
    ['<local>', 'intranet', 1, true],
    ['<local>', 'intranet.contoso.example', 1, false],
    ['*.contoso.example', 'a.b.contoso.example', 1, true],
    ['10.*', '10.9.9.9', 1, true],
    ['log*online.com', 'login.microsoftonline.com', 1, true],
    ['log*online.com', 'catalogue.online.com.evil', 1, false],
    ['', 'anything', 1, false],
    ['.', 'anything', 1, false],
  ])('%j for %s:%i is %s', (list, host, port, expected) =>
    expect(bypassesProxy(list, host, port)).toBe(expected),
  );

  const way = (source: 'settings' | 'environment', bypass?: string): ProxyOrDirect => ({
    kind: 'proxy',
    host: 'proxy',
    port: 1,
    tls: false,
    source,
    ...defined({ bypass }),
  });

  it('loopback goes round every proxy but the one of .ecmarc', () => {
    expect(proxyForHost(way('environment'), 'localhost', 1)).toEqual({ kind: 'direct' });
    expect(proxyForHost(way('settings'), 'localhost', 1)).toMatchObject({ source: 'settings' });
    expect(proxyForHost(way('environment', 'example'), 'a.example', 1)).toEqual({ kind: 'direct' });
    expect(proxyForHost(way('environment', 'example'), 'a.other', 1)).toMatchObject({
      source: 'environment',
    });
  });

  it.each([
    ['localhost', true],
    ['LOCALHOST.', true],
    ['a.localhost', true],
    ['127.9.9.9', true],
    ['[::1]', true],
    ['localhost.contoso.example', false],
    ['128.0.0.1', false],
  ])('%s is loopback: %s', (host, expected) => expect(isLoopback(host)).toBe(expected));

  it('names the way', () => {
    expect(proxyLabel({ kind: 'direct' })).toBe('direct');
    expect(proxyLabel({ ...way('settings'), host: '::1' } as ProxyOrDirect)).toBe('[::1]:1');
  });
});
