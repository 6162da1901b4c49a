import { describe, expect, it } from 'vitest';
import { causesOf } from '../../src/causes/index.ts';
import type { Facts } from '../../src/engine/facts.ts';
import type { Row } from '../../src/results/row.ts';
import { settingsFrom } from '../probes/context.ts';
import { rows, rowsFrom, walked } from './kit.ts';

const settings = settingsFrom({
  tenant: { id: 'contoso.example' },
  connectors: [
    { name: 'D', library: 'generic-ldap', target: { ldap: { url: 'ldap://dc.contoso.example' } } },
    { name: 'T', library: 'C:\\x.dll', target: { tcp: 'api.contoso.example:443' } },
  ],
});
const login = 'login.microsoftonline.com';
const agents = ['login.windows.net', 'management.azure.com', 'www.microsoft.com'] as const;
type Options = NonNullable<Parameters<typeof walked>[1]>;

/** All network rows of a site on which every host goes the same way; single hosts may differ. */
function site(every: Options, proxy: Facts = rows.direct, only: Readonly<Record<string, Options>> = {}) {
  const go = (host: string) => walked(host, { ...every, ...only[host] });
  return {
    'network.proxy': proxy,
    'network.dns': rows.dns(go(login)),
    'network.sign-in': rows.signIn(go(login)),
    'network.tls-inspection': rows.hosts(go(login), ...agents.map(go)),
    'network.agent-hosts': rows.hosts(go(login), ...agents.map(go)),
    'network.revocation': { usable: false, hosts: [] },
    'tenant.exists': { ...rows.signIn(go(login)), tenant: 'contoso.example' },
  } satisfies Record<string, Facts>;
}

const causes = (facts: Readonly<Record<string, Facts>>) => causesOf(rowsFrom(settings, facts));

const clockAt = (now: string) => ({ usable: true, now });

describe('one cause behind several rows', () => {
  it('nothing is wrong: no cause', () => {
    expect(causes(site({}))).toEqual([]);
  });

  it('a proxy that takes the connection and says nothing leads', () => {
    const proxy = rows.proxy(
      { steps: walked(login, { proxy: true, fails: ['proxy', 'NO_ANSWER'] }).steps },
      false,
    );
    expect(causes({ 'network.proxy': proxy })[0]).toMatchObject({ id: 'proxy-down' });
  });

  it('network.caFile that cannot be read is the first of all that follows', () => {
    const problem = { code: 'ENOENT', text: 'no such file' };
    const lost = (host: string) => ({
      ...walked(host, { fails: ['tls', 'SELF_SIGNED_CERT_IN_CHAIN'], publicRoot: false }),
      caFileProblem: problem,
    });
    const facts = {
      ...site({}),
      'network.sign-in': rows.signIn(lost(login)),
      'network.tls-inspection': rows.hosts(lost(login), ...agents.map(lost)),
      'network.agent-hosts': rows.hosts(lost(login), ...agents.map(lost)),
    };
    const [cause] = causes(facts);
    expect(cause).toMatchObject({
      id: 'ca-file',
      text: 'network.caFile of .ecmarc cannot be read (ENOENT): its authorities are not known here',
    });
    expect(cause?.probes).toEqual(
      expect.arrayContaining(['network.sign-in', 'network.tls-inspection', 'network.agent-hosts']),
    );
    const rowsNow = rowsFrom(settings, facts);
    for (const id of ['network.sign-in', 'network.tls-inspection'])
      expect(rowsNow.find((one) => one.id === id)?.remedy?.steps[0]).toMatchObject({
        owner: 'server',
        text: expect.stringContaining('Correct network.caFile in .ecmarc'),
      });
  });

  it.each([
    ['refused port', ['connection', 'ECONNREFUSED']],
    ['unknown name', ['name', 'ENOTFOUND']],
    ['no HTTP', ['proxy', 'ECONNRESET']],
  ] as const)('proxy down, %s: what needs a way out is its echo', (_, fails) => {
    const proxy = rows.proxy({ steps: walked(login, { proxy: true, fails: [...fails] }).steps }, false);
    const [cause, ...more] = causes({ 'network.proxy': proxy });
    expect(cause).toMatchObject({
      id: 'proxy-down',
      text: 'The proxy proxy:8080 does not answer: nothing gets out without it',
    });
    expect(cause?.probes[0]).toBe('network.proxy');
    expect(cause?.probes).toEqual(
      expect.arrayContaining(['network.dns', 'network.sign-in', 'network.agent-hosts', 'tenant.exists']),
    );
    expect(more.filter(({ probes }) => probes.some((id) => cause?.probes.includes(id)))).toEqual([]);
  });

  it.each([
    ['not-given', 'wants a password, and the services have none to give'],
    ['not-offered', 'wants a sign-in'],
    ['refused', 'refuses the password'],
    ['standing', 'refused the password before'],
  ])('proxy wants credentials: %s', (credentials, text) => {
    const { steps } = walked(login, { proxy: true, fails: ['proxy', 'HTTP_407'] });
    const [cause] = causes({ 'network.proxy': rows.proxy({ steps, status: 407, credentials }, false) });
    expect(cause?.id).toBe('proxy-credentials');
    expect(cause?.text).toContain(text);
    expect(cause?.probes.slice(0, 2)).toEqual(['network.proxy', 'network.dns']);
  });

  it('proxy that wants a password since', () => {
    const fails = { proxy: true, fails: ['proxy', 'HTTP_407'] } as const;
    const proxy = rows.proxy(
      { steps: walked(login, { proxy: true }).steps, status: 200, credentials: 'accepted' },
      true,
    );
    const [cause] = causes(site({ ...fails, fails: ['proxy', 'REFUSED_BEFORE'] }, proxy));
    expect(cause?.id).toBe('proxy-credentials');
    expect(cause?.probes).toEqual(
      expect.arrayContaining(['network.sign-in', 'network.agent-hosts', 'tenant.exists']),
    );
  });

  it.each([
    ['403', 'forbids every host'],
    ['502', 'reaches no host itself (502)'],
  ])('proxy that answers %s for every host', (status, text) => {
    const fails: Options = { proxy: true, fails: ['proxy', `HTTP_${status}`] };
    const proxy = rows.proxy({ steps: walked(login, fails).steps, status: Number(status) }, true);
    const [cause, ...more] = causes(site(fails, proxy));
    expect(cause?.id).toBe('proxy-refuses');
    expect(cause?.text).toContain(text);
    expect(cause?.probes[0]).toBe('network.proxy');
    expect(cause?.probes).toContain('tenant.exists');
    expect(more).toEqual([]);
  });

  it.each([
    ['EAI_AGAIN', 'DNS does not answer this server: no name can be found'],
    ['ENOTFOUND', 'do not know the names'],
  ])('DNS: %s', (code, text) => {
    const [cause, ...more] = causes(site({ fails: ['name', code] }));
    expect(cause?.id).toBe('dns');
    expect(cause?.text).toContain(text);
    expect(cause?.probes[0]).toBe('network.dns');
    expect(cause?.probes).toEqual(
      expect.arrayContaining(['network.sign-in', 'network.agent-hosts', 'tenant.exists']),
    );
    expect(more.filter(({ probes }) => probes.includes('network.sign-in'))).toEqual([]);
  });

  it('DNS that knows internal names only', () => {
    const inside = { usable: true, reached: walked('dc.contoso.example') };
    const [cause] = causes({ ...site({ fails: ['name', 'ENOTFOUND'] }), 'tcp.reach@T': inside });
    expect(cause?.text).toContain('find internal names, but not these of the internet');
    expect(cause?.probes).not.toContain('tcp.reach@T');
  });

  it('targets whose names are wrong are no fault of DNS', () => {
    const wrong = (host: string) => ({
      usable: false,
      reached: walked(host, { fails: ['name', 'ENOTFOUND'] }),
    });
    const found = causes({ ...site({}), 'tcp.reach@T': wrong('api'), 'ldap.reach@D': wrong('dc') });
    expect(found.filter(({ id }) => id === 'dns')).toEqual([]);
  });

  it('clock, by a Date that was seen', () => {
    const late = { date: '2026-01-01T12:00:00.000Z' };
    const facts = {
      ...site(late, rows.direct, {
        [agents[0]]: { fails: ['tls', 'CERT_NOT_YET_VALID'] },
        [agents[1]]: { fails: ['tls', 'CERT_NOT_YET_VALID'] },
      }),
      'server.clock': clockAt('2026-01-01T10:00:00.000Z'),
    };
    const [cause] = causes(facts);
    expect(cause).toMatchObject({ id: 'clock', text: expect.stringContaining('2 hours slow') });
    expect(cause?.probes[0]).toBe('server.clock');
    expect(cause?.probes).toContain('network.agent-hosts');
  });

  it.each([
    ['CERT_NOT_YET_VALID', 'it seems to be slow'],
    ['CERT_HAS_EXPIRED', 'it seems to be fast'],
  ])('clock, by certificates alone: %s', (code, text) => {
    const facts = { ...site({ fails: ['tls', code] }), 'server.clock': clockAt('2026-01-01T10:00:00.000Z') };
    const [cause] = causes(facts);
    expect(cause).toMatchObject({ id: 'clock', text: expect.stringContaining(text) });
    expect(cause?.probes).toEqual(
      expect.arrayContaining(['server.clock', 'network.sign-in', 'tenant.exists']),
    );
  });

  it('one expired certificate is no wrong clock', () => {
    const facts = site({}, rows.direct, { [agents[0]]: { fails: ['tls', 'CERT_HAS_EXPIRED'] } });
    expect(causes(facts).filter(({ id }) => id === 'clock')).toEqual([]);
  });

  it('no route, by the codes', () => {
    const [cause, ...more] = causes(site({ fails: ['connection', 'ENETUNREACH'] }));
    expect(cause).toMatchObject({ id: 'no-route', text: 'This server has no route to the internet' });
    expect(cause?.probes).toEqual(
      expect.arrayContaining(['network.sign-in', 'network.agent-hosts', 'tenant.exists']),
    );
    expect(more).toEqual([]);
  });

  it('no route, by the addresses of the server', () => {
    const facts = {
      ...site({ fails: ['connection', 'ETIMEDOUT'] }),
      'server.address': { usable: true, local: [], routes: { ipv4: null, ipv6: null } },
    };
    const [cause] = causes(facts);
    expect(cause?.id).toBe('no-route');
    expect(cause?.probes[0]).toBe('server.address');
  });

  it('a closed firewall, or a proxy that is not set', () => {
    const [cause] = causes(site({ fails: ['connection', 'ETIMEDOUT'] }));
    expect(cause).toMatchObject({
      id: 'closed',
      text: expect.stringContaining('a firewall is closed, or a proxy is missing'),
    });
  });

  it('TLS inspection, not trusted here', () => {
    const [cause, ...more] = causes(site({ fails: ['tls', 'SELF_SIGNED_CERT_IN_CHAIN'], publicRoot: false }));
    expect(cause).toMatchObject({ id: 'tls-inspection', text: 'TLS is opened on the way, by Inspector' });
    expect(cause?.probes[0]).toBe('network.tls-inspection');
    expect(cause?.probes).toEqual(
      expect.arrayContaining(['network.sign-in', 'network.agent-hosts', 'tenant.exists']),
    );
    expect(more).toEqual([]);
  });

  it('sign-in host exempted from inspection, hosts of the agent not', () => {
    const [cause] = causes(site({ publicRoot: false }, rows.direct, { [login]: { publicRoot: true } }));
    expect(cause).toMatchObject({
      id: 'agent-hosts-left-out',
      text: 'The sign-in host is exempted from TLS inspection, 3 of 3 hosts of the agent are not',
    });
  });

  it('sign-in host let through by the proxy, hosts of the agent not', () => {
    const proxy = rows.proxy({ steps: walked(login, { proxy: true }).steps, status: 200 }, true);
    const [cause] = causes(
      site({ proxy: true, fails: ['proxy', 'HTTP_403'] }, proxy, {
        [login]: { proxy: true, fails: undefined as never },
      }),
    );
    expect(cause).toMatchObject({
      id: 'agent-hosts-left-out',
      text: 'The sign-in host is let through, 3 of 4 hosts of the agent are not',
    });
  });
});

describe('causes', () => {
  it('explain no row twice, and come with what blocks others', () => {
    const facts = {
      ...site({ fails: ['name', 'EAI_AGAIN'] }),
      'server.os': { usable: false },
      'tcp.reach@T': { usable: false, reached: walked('api', { fails: ['name', 'EAI_AGAIN'] }) },
    };
    const found = causes(facts);
    const all = found.flatMap(({ probes }) => probes);
    expect(all).toHaveLength(new Set(all).size);
    expect(found.map(({ id }) => id)).toEqual(['dns', 'server.os']);
    expect(found[0]?.probes).toContain('tcp.reach@T');
  });

  it('are made of facts of any shape without a fault', () => {
    const odd = [
      { usable: true, reached: 1, hosts: 'x', answer: [], step: null },
      { usable: true, reached: { steps: [null, 1, { ok: false }] }, hosts: [null, { way: 3, tls: [] }] },
      { usable: true, answer: { steps: [{ ok: false, layer: 7 }] }, credentials: 5 },
    ] as unknown as Facts[];
    const sane = rowsFrom(settings, site({ fails: ['name', 'EAI_AGAIN'] }));
    for (const facts of odd) {
      const strange = sane.map((row) => ({ ...row, status: 'fail' as const, facts }));
      expect(() => causesOf(strange)).not.toThrow();
    }
  });

  it('are none of rows that were set aside; of a root that was, what it was', () => {
    const found = (isAside: (row: Row) => boolean) => {
      const rows = rowsFrom(settings, { 'server.os': { usable: false } }).map((row): Row => {
        const { id, status, message } = row;
        const judged = { status, message: id === 'server.os' ? 'Linux' : message };
        return isAside(row) ? { ...row, status: 'waived', message: 'a laptop', judged } : row;
      });
      return causesOf(rows).filter(({ id }) => id === 'server.os');
    };
    expect(found(() => true)).toEqual([]);
    const [cause] = found(({ id }) => id === 'server.os');
    expect(cause?.text).toMatch(/: Linux \(set aside\)$/);
    const few = found(({ id }) => id !== 'server.edition' && id !== 'server.os');
    expect(few.map(({ probes }) => probes)).toEqual([['server.os', 'server.edition']]);
  });

  it('do not change what they read', () => {
    const given = rowsFrom(settings, site({ fails: ['connection', 'ENETUNREACH'] }));
    const before = JSON.stringify(given);
    expect(causesOf(given)).toEqual(causesOf(given));
    expect(JSON.stringify(given)).toBe(before);
  });
});
