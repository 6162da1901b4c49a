import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { probesFor } from '../../src/probes/index.ts';
import { noFacts } from '../facts.ts';
import { account, custom, ldapSite, read, sqlSite, url } from './catalogue-sites.ts';

describe('another database engine', () => {
  const given = { ...sqlSite({ engine: 'other', dsn: 'c.dsn' }), attest: { targetWritable: ['S'] } };
  const settings = read(given);
  const probes = probesFor(settings, { writeTest: true });
  const rules = { profile: 'ga', severity: 'required' } as const;
  const rows = ['server-kind', 'database', 'table', 'rights', 'anchor', 'required-columns', 'delta', 'write'];
  const rowOf = (name: string) => probes.find(({ id }) => id === `sql.${name}@S`);

  it.each(['driver', 'dsn', 'reach', 'odbc', 'login', ...rows])('%s is looked at', (name) => {
    expect(rowOf(name)?.answerable).toBeUndefined();
  });

  it("a person's word for the target settles rights and write test, and nothing else", () => {
    const settled = rows.filter((name) => rowOf(name)?.attested?.(settings, rules) !== undefined);
    expect(settled).toEqual(['rights', 'write']);
  });

  it.each(rows)('%s of a report of earlier versions, which asked a person, still opens', (name) => {
    const verdict = rowOf(name)?.work?.judge(
      { facts: { usable: true }, settings, observedAt: '', uses: noFacts },
      rules,
    );
    expect(verdict?.status).toBe('manual');
    expect(JSON.stringify(verdict?.remedy)).toContain('targetWritable: [S]');
  });
});

it.each(['generic-ldap', 'generic-sql'])('a write test without a target asks for nothing: %s', (library) => {
  const given = read({ connectors: [{ name: 'S', library, writeTest: true }] });
  const write = probesFor(given, { writeTest: false }).find(({ id }) => /\.write@S$/.test(id));
  expect(write?.notConfigured?.(given)?.message).toBe('no target in .ecmarc');
  expect([write?.asks, write?.notAllowed?.(given)]).toEqual([undefined, undefined]);
});

describe('what facts depend on', () => {
  const fingerprint = (target: object, id: string) =>
    probesFor(read(ldapSite(target)), { writeTest: false }).find((one) => one.id === id)?.fingerprint;
  const target = { url, startTls: true, ...account };

  it('holds no secret', () => {
    const given = {
      ...ldapSite(target, { secretToken: 'planted-secret' }),
      tenant: {
        id: 'c.example',
        signIn: {
          method: 'client-secret',
          clientId: '00000000-0000-0000-0000-000000000000',
          secret: 'planted-secret',
        },
      },
      network: { proxy: { url: 'http://proxy:8080', user: 'u', password: 'planted-secret' } },
    };
    const probes = probesFor(read(given), { writeTest: false });
    expect(inspect(probes, { depth: 9 })).not.toContain('planted-secret');
    expect(probes.filter(({ fingerprint: one }) => one !== undefined).length).toBeGreaterThan(30);
  });

  it('is another bind only when server or account changed', () => {
    const bind = fingerprint(target, 'ldap.bind@D');
    expect(fingerprint({ ...target, objectClass: 'person' }, 'ldap.bind@D')).toBe(bind);
    expect(fingerprint({ ...target, bindDn: 'cn=other' }, 'ldap.bind@D')).not.toBe(bind);
    expect(fingerprint({ ...target, password: { env: 'P' } }, 'ldap.bind@D')).not.toBe(bind);
    expect(fingerprint({ ...target, objectClass: 'person' }, 'ldap.schema@D')).not.toBe(
      fingerprint(target, 'ldap.schema@D'),
    );
  });
});

it('what a target is reached by depends on the authorities of the network, too', () => {
  const tls = (network: object) =>
    probesFor(read({ ...ldapSite({ url, startTls: true }), network }), { writeTest: false }).find(
      ({ id }) => id === 'ldap.tls@D',
    )?.fingerprint;
  expect(tls({ caFile: 'one.pem' })).not.toBe(tls({}));
  expect(tls({ caFile: 'one.pem' })).not.toBe(tls({ caFile: 'other.pem' }));
});

describe('addresses', () => {
  it.each([
    [ldapSite({ url: 'ldap://ldap01' }), 'ldap.reach@D', 'ldap01:389'],
    [ldapSite({ url: 'ldaps://ldap01' }), 'ldap.reach@D', 'ldap01:636'],
    [ldapSite({ url: 'ldap://[::1]:1389' }), 'ldap.reach@D', '[::1]:1389'],
    [sqlSite({}), 'sql.reach@S', 'sql01:1433'],
    [sqlSite({ port: 1500 }), 'sql.reach@S', 'sql01:1500'],
    [sqlSite({ instance: 'HR' }), 'sql.reach@S', 'sql01\\HR'],
    [{ connectors: [{ name: 'X', library: custom, target: { tcp: 'api:443' } }] }, 'tcp.reach@X', 'api:443'],
  ])('%j', (given, id, address) => {
    const probe = probesFor(read(given), { writeTest: false }).find((one) => one.id === id);
    expect(probe?.lane).toBe(address);
    expect(probe?.subject).toBe(address);
  });

  it('shares one connection and marks what could lock an account', () => {
    const probes = probesFor(read(ldapSite({ url })), { writeTest: false });
    const shared = probes.filter(({ share }) => share === 'ldap@D').map(({ id }) => id);
    expect(shared).toEqual(
      ['bind', 'windows', 'schema', 'users', 'features', 'rights', 'delta', 'write'].map(
        (name) => `ldap.${name}@D`,
      ),
    );
    const risky = probes
      .filter(({ lockout, area }) => lockout === true && area !== 'network')
      .map(({ id }) => id);
    expect(risky).toEqual(['tenant.sign-in', 'ldap.bind@D', 'ldap.windows@D']);
  });
});
