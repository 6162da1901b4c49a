import { createServer } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { makeAuthority } from '../../beds/certificates.ts';
import { listen } from '../../beds/loopback.ts';
import type { Attributes, LdapScript, ScriptedLdap } from '../../beds/scripted-ldap.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { account, beds, container, entriesOf, look, serve } from './scripted-fixture.ts';
import { directorySite, memoryJournal } from './site.ts';

describe('a server that goes away in the middle', () => {
  it.each([6, 7, 8, 9, 10, 12])(
    'at its operation %i: the rows that were cut say so, nothing crashes',
    async (hangUpAt) => {
      const { rows } = await look({ rootDse: servers.openDj, hangUpAt }, {}, { delta: true });
      const cut = ['schema', 'users', 'features', 'delta'].map((name) => rows(name));
      expect(
        cut.some(
          ({ status, message }) => status === 'fail' && message === 'the directory stopped answering',
        ) || rows('delta').status === 'warn',
      ).toBe(true);
      for (const row of cut) expect(['pass', 'fail', 'warn', 'unknown']).toContain(row.status);
    },
  );
});

describe('ways to a server', () => {
  const answer = Buffer.from('300c02010165070a010004000400', 'hex');

  it('over IPv6', async ({ skip }) => {
    const server = createServer((socket) => void socket.on('data', () => socket.write(answer)));
    const up = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(0, '::1', () => resolve(true));
    });
    if (!up) return skip('this machine has no IPv6');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const rows = await directorySite({ target: { url: `ldap://[::1]:${port}` } }).run();
    server.close();
    expect(rows('reach')).toMatchObject({
      status: 'pass',
      message: expect.stringContaining(`[::1]:${port}`),
    });
  });

  it('only old TLS', async () => {
    const authority = await makeAuthority('/CN=Bed CA', 900);
    const { cert, key } = await authority.issue('old', { names: ['localhost'], days: 400 });
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    const server = createTls({ cert, key, ...old });
    server.on('tlsClientError', () => {});
    const bed = await listen(server);
    beds.push(bed);
    const site = directorySite({ target: { url: `ldaps://localhost:${bed.port}` }, roots: [authority.cert] });
    const rows = await site.run();
    expect(rows('reach').status).toBe('pass');
    // Schannel connects (decisions: ldap.tls).
    expect(rows('tls')).toMatchObject({ status: 'warn', message: 'only TLS older than 1.2' });
  });
});

describe('a container in which no user is found', () => {
  const unit = (dn: string, more: Attributes = {}) => ({
    dn,
    attributes: { objectClass: ['top', 'organizationalUnit'], ...more },
  });

  it.each<[string, string, readonly string[], string, string]>([
    ['an empty one', '0', [], 'pass', '0 users'],
    ['one of containers', '2', ['ou=a', 'ou=b'], 'pass', '0 users'],
    ['one of other entries', '2', ['cn=a', 'ou=b'], 'warn', '0 users, 2 entries of other classes'],
    ['one of another entry', '1', ['cn=a'], 'warn', '0 users, 1 entry of other classes'],
    ['one that hides some', '3', ['ou=a', 'ou=b'], 'unknown', 'none of 3 entries is shown as inetOrgPerson'],
    ['one that hides all', '3', [], 'unknown', 'none of 3 entries is shown as inetOrgPerson'],
  ])('%s', async (_name, numSubordinates, below, status, message) => {
    const entries = [
      ...entriesOf(servers.dsee, 0).slice(0, 1),
      unit(container, { numSubordinates }),
      ...below.map((name) =>
        unit(`${name},${container}`, name.startsWith('cn=') ? { objectClass: 'account' } : {}),
      ),
    ];
    const { rows } = await look({ rootDse: servers.dsee, entries });
    expect(rows('users')).toMatchObject({ status, message });
  });
});

describe('what a fix says', () => {
  it('names the connector in the line that answers for the write test', async () => {
    const schema: Attributes = {
      ...servers.schema,
      objectClasses: [
        "( 2.5.6.0 NAME 'top' ABSTRACT MUST objectClass )",
        "( 1.1 NAME 'inetOrgPerson' SUP top STRUCTURAL MUST ( cn $ photo ) )",
      ],
      attributeTypes: [
        ...[servers.schema.attributeTypes ?? []].flat(),
        "( 1.2 NAME 'photo' SYNTAX 1.3.6.1.4.1.1466.115.121.1.28 )",
      ],
    };
    const entries = entriesOf(servers.openDj, 1, schema);
    const { rows } = await look({ rootDse: servers.openDj, entries }, {}, { writeTest: true });
    expect(rows('write')).toMatchObject({ status: 'unknown', message: 'no value for photo' });
    expect(rows('write').remedy?.steps.map(({ text }) => text)).toContain(
      'Then answer in .ecmarc:\nattest: { targetWritable: [D] }',
    );
  });

  it("what is set in the host's wizard is not asked of the directory's owner", async () => {
    const { rows } = await look(
      { rootDse: { ...servers.openDj, supportedControl: '1.1' }, sizeLimit: 2 },
      { anchor: 'uid' },
    );
    const owners = rows('features').remedy?.steps.map(({ text, owner }) => [text.slice(0, 8), owner]);
    expect(owners).toEqual([
      ['Use -dn-', 'server'],
      ['Turn on ', 'directory'],
    ]);
  });
});

describe('AD LDS', () => {
  const lds: LdapScript = {
    rootDse: servers.adLds,
    entries: [
      ...entriesOf(servers.adLds, 2, servers.ldsSchema),
      {
        dn: 'CN=rw,dc=x',
        attributes: { objectClass: 'container', allowedChildClassesEffective: ['user', 'group'] },
      },
    ],
  };
  const target = { objectClass: 'user', anchor: 'objectGUID' };

  it('what the server fills itself need not be mapped', async () => {
    const { rows } = await look(lds, target);
    expect(rows('schema')).toMatchObject({ status: 'pass', message: 'user: nothing must be mapped' });
  });

  it('tells what may be created and written', async () => {
    const { rows } = await look(lds, target);
    expect(rows('rights')).toMatchObject({ status: 'fail', message: 'may not create users' });
    const entries = [
      ...entriesOf(servers.adLds, 0, servers.ldsSchema),
      { dn: 'ou=lds,dc=x', attributes: { objectClass: 'container', allowedChildClassesEffective: 'user' } },
      {
        dn: 'cn=a,ou=lds,dc=x',
        attributes: {
          objectClass: 'user',
          allowedAttributesEffective: ['cn', 'sn', 'mail', 'givenName', 'displayName'],
        },
      },
    ];
    const may = await look({ ...lds, entries }, { ...target, users: 'ou=lds,dc=x' });
    // The right to delete is not told: only the write test shows it.
    expect(may.rows('rights')).toMatchObject({
      status: 'unknown',
      message: 'may create and change; deleting not told',
    });
    const mapped = await look(
      { ...lds, entries },
      { ...target, users: 'ou=lds,dc=x', attributes: ['cn', 'title'] },
    );
    expect(mapped.rows('rights')).toMatchObject({ status: 'fail', message: 'may not write title' });
  });

  it('wants another anchor than .ecmarc names', async () => {
    const { rows } = await look(lds, { ...target, anchor: 'cn' });
    expect(rows('features')).toMatchObject({ status: 'warn' });
    expect(rows('features').found).toMatch(/^anchor cn, for AD LDS it is objectGUID/);
    // What .ecmarc says when nobody wrote one is no fault.
    const { rows: unset } = await look(lds, { objectClass: 'user' });
    expect(unset('features').found ?? '').not.toContain('anchor');
  });

  it('creates the test user disabled', async () => {
    const seen: string[] = [];
    const { rows, bed } = await look(
      {
        ...lds,
        refuse: (operation, dn) => {
          if (operation === 'delete') seen.push(JSON.stringify(bed0().entries.get(dn.toLowerCase())));
          return undefined;
        },
      },
      target,
      { writeTest: true },
    );
    function bed0() {
      return beds.at(-1) as unknown as ScriptedLdap;
    }
    expect(rows('write')).toMatchObject({ status: 'pass' });
    expect(seen[0]).toContain('"msDS-UserAccountDisabled":["TRUE"]');
    expect([...bed.entries.keys()].filter((dn) => dn.includes('ecma-doctor'))).toEqual([]);
  });

  it('delta import by update numbers', async () => {
    const { rows } = await look(lds, target, { delta: true });
    expect(rows('delta')).toMatchObject({ status: 'pass', message: 'update numbers are there' });
    const rootDse = { ...servers.adLds, supportedControl: ['1.2.840.113556.1.4.319'] };
    const without = await look({ ...lds, rootDse }, target, { delta: true });
    expect(without.rows('features')).toMatchObject({
      status: 'warn',
      message: 'deleted entries cannot be shown',
    });
    expect(without.rows('delta')).toMatchObject({
      status: 'warn',
      message: 'deleted entries cannot be shown',
    });
  });
});

describe('effective rights as OpenDJ tells them', () => {
  const rootDse = {
    ...servers.openDj,
    supportedControl: ['1.2.840.113556.1.4.319', '1.3.6.1.4.1.42.2.27.9.5.2'],
  };
  const rights = (add: number, write: number) => [
    ...entriesOf(rootDse, 0),
    {
      dn: 'ou=mine,dc=x',
      attributes: {
        objectClass: 'organizationalUnit',
        'aclRights;entryLevel': `add:${add},delete:1,read:1,write:1,proxy:0`,
      },
    },
    {
      dn: 'cn=a,ou=mine,dc=x',
      attributes: {
        objectClass: 'inetOrgPerson',
        'aclRights;entryLevel': 'add:0,delete:1,read:1,write:1,proxy:0',
        'aclRights;attributeLevel;mail': `search:1,read:1,compare:1,write:${write},proxy:0`,
      },
    },
  ];

  it.each([
    [1, 1, 'pass', 'may create, change and delete'],
    [0, 1, 'fail', 'may not create users'],
    [1, 0, 'fail', 'may not write mail'],
  ])('add %i, write %i', async (add, write, status, message) => {
    const { rows } = await look(
      { rootDse, entries: rights(add, write) },
      { users: 'ou=mine,dc=x', attributes: ['mail'] },
    );
    expect(rows('rights')).toMatchObject({ status, message });
  });
});

describe('features and delta by kind', () => {
  it.each<[string, Attributes, string, string]>([
    ['eDirectory', servers.eDirectory, 'pass', 'by time stamps'],
    ['an unknown one that shows no time stamps', servers.strange, 'warn', 'no time stamps to go by'],
    ['OpenDJ without entries', servers.openDj, 'warn', 'the change log cannot be read'],
    ['IBM', servers.ibm, 'warn', 'no change log'],
  ])('%s', async (_name, rootDse, status, message) => {
    const { rows } = await look({ rootDse }, {}, { delta: true });
    expect(rows('delta')).toMatchObject({ status, message });
    // Nobody asked for it: a note.
    const off = await look({ rootDse });
    expect(off.rows('delta')).toMatchObject({ status: 'pass', message });
  });

  it('ApacheDS', async () => {
    const { rows } = await look({ rootDse: servers.apacheDs });
    const message = 'not with this server: full imports only';
    expect(rows('delta')).toMatchObject({ status: 'pass', message });
  });

  it('delta import is wanted where there is none: a warning that turning it off mends', async () => {
    const { rows } = await look({ rootDse: servers.apacheDs }, {}, { delta: true });
    expect(rows('delta')).toMatchObject({ status: 'warn', message: 'not with this server' });
    expect(JSON.stringify(rows('delta').remedy)).toContain('delta: false');
  });

  it('an unknown server, and a front-end: by time stamps, where users are found by them', async () => {
    const stamped = entriesOf(servers.strange, 2).map(({ dn, attributes }) => ({
      dn,
      attributes: { ...attributes, modifyTimestamp: '20260101000000Z' },
    }));
    for (const rootDse of [
      servers.strange,
      { ...servers.strange, vendorVersion: 'PingDirectoryProxy 8.0' },
    ]) {
      const { rows } = await look({ rootDse, entries: stamped });
      expect(rows('delta')).toMatchObject({
        status: 'pass',
        message: 'by time stamps',
        found: 'deletions are not seen this way: plan full imports as well',
      });
    }
    const none = await look({ rootDse: servers.strange, entries: entriesOf(servers.strange, 0) });
    expect(none.rows('delta').status).toBe('pass');
  });

  it('paging that is refused to this account', async () => {
    const { rows } = await look({
      rootDse: servers.openDj,
      refusePaging: { code: 11, text: 'paged results are disabled for you' },
    });
    expect(rows('features')).toMatchObject({
      status: 'warn',
      message: 'paging is refused to this account',
    });
    expect(rows('features').remedy?.why).toContain('paged results are disabled for you');
    expect(rows('users').message).toBe('paged searches are refused to this account');
  });

  it('no paging, and no limit: a note', async () => {
    const rootDse = { ...servers.openDj, supportedControl: [] };
    expect((await look({ rootDse })).rows('features')).toMatchObject({
      status: 'pass',
      message: 'no paging, and no limit met',
    });
  });

  it('a change log with entries, or empty', async () => {
    const log = { dn: 'cn=changelog', attributes: { objectClass: 'top' } };
    const change = { dn: 'changeNumber=1,cn=changelog', attributes: { objectClass: 'changeLogEntry' } };
    const entries = entriesOf(servers.openDj, 1);
    const full = await look({ rootDse: servers.openDj, entries: [...entries, log, change] });
    expect(full.rows('delta')).toMatchObject({ status: 'pass', message: 'cn=changelog has entries' });
    const empty = await look({ rootDse: servers.openDj, entries: [...entries, log] });
    expect(empty.rows('delta')).toMatchObject({
      status: 'pass',
      message: 'cn=changelog is there, and empty',
    });
  });

  it('no paging, and a limit', async () => {
    const rootDse = { ...servers.strange, supportedControl: [] };
    const { rows } = await look({ rootDse, entries: entriesOf(rootDse, 50), sizeLimit: 10 });
    expect(rows('features')).toMatchObject({
      status: 'warn',
      message: 'no paging, stops at 10 entries',
    });
  });

  it('virtual list views with sorting stand for paging', async () => {
    const rootDse = {
      ...servers.openDj,
      supportedControl: ['2.16.840.1.113730.3.4.9', '1.2.840.113556.1.4.473'],
    };
    expect((await look({ rootDse })).rows('features')).toMatchObject({
      status: 'pass',
      message: 'virtual list views with sorting',
    });
  });

  it('eDirectory and AD LDS need not advertise all operational attributes', async () => {
    const rootDse = { ...servers.eDirectory, supportedFeatures: ['1.3.6.1.4.1.4203.1.5.3'] };
    expect((await look({ rootDse })).rows('features').status).toBe('pass');
    const other = { ...servers.openDj, supportedFeatures: ['1.3.6.1.4.1.4203.1.5.3'] };
    expect((await look({ rootDse: other })).rows('features')).toMatchObject({
      status: 'pass',
      found: 'operational attributes are not advertised: not needed with this anchor',
    });
    expect((await look({ rootDse: other }, { anchor: 'entryUUID' })).rows('features')).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('operational attributes not advertised'),
    });
  });

  it('is not asked of another library', async () => {
    const { rows } = await look({ rootDse: servers.openDj }, {}, { library: 'C:\\x\\Own.dll' });
    expect(rows('features')).toMatchObject({ status: 'skipped', reason: 'not-applicable' });
  });
});

describe('the write test', () => {
  it('waits for a replica that is behind', async () => {
    const { rows } = await look({ rootDse: servers.openDj, lag: 3 }, {}, { writeTest: true });
    expect(rows('write')).toMatchObject({ status: 'pass' });
    expect(rows('write').evidence.find(({ label }) => label === 'Read')?.value).toContain('repeats: ');
  });

  it.each<[string, number, string]>([
    ['add', 53, 'create: unwilling to perform (53)'],
    ['add', 65, 'create: object class violation (65)'],
    ['add', 64, 'create: naming violation (64)'],
  ])('%s refused with %i', async (operation, code, message) => {
    const journal = memoryJournal();
    const { rows, bed } = await look(
      { rootDse: servers.openDj, refuse: (one) => (one === operation ? { code, text: 'why' } : undefined) },
      {},
      { writeTest: true, journal },
    );
    expect(rows('write')).toMatchObject({ status: 'fail', message });
    expect(journal.entries).toEqual([]);
    expect([...bed.entries.keys()].filter((dn) => dn.includes('ecma-doctor'))).toEqual([]);
  });

  it.each<[string, number, string, string, string]>([
    ['add', 19, '', 'unknown', 'create: constraint violation (19)'],
    ['modify', 19, '', 'unknown', 'change: constraint violation (19)'],
    ['modify', 21, '', 'unknown', 'change: invalid attribute syntax (21)'],
    ['add', 10, 'read only', 'fail', 'a read-only copy'],
    [
      'add',
      10,
      'ldap://master.x:389/ou=people??',
      'fail',
      'a read-only copy; ldap://master.x:389 takes writes',
    ],
  ])('%s refused with %i %s: no right is missing', async (operation, code, text, status, message) => {
    const refuse = (one: string) => (one === operation ? { code, text } : undefined);
    const { rows } = await look(
      { rootDse: servers.openDj, refuse },
      { attributes: ['cn', 'sn', 'mail'] },
      { writeTest: true },
    );
    expect(rows('write')).toMatchObject({ status, message });
    expect(JSON.stringify(rows('write').remedy)).not.toContain('Grant');
    expect(rows('rights').status).toBe('unknown');
  });

  it('keeps the record when the answer to the create never came, and cleans up next time', async () => {
    const journal = memoryJournal();
    const rootDse = servers.openDj;
    const first = await look({ rootDse }, {}, { writeTest: true, journal });
    const at = first.bed.operations.findIndex((one) => one.startsWith('modify')) + 1;
    const bed = await serve({ rootDse, entries: entriesOf(rootDse, 3), hangUpAt: at });
    const target = {
      url: `ldap://127.0.0.1:${bed.port}`,
      bindDn: account,
      password: 'right',
      users: container,
    };
    const site = directorySite({ target, writeTest: true, journal });
    const rows = await site.run();
    expect(rows('write').status).toBe('fail');
    expect(journal.entries).toHaveLength(1);
    expect([...bed.entries.keys()].some((dn) => dn.includes('ecma-doctor'))).toBe(true);
    const next = await site.run();
    expect(next('write')).toMatchObject({ status: 'pass', found: expect.stringContaining('deleted first') });
    expect(journal.entries).toEqual([]);
    expect([...bed.entries.keys()].filter((dn) => dn.includes('ecma-doctor'))).toEqual([]);
  });

  it('makes the user in writeContainer', async () => {
    const rootDse = servers.openDj;
    const place = 'ou=test,dc=x';
    const entries = [
      ...entriesOf(rootDse, 1),
      { dn: place, attributes: { objectClass: 'organizationalUnit' } },
    ];
    const { site, rows } = await look({ rootDse, entries }, { writeContainer: place }, { writeTest: true });
    expect(site.facts('write').dn).toMatch(/^cn=ecma-doctor-test-[\da-f-]{36},ou=test,dc=x$/);
    expect(rows('rights')).toMatchObject({
      status: 'pass',
      message: 'shown by the write test',
      found: `in ${place}, where the write test works`,
    });
  });

  it('asks for a right where it was refused', async () => {
    const rootDse = servers.openDj;
    const place = 'ou=test,dc=x';
    const entries = [
      ...entriesOf(rootDse, 1),
      { dn: place, attributes: { objectClass: 'organizationalUnit' } },
    ];
    const refuse = (operation: string) => (operation === 'add' ? { code: 50 } : undefined);
    const { rows } = await look({ rootDse, entries, refuse }, { writeContainer: place }, { writeTest: true });
    for (const name of ['rights', 'write'])
      expect(rows(name).remedy?.steps[0]?.text).toBe(`Grant ${account} below ${place}: create users`);
  });
});
