import { describe, expect, it } from 'vitest';
import { defined } from '../../src/base/defined.ts';
import { bypassesProxy } from '../../src/platform/proxy-bypass.ts';
import {
  environmentProxy,
  isLoopback,
  type ProxyOrDirect,
  parseProxy,
  proxyForHost,
  proxyLabel,
  selectProxy,
} from '../../src/platform/proxy-selection.ts';
import type { ProxySources } from '../../src/platform/types.ts';

const all: Required<Omit<ProxySources, 'systemUnread' | 'userUnread'>> = {
  agent: { installed: true, address: 'http://agent:1' },
  settings: { address: 'http://settings:2', user: 'svc' },
  system: { address: 'system:3', bypass: '<local>' },
  user: { address: 'http=plain:80;https=user:4' },
  env: { HTTPS_PROXY: 'http://me:secret@env:5' },
};

describe('the order of sources', () => {
  const order = ['agent', 'settings', 'system', 'user', 'environment'] as const;

  it.each(order.map((source, place) => ({ source, place })))(
    '$source counts when those before are absent',
    ({ source, place }) => {
      const left: Record<string, unknown> = { ...all };
      for (const gone of order.slice(0, place)) delete left[gone];
      const out = selectProxy({ env: {}, ...left } as ProxySources);
      expect(out.way).toMatchObject({ kind: 'proxy', source });
      expect(out.found).toHaveLength(order.length - place);
    },
  );

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
    expect(selectProxy({ env: {}, agent: { installed: true } }).agentFile).toBe(false);
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
