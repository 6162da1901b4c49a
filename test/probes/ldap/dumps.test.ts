import { describe, expect, it } from 'vitest';
import { type DumpName, hasDumps, replayed } from '../../beds/directory-dumps.ts';
import { look } from './scripted-fixture.ts';

const container = 'ou=people,dc=x';

describe.skipIf(!hasDumps)('public descriptions of real directories, replayed', () => {
  it.each<[DumpName, string, string]>([
    ['slapd24', 'OpenLDAP', 'accesslog'],
    ['ds389', '389 Directory Server 1.3.3.0', 'changelog'],
    ['edir888', 'NetIQ eDirectory 8.8', 'timestamp'],
    ['edir914', 'NetIQ eDirectory 9.1.4', 'timestamp'],
  ])('%s: known, read and written to', async (name, label, method) => {
    const script = replayed(name, container, 'inetOrgPerson');
    const attributes = ['commonName', 'surname', 'mail', 'telephoneNumber'];
    const { rows, site, bed } = await look(script, { users: container, attributes }, { writeTest: true });
    expect(rows('server-kind')).toMatchObject({ status: 'pass', message: expect.stringContaining(label) });
    expect(rows('bind').status).toBe('pass');
    expect(rows('schema')).toMatchObject({
      status: 'pass',
      message: 'inetOrgPerson: all mandatory ones are mapped',
    });
    expect(rows('users')).toMatchObject({ status: 'pass', message: '3 users' });
    expect(rows('features').status).toBe('pass');
    expect(site.facts('delta')).toMatchObject({ method });
    expect(rows('write').status).toBe('pass');
    expect([...bed.entries.keys()].filter((dn) => dn.includes('ecma-doctor'))).toEqual([]);
  });

  it.each<DumpName>(['slapd24', 'ds389', 'edir888', 'edir914'])(
    '%s: what no class allows, and what is demanded',
    async (name) => {
      const script = replayed(name, container, 'inetOrgPerson');
      const wrong = await look(script, { users: container, attributes: ['cn'] });
      expect(wrong.rows('schema')).toMatchObject({ status: 'fail', message: 'not mapped: sn' });
      const strange = await look(script, { users: container, attributes: ['cn', 'sn', 'ou', 'dITRedirect'] });
      expect(strange.rows('schema')).toMatchObject({ status: 'warn' });
    },
  );

  it('Active Directory 2012 R2: refused, and no password is sent', async () => {
    const { rows, bed } = await look(replayed('ad2012R2', container, 'user'), {}, { writeTest: true });
    expect(rows('server-kind')).toMatchObject({ status: 'fail' });
    expect(bed.binds).toEqual([]);
  });
});
