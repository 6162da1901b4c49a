import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { probesFor } from '../../src/probes/index.ts';
import {
  account,
  custom,
  gates,
  ldapSite,
  notYet,
  read,
  remedyOf,
  sqlSite,
  url,
  windows,
} from './catalogue-sites.ts';

describe('what is not configured', () => {
  it.each([
    ['no connector', {}, 'connector.library', 'no connector in .ecmarc'],
    ['no tenant', {}, 'tenant.exists', 'no tenant.id in .ecmarc'],
    ['no tenant, other rows', {}, 'tenant.cloud', 'no tenant.id in .ecmarc'],
    ['no tenant, licence', {}, 'tenant.licence', 'no tenant.id in .ecmarc'],
    ['no sign-in', { tenant: { id: 'c.example' } }, 'tenant.sign-in', 'no tenant.signIn in .ecmarc'],
    ['no sign-in, country', { tenant: { id: 'c.example' } }, 'tenant.country', 'no tenant.signIn in .ecmarc'],
    [
      'no token',
      { connectors: [{ name: 'X', library: custom }] },
      'host.answer',
      'no secretToken in .ecmarc',
    ],
    [
      'no target',
      { connectors: [{ name: 'D', library: 'generic-ldap' }] },
      'ldap.reach@D',
      'no target in .ecmarc',
    ],
    [
      'no target, write',
      { connectors: [{ name: 'D', library: 'generic-ldap' }] },
      'ldap.write@D',
      'no target in .ecmarc',
    ],
    [
      'no target, sql',
      { connectors: [{ name: 'S', library: 'generic-sql' }] },
      'sql.dsn@S',
      'no target in .ecmarc',
    ],
    [
      'no target, other',
      { connectors: [{ name: 'X', library: custom }] },
      'tcp.reach@X',
      'no target in .ecmarc',
    ],
    ['no bindDn', ldapSite({ url, startTls: true }), 'ldap.bind@D', 'no bindDn and password in .ecmarc'],
    [
      'no password',
      ldapSite({ url, startTls: true, bindDn: 'cn=a' }),
      'ldap.bind@D',
      'no password in .ecmarc',
    ],
    ['clear bind', ldapSite({ url, ...account }), 'ldap.bind@D', 'password would go in clear'],
    ['no users', ldapSite({ url, startTls: true }), 'ldap.users@D', 'no users container in .ecmarc'],
    ['no login', sqlSite({}), 'sql.login@S', 'no user and password in .ecmarc'],
    [
      'clear login',
      sqlSite({ user: 'e', password: 'p', encrypt: false }),
      'sql.login@S',
      'password would go in clear',
    ],
    ['no dsn', sqlSite({}), 'sql.dsn@S', 'no dsn in .ecmarc'],
    ['no anchor', sqlSite({}), 'sql.anchor@S', 'no anchor in .ecmarc'],
  ])('%s', (_name, given, id, message) => {
    expect(gates(given)(id)).toBe(`not-configured: ${message}`);
    expect(remedyOf(given, id)).toMatch(/\.ecmarc.*:\n\w+: |startTls: true|encrypt: true/);
  });

  it.each([
    ['ldaps', ldapSite({ url: 'ldaps://ldap01', ...account }), 'ldap.bind@D'],
    ['StartTLS', ldapSite({ url, startTls: true, ...account }), 'ldap.bind@D'],
    ['loopback', ldapSite({ url: 'ldap://127.0.0.1:1389', ...account }), 'ldap.bind@D'],
    ['IPv6 loopback', ldapSite({ url: 'ldap://[::1]:1389', ...account }), 'ldap.bind@D'],
    ['allowed', ldapSite({ url, allowClearPassword: true, ...account }), 'ldap.bind@D'],
    ['Kerberos needs no password', ldapSite({ url, authentication: 'kerberos' }), 'ldap.bind@D'],
    ['login over TLS', sqlSite({ user: 'e', password: 'p' }), 'sql.login@S'],
    [
      'NTLM sends no password',
      sqlSite({ user: 'e', password: 'p', encrypt: false, authentication: 'ntlm', domain: 'C' }),
      'sql.login@S',
    ],
    [
      'loopback login',
      sqlSite({ server: 'localhost', user: 'e', password: 'p', encrypt: false }),
      'sql.login@S',
    ],
  ])('nothing is missing: %s', (_name, given, id) => {
    expect(gates(given)(id)).not.toMatch(/^not-configured/);
  });

  it('offers SQL Server with the Generic SQL connector where there is no connector', () => {
    const text = remedyOf({}, 'connector.library');
    expect(text).toContain('SQL Server with the Generic SQL connector');
    const yaml = text.split('\n').find((line) => line.includes('generic-sql'));
    expect(yaml).toMatch(/^connectors: \[/);
  });

  it('leaves a device code to a person', () => {
    const signIn = { method: 'device-code', clientId: '00000000-0000-0000-0000-000000000000' };
    const given = { tenant: { id: 'c.example', signIn } };
    expect(gates(given, {}, { writeTest: false, unattended: true })('tenant.licence')).toBe(
      'not-configured: device code needs a person',
    );
    expect(gates(given)('tenant.licence')).not.toMatch(/^not-configured/);
  });

  it('says so where the country that was answered is not settled by the preview', () => {
    const given = { tenant: { id: 'c.example' }, attest: { country: 'hk' } };
    expect(gates(given)('tenant.country')).toBe('not-configured: HK: the document does not settle it');
  });
});

describe('what is not allowed', () => {
  it('is the write test, until the connector or the command line allows it', () => {
    const given = ldapSite({ url, startTls: true, ...account });
    expect(gates(given)('ldap.write@D')).toBe('not-allowed: write test is off');
    expect(remedyOf(given, 'ldap.write@D')).toContain('writeTest: true');
    expect(remedyOf(given, 'ldap.write@D')).toContain('ecma-doctor "--write-test=D" --only "ldap.write@D"');
    expect(gates(given, {}, { writeTest: true })('ldap.write@D')).not.toMatch(/^not-allowed/);
    const allowed = ldapSite({ url, startTls: true, ...account }, { writeTest: true });
    expect(gates(allowed)('ldap.write@D')).not.toMatch(/^not-allowed/);
    const despite = sqlSite({ anchor: 'Id' }, { writeTest: { despite: ['size'] } });
    expect(gates(despite)('sql.write@S')).not.toMatch(/^not-allowed/);
    expect(gates(sqlSite({}))('sql.write@S')).toBe('not-allowed: write test is off');
  });
});

describe('what is not applicable', () => {
  it('are the rows of an installed host, before it is', () => {
    const say = gates({}, { 'server.os': windows, 'host.installed': notYet });
    for (const name of [
      'agent-version',
      'services',
      'certificate',
      'settings',
      'debug-off',
      'cache-rights',
      'answer',
    ]) {
      expect(say(`host.${name}`)).toBe('not-applicable: the connector host is not installed yet');
    }
    for (const name of ['port', 'logon-right', 'events'])
      expect(say(`host.${name}`)).not.toMatch(/^not-applicable/);
    const installed = gates(
      {},
      { 'server.os': windows, 'host.installed': { usable: true, installed: true } },
    );
    expect(installed('host.services')).not.toMatch(/^not-applicable/);
  });

  it("are Microsoft's own libraries before installation, and off Windows", () => {
    const given = ldapSite({ url });
    const before = gates(given, { 'server.os': windows, 'host.installed': notYet });
    const elsewhere = gates(given, { 'server.os': { usable: false } });
    for (const name of ['library', 'ecma2', 'schema', 'export', 'import', 'public-methods', 'runtime']) {
      expect(before(`connector.${name}@D`)).toMatch(/^not-applicable: comes with the host/);
      expect(elsewhere(`connector.${name}@D`)).toMatch(/^not-applicable: comes with the host/);
    }
    expect(
      gates(given, { 'host.installed': { usable: true, installed: true } })('connector.library@D'),
    ).not.toMatch(/^not-applicable/);
  });

  it('is not the library of a custom connector, only its copy at the host', () => {
    const given = { connectors: [{ name: 'X', library: custom }] };
    const say = gates(given, { 'server.os': windows, 'host.installed': notYet });
    expect(say('connector.library@X')).not.toMatch(/^not-applicable/);
    expect(say('connector.deployed@X')).toBe('not-applicable: the connector host is not installed yet');
  });

  it('is what only the generic connectors demand, for another library', () => {
    const own = (target: object) => ({ connectors: [{ name: 'X', library: custom, target }] });
    const ldap = gates(own({ ldap: { url, startTls: true } }));
    expect(ldap('ldap.features@X')).toBe('not-applicable: only the Generic LDAP connector asks for it');
    for (const name of ['reach', 'tls', 'bind', 'rights', 'write']) {
      expect(ldap(`ldap.${name}@X`)).not.toMatch(/^not-applicable/);
    }
    const sql = gates(own({ sql: { server: 'sql01', database: 'C', table: 'dbo.E' } }));
    for (const name of ['anchor', 'dsn', 'driver']) expect(sql(`sql.${name}@X`)).toMatch(/^not-applicable/);
    for (const name of ['reach', 'login', 'rights', 'write'])
      expect(sql(`sql.${name}@X`)).not.toMatch(/^not-applicable/);
  });

  it("are Microsoft's hosts for a cloud given by its address, and roles of an application", () => {
    const clientId = '00000000-0000-0000-0000-000000000000';
    const given = {
      tenant: {
        id: 'c.example',
        cloud: { signIn: 'https://localhost:8443' },
        signIn: { method: 'client-secret', clientId, secret: { env: 'S' } },
      },
    };
    const say = gates(given);
    expect(say('network.agent-hosts')).toBe('not-applicable: the cloud is given by its address');
    expect(say('network.revocation')).toBe('not-applicable: the cloud is given by its address');
    expect(say('network.tls-inspection')).not.toMatch(/^not-applicable/);
    expect(say('tenant.roles')).toMatch(/^not-applicable: signs in as an application/);
  });
});

describe('lines to add to .ecmarc', () => {
  const clientId = '00000000-0000-0000-0000-000000000000';
  const given = [
    {},
    { tenant: { id: 'c.example' } },
    { tenant: { id: 'c.example', signIn: { method: 'device-code', clientId } } },
    { connectors: [{ name: 'D', library: 'generic-ldap' }] },
    { connectors: [{ name: 'S', library: 'generic-sql' }] },
    { connectors: [{ name: 'X', library: custom }] },
    ldapSite({ url, ...account }),
    ldapSite({ url }),
    sqlSite({}),
    sqlSite({ user: 'e', password: 'p', encrypt: false }),
  ];
  const lines = given.flatMap((site) => {
    const settings = read(site);
    return probesFor(settings, { writeTest: false, unattended: true })
      .flatMap((probe) => [probe.notAllowed?.(settings), probe.notConfigured?.(settings)])
      .flatMap((notRun) => notRun?.remedy?.steps ?? [])
      .filter(({ text }) => text.includes('\n'))
      .map(({ text }) => text.slice(text.indexOf('\n') + 1));
  });

  it.each([...new Set(lines)])('%s', (line) => {
    const added: unknown = parse(line);
    expect(added).toBeTypeOf('object');
    if (!/^(connectors|tenant|attest):/.test(line)) return;
    const known = [{ name: 'S', library: 'generic-sql' }];
    expect(() => read({ connectors: known, ...(added as object) })).not.toThrow();
  });
});
