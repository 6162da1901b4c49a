import { expect, it } from 'vitest';
import { startSlowLink } from '../../beds/slow-link.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { rememberingCredentials } from '../context.ts';
import { account, beds, container, entriesOf, serve } from './scripted-fixture.ts';
import { directorySite } from './site.ts';

const refusing = () =>
  serve({
    rootDse: servers.openDj,
    entries: entriesOf(servers.openDj, 1),
    bind: (_dn, password) => ({ code: password === 'right' ? 0 : 49 }),
  });

const connector = (name: string, url: string, bindDn: string, password: string) => ({
  name,
  library: 'generic-ldap',
  target: { ldap: { url, bindDn, password, users: container } },
});

it('one directory under three addresses, a wrong password: one bind', async () => {
  const bed = await refusing();
  const link = await startSlowLink(bed.port, 0);
  beds.push(link);
  const site = directorySite({
    target: {},
    connectors: [
      connector('A', `ldap://127.0.0.1:${bed.port}`, account, 'wrong'),
      connector('B', `ldap://localhost:${bed.port}`, account.toUpperCase(), 'wrong'),
      connector('C', `ldap://127.0.0.1:${link.port}`, account.replace(',', ', '), 'wrong'),
    ],
  });
  const rows = await site.run();
  expect(bed.binds.filter(({ dn }) => dn !== '')).toHaveLength(1);
  const told = ['A', 'B', 'C'].map((name) => rows(`bind@${name}`));
  expect(told.map(({ status }) => status).toSorted()).toEqual(['fail', 'unknown', 'unknown']);
  const held = told.find(({ status }) => status === 'unknown');
  expect(held).toMatchObject({ message: 'not tried: refused at another address' });
  expect(held?.found).toMatch(/by (127\.0\.0\.1|localhost):\d+; not sent here$/);
});

it('the refusal of an earlier run holds the other addresses back too', async () => {
  const bed = await refusing();
  const credentials = rememberingCredentials();
  credentials.refused(`ldap 127.0.0.1:${bed.port}`, account);
  const site = directorySite({
    target: {},
    credentials,
    connectors: [
      connector('A', `ldap://127.0.0.1:${bed.port}`, account, 'wrong'),
      connector('B', `ldap://localhost:${bed.port}`, account, 'wrong'),
    ],
  });
  await site.run();
  expect(bed.binds.filter(({ dn }) => dn !== '')).toEqual([]);
});

it('another account at another address is tried', async () => {
  const bed = await refusing();
  const site = directorySite({
    target: {},
    connectors: [
      connector('A', `ldap://127.0.0.1:${bed.port}`, account, 'wrong'),
      connector('B', `ldap://localhost:${bed.port}`, 'cn=other,dc=x', 'right'),
    ],
  });
  const rows = await site.run();
  expect(rows('bind@A').status).toBe('fail');
  expect(rows('bind@B').status).toBe('pass');
});
