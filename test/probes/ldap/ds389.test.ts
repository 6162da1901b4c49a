import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, type KeyPair, makeAuthority } from '../../beds/certificates.ts';
import { type Ds389, startDs389 } from '../../beds/ds389.ts';
import { accountDn, passwordOf, people, suffix } from '../../beds/openldap.ts';
import { installed } from '../../beds/program.ts';
import { directorySite, memoryJournal, type SiteOptions } from './site.ts';

let authority: Authority;
let certificate: KeyPair;
let bed: Ds389;

const as = (name: string, password = passwordOf(name)) => ({ bindDn: accountDn(name), password });

async function look(target: object = {}, more: Partial<SiteOptions> = {}) {
  const site = directorySite({
    target: { url: `ldap://localhost:${bed.port}`, startTls: true, users: people, ...as('rw'), ...target },
    roots: [authority.cert],
    ...more,
  });
  const rows = await site.run();
  return { site, rows };
}

describe.skipIf(!installed('ns-slapd') || !installed('pk12util'))('389 Directory Server', () => {
  beforeAll(async () => {
    authority = await makeAuthority('/CN=Bed CA', 900);
    certificate = await authority.issue('good', { names: ['localhost', '127.0.0.1'], days: 400 });
    bed = await startDs389({ authority, certificate, users: 30 });
  });

  afterAll(async () => {
    await bed?.stop();
  });

  it('passes every row, and leaves nothing', async () => {
    const journal = memoryJournal();
    const { rows, site } = await look({}, { writeTest: true, delta: true, journal });
    expect(rows('reach').status).toBe('pass');
    expect(rows('tls').status).toBe('pass');
    expect(rows('server-kind')).toMatchObject({
      status: 'pass',
      message: expect.stringMatching(/^389 Directory Server \d+\.\d+\.\d+/),
    });
    expect(rows('bind').status).toBe('pass');
    expect(rows('schema')).toMatchObject({
      status: 'pass',
      message: expect.stringContaining('inetOrgPerson: map'),
    });
    expect(rows('users')).toMatchObject({ status: 'pass', message: '30 users' });
    expect(rows('features')).toMatchObject({
      status: 'pass',
      message: 'paged results',
      found: expect.stringMatching(/^true\/false filters are not advertised: see that imports/),
    });
    expect(rows('features').evidence).toContainEqual({
      label: 'True/false filters, tried',
      value: 'not understood',
    });
    expect(rows('write')).toMatchObject({ status: 'pass' });
    expect(rows('delta')).toMatchObject({ status: 'warn', message: 'the change log cannot be read' });
    expect(journal.entries).toEqual([]);
    expect(JSON.stringify(site.facts('rights'))).not.toContain('Planted-Surname');
  });

  it('tells the rights without writing', async () => {
    const { rows } = await look();
    expect(rows('rights')).toMatchObject({ status: 'pass', message: 'may create, change and delete' });
    const reader = await look(as('ro'));
    expect(reader.rows('rights')).toMatchObject({
      status: 'fail',
      message: 'may not create users',
      found: expect.stringContaining('delete users'),
    });
    expect(JSON.stringify(reader.rows('rights').remedy)).toContain(accountDn('ro'));
  });

  it('of a container without users it tells only that they may be created', async () => {
    const { rows } = await look({ users: `ou=empty,${suffix}` });
    expect(rows('users')).toMatchObject({ status: 'pass', message: '0 users' });
    expect(rows('rights')).toMatchObject({ status: 'unknown', message: 'may create; the rest is not told' });
  });

  it('success with nothing is not an empty container', async () => {
    for (const target of [as('blind'), { users: `ou=nosuch,${suffix}` }, { users: `ou=hidden,${suffix}` }]) {
      const { rows } = await look(target);
      expect(rows('users')).toMatchObject({ status: 'unknown', message: 'the server shows nothing there' });
      expect(rows('write').status).toBe('skipped');
    }
  });

  it('denies the write test of a reader, and names the right', async () => {
    const { rows } = await look(as('ro'), { writeTest: true });
    expect(rows('write')).toMatchObject({ status: 'fail', message: 'may not create users' });
  });

  it('refuses a wrong password', async () => {
    const { rows } = await look(as('rw', 'wrong'));
    expect(rows('bind')).toMatchObject({ status: 'fail', message: 'name or password refused' });
    expect(rows('users')).toMatchObject({ status: 'blocked', blockedBy: 'ldap.bind@D' });
  });

  it('an authority that is not known', async () => {
    const unknown = await look({}, { roots: [] });
    expect(unknown.rows('tls')).toMatchObject({ status: 'fail', message: 'Bed CA is not trusted' });
  });

  it('LDAPS, and the two ports taken for each other', async () => {
    const good = await look({ url: `ldaps://localhost:${bed.ldaps}`, startTls: false });
    for (const name of ['reach', 'tls', 'bind', 'users']) expect(good.rows(name).status).toBe('pass');
    const plain = await look({ url: `ldap://localhost:${bed.ldaps}` });
    expect(plain.rows('reach').message).toBe(`TLS from the start at localhost:${bed.ldaps}`);
    const tls = await look({ url: `ldaps://localhost:${bed.port}`, startTls: false });
    expect(tls.rows('reach').message).toBe(`plain LDAP at localhost:${bed.port}`);
  });

  it.each([
    [{ objectClass: 'nsPersona' }, 'fail', 'no object class nsPersona'],
    [{ attributes: ['cn'] }, 'fail', 'not mapped: sn'],
    [{ attributes: ['cn', 'sn'] }, 'pass', 'inetOrgPerson: all mandatory ones are mapped'],
  ])('schema: %j', async (target, status, message) => {
    const { rows } = await look(target);
    expect(rows('schema')).toMatchObject({ status, message });
  });
});
