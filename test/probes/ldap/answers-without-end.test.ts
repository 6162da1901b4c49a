import { describe, expect, it } from 'vitest';
import { entryMessage } from '../../beds/scripted-ldap-wire.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { endless } from '../../torture/floods.ts';
import { beds, entriesOf, look } from './scripted-fixture.ts';
import { directorySite } from './site.ts';

const entry = (value: string) => (id: number) =>
  entryMessage(id, { dn: 'cn=x', attributes: { description: value } }, [], false);

async function endlessUrl(bytes: (id: number) => Buffer): Promise<string> {
  const bed = await endless(bytes);
  beds.push(bed);
  return `ldap://127.0.0.1:${bed.where}`;
}

describe('an answer without end to a stranger', () => {
  it.each<[string, (id: number) => Buffer, string]>([
    ['entries', entry('x'), 'one answer was longer than 100 entries; the connection was closed'],
    [
      'large entries',
      entry('x'.repeat(60_000)),
      'one answer was longer than 2 MB; the connection was closed',
    ],
    [
      'one of 4 GB',
      () => Buffer.from('3084fffffff0020101', 'hex'),
      'one answer was longer than 2 MB; the connection was closed',
    ],
  ])('of %s: told at once, in little memory', async (_name, bytes, found) => {
    const url = await endlessUrl(bytes);
    const before = process.memoryUsage().rss;
    const rows = await directorySite({ target: { url } }).run();
    expect(rows('server-kind')).toMatchObject({ status: 'unknown', found });
    expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(150);
  });
});

it('an answer without end to the sign-in', async () => {
  const url = await endlessUrl(entry('x'));
  const target = { url, bindDn: 'cn=x', password: 'p', users: 'dc=x' };
  const rows = await directorySite({ target }).run();
  expect(rows('bind')).toMatchObject({ status: 'fail', message: 'an answer without end' });
});

it('an answer without end to the account: the rows say so', async () => {
  const many = Array.from({ length: 21_000 }, (_, index) => ({
    dn: `cn=e${index},ou=people,dc=x`,
    attributes: { objectClass: 'inetOrgPerson' },
  }));
  const rootDse = { ...servers.openDj, supportedControl: [] };
  const { rows } = await look({
    rootDse,
    entries: [...entriesOf(rootDse, 0), ...many],
    ignoresLimits: true,
  });
  const told = ['users', 'features', 'schema'].map((name) => rows(name).message);
  expect(told).toContain('an answer without end');
});

describe('a limit that is met keeps what was seen', () => {
  it.each([
    [7, true],
    [700, true],
    [7, false],
  ])('%i, paged %s', async (limit, paged) => {
    const rootDse = paged ? servers.openDj : { ...servers.openDj, supportedControl: [] };
    const { rows } = await look({
      rootDse,
      entries: entriesOf(rootDse, limit + 300),
      sizeLimit: limit,
      pagedLimit: limit,
    });
    expect(rows('users')).toMatchObject({ status: 'fail', message: `the server stops at ${limit} entries` });
  });

  it('pages that the account may not use are no limit', async () => {
    const { rows } = await look({
      rootDse: servers.openDj,
      entries: entriesOf(servers.openDj, 5),
      pagedLimit: 0,
      limitCode: 11,
    });
    expect(rows('users')).toMatchObject({
      status: 'fail',
      message: 'paged searches are refused to this account',
    });
  });

  it('by an administrative limit, unpaged', async () => {
    const rootDse = { ...servers.openDj, supportedControl: [] };
    const { rows } = await look({
      rootDse,
      entries: entriesOf(rootDse, 20),
      sizeLimit: 12,
      limitCode: 11,
    });
    expect(rows('users').message).toBe('the server stops at 12 entries');
  });
});
