import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../beds/scripted-ldap.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { look } from './scripted-fixture.ts';

describe('kinds of server, over the wire', () => {
  it.each<[string, Attributes, string, string]>([
    ['AD LDS', servers.adLds, 'pass', 'AD LDS'],
    ['AD LDS that shows both', servers.adLdsWithBoth, 'pass', 'AD LDS'],
    ['eDirectory', servers.eDirectory, 'pass', 'NetIQ eDirectory 9.0.2'],
    ['ApacheDS', servers.apacheDs, 'pass', 'Apache Directory Server 2.0.0-M24'],
    ['OpenDJ', servers.openDj, 'pass', 'OpenDJ 4.4.11'],
    ['PingDirectory', servers.pingDirectory, 'pass', 'PingDirectory 8.0.0.0'],
    ['IBM', servers.ibm, 'pass', 'IBM directory server 6.4'],
    ['Oracle DSEE', servers.dsee, 'pass', 'Oracle Directory Server EE 11.1.1.7.0'],
    ['OUD', servers.oud, 'pass', 'Oracle Unified Directory 12.2.1.4.0'],
    ['Oracle Internet Directory', servers.oid, 'fail', 'Oracle Internet Directory 11.1.1.6.0: not supported'],
    ['RadiantOne', servers.radiantOne, 'pass', 'RadiantOne 7.2.0'],
    ['an old RadiantOne', servers.radiantOneOld, 'warn', 'RadiantOne 6.1.3 is older than 7.1.1'],
    [
      'RadiantOne relaying AD',
      servers.radiantOneRelaying,
      'warn',
      'RadiantOne 7.2.0 relays Active Directory',
    ],
    ['Isode', servers.isode, 'pass', 'Isode M-Vault 16.1'],
    ['FreeIPA', servers.freeIpa, 'warn', 'FreeIPA manages this directory'],
    ['an unknown one', servers.strange, 'warn', 'Contoso Phone Book 1.2: not a known server'],
    ['one that names nobody', servers.nameless, 'warn', 'a server that names no vendor'],
    ['LDAP version 2', servers.versionTwo, 'fail', 'no LDAP version 3'],
  ])('%s', async (_name, rootDse, status, message) => {
    const { rows, bed } = await look({ rootDse });
    expect(rows('server-kind')).toMatchObject({ status, message });
    expect(bed.binds).toHaveLength(1);
  });

  it.each<[string, Attributes, string]>([
    ['Windows', servers.windowsDomain, 'Active Directory Domain Services'],
    ['Samba', servers.sambaDomain, 'Samba as a domain controller'],
  ])('%s as Active Directory fails, and no password is sent', async (_name, rootDse, message) => {
    const { rows, bed } = await look({ rootDse });
    expect(rows('server-kind')).toMatchObject({ status: 'fail', message });
    expect(rows('server-kind').remedy?.steps.length).toBeGreaterThan(1);
    expect(rows('server-kind').remedy?.why).toContain('No password was sent.');
    expect(rows('bind')).toMatchObject({ status: 'blocked', blockedBy: 'ldap.server-kind@D' });
    expect(bed.binds).toEqual([]);
  });

  it('one that shows nothing to strangers is known after the bind', async () => {
    const { rows } = await look({ rootDse: servers.openDj, strangers: 'nothing' });
    expect(rows('server-kind')).toMatchObject({ status: 'pass', message: 'OpenDJ 4.4.11' });
  });

  it.each([
    ['Windows', servers.windowsDomain],
    ['Samba', servers.sambaDomain],
  ])(
    '%s that hides from strangers is told after the bind, and nothing more is asked of it',
    async (_name, rootDse) => {
      const { rows, bed } = await look({ rootDse, strangers: 'nothing' }, {}, { writeTest: true });
      expect(rows('server-kind').status).toBe('fail');
      expect(rows('server-kind').remedy?.why).not.toContain('password');
      expect(rows('bind')).toMatchObject({ status: 'fail', message: 'this is Active Directory' });
      for (const name of ['schema', 'users', 'rights', 'write'])
        expect(rows(name)).toMatchObject({ status: 'blocked', blockedBy: 'ldap.bind@D' });
      expect(bed.operations.filter((one) => /^(add|modify|delete)/.test(one))).toEqual([]);
    },
  );

  it('one that refuses strangers and accounts alike is unknown, and goes on', async () => {
    const { rows } = await look({ rootDse: {} });
    expect(rows('server-kind')).toMatchObject({
      status: 'unknown',
      message: 'the server does not say what it is',
    });
    expect(rows('bind').status).toBe('pass');
  });
});

describe('refused binds', () => {
  const lds = (data: string) =>
    `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${data}, v1db1`;
  const refusing = (code: number, text = '') => ({
    rootDse: servers.adLds,
    bind: () => ({ code, text }),
  });

  it.each<[number, string, string, boolean]>([
    [49, lds('52e'), 'name or password refused', true],
    [49, lds('525'), 'no such account', true],
    [49, lds('530'), 'not allowed at this hour', false],
    [49, lds('531'), 'not allowed from this server', false],
    [49, lds('532'), 'the password has expired', false],
    [49, lds('533'), 'the account is disabled', false],
    [49, lds('701'), 'the account has expired', false],
    [49, lds('773'), 'the password must be changed first', false],
    [49, lds('775'), 'the account is locked', true],
    [49, 'NDS error: failed authentication (-669)', 'wrong password', true],
    [49, 'NDS error: log account expired (-220)', 'the account is disabled', false],
    [53, 'NDS error: login lockout (-197)', 'the account is locked', true],
    [49, '', 'name or password refused', true],
    [19, 'Exceed password retry limit. Please try later.', 'too many wrong passwords', true],
    [8, '00002028: LdapErr: DSID-0C090202', 'stronger sign-in required', false],
    [13, 'confidentiality required', 'encryption required', false],
    [48, '', 'the account has no password', false],
    [53, 'Account inactivated. Contact system administrator.', 'the server will not let it in', false],
    [34, '', 'bindDn is not a DN', false],
    [32, '', 'no such account', false],
    [51, '', 'the directory is busy', false],
    [10, '', 'sent to another server', false],
    [80, 'internal', 'refused: other error (80): internal', false],
  ])('%i %s: %s', async (code, text, message, remembered) => {
    const { rows, site, bed } = await look(refusing(code, text));
    expect(rows('bind')).toMatchObject({ status: 'fail', message });
    expect(site.facts('bind').refusal !== undefined).toBe(remembered);
    expect(bed.binds).toHaveLength(1);
    await site.retry('bind');
    expect(bed.binds).toHaveLength(remembered ? 1 : 2);
  });

  it('never repeats the password that a server sends back', async () => {
    const { rows, site } = await look(
      {
        rootDse: servers.adLds,
        bind: (dn, password) => ({ code: 49, text: `no ${dn} with ${password}` }),
      },
      { password: 'planted-secret' },
    );
    expect(JSON.stringify([rows('bind'), site.facts('bind')])).not.toContain('planted-secret');
  });

  it('control characters of a server do not come through', async () => {
    const { rows } = await look(refusing(80, 'a\u001b[31mb\u0007\u202e'));
    const { message, found, evidence, remedy } = rows('bind');
    expect(JSON.stringify([message, found, evidence, remedy])).not.toMatch(/\\u001b|\\u0007|\u202e/);
  });

  it('the warning of the Netscape family, sent without being asked for', async () => {
    const control = { oid: '2.16.840.1.113730.3.4.5', value: Buffer.from('86400') };
    const { rows } = await look({ rootDse: servers.dsee, bind: () => ({ code: 0, controls: [control] }) });
    expect(rows('bind')).toMatchObject({ status: 'warn', message: 'password ends in 24 hours' });
    const expired = { oid: '2.16.840.1.113730.3.4.4', value: Buffer.from('0') };
    const other = await look({ rootDse: servers.dsee, bind: () => ({ code: 0, controls: [expired] }) });
    expect(other.rows('bind')).toMatchObject({
      status: 'fail',
      message: 'the password must be changed first',
    });
  });

  it('accepted as nobody', async () => {
    const rootDse = { ...servers.openDj, supportedExtension: '1.3.6.1.4.1.4203.1.11.3' };
    const { rows } = await look({ rootDse, whoAmI: () => '' });
    expect(rows('bind')).toMatchObject({ status: 'fail', message: 'signed in as nobody' });
    const named = await look({ rootDse, whoAmI: (dn) => `dn:${dn}` });
    expect(named.rows('bind').status).toBe('pass');
  });

  it('a server that hangs up in the middle of the sign-in', async () => {
    // After the greeting, the rootDSE.
    const { rows, site } = await look({ rootDse: servers.openDj, hangUpAt: 3 });
    expect(rows('bind')).toMatchObject({ status: 'fail', message: 'the server hung up during the sign-in' });
    expect(site.facts('bind').refusal).toBeUndefined();
  });
});
