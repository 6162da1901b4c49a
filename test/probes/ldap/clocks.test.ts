import { describe, expect, it } from 'vitest';
import { fromGeneralizedTime, toGeneralizedTime } from '../../../src/clients/ldap/generalized-time.ts';
import type { LdapScript, ScriptedEntry } from '../../beds/scripted-ldap.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { container, entriesOf, look } from './scripted-fixture.ts';

const minutes = (count: number) => toGeneralizedTime(new Date(Date.now() + count * 60_000));
const log: ScriptedEntry = { dn: 'cn=accesslog', attributes: { objectClass: 'top' } };
const change = (reqStart: string): ScriptedEntry => ({
  dn: `reqStart=${reqStart},cn=accesslog`,
  attributes: { objectClass: 'auditModify', reqStart },
});
const openLdap = { ...servers.openLdap, namingContexts: ['dc=x', 'cn=accesslog'] };
const stamped = (modifyTimestamp: string) =>
  entriesOf(servers.eDirectory, 2).map((one) =>
    one.dn.endsWith(`,${container}`) ? { ...one, attributes: { ...one.attributes, modifyTimestamp } } : one,
  );

describe('clocks, where changes are followed by date (LDAP-21)', () => {
  const apart = (off: string) => ({ status: 'warn', message: `clocks differ by ${off}` });

  it.each<[string, LdapScript, object]>([
    [
      'an access log of now',
      { rootDse: openLdap, entries: [...entriesOf(openLdap, 1), log, change(minutes(0))] },
      { status: 'pass', found: 'it goes by date: plan a full import now and then' },
    ],
    [
      'an access log of the future',
      { rootDse: openLdap, entries: [...entriesOf(openLdap, 1), log, change(minutes(60))] },
      apart('60 minutes'),
    ],
    [
      'users who were changed yesterday',
      { rootDse: servers.eDirectory, entries: stamped(minutes(-1440)) },
      { status: 'pass' },
    ],
    [
      'users who will be changed',
      { rootDse: servers.eDirectory, entries: stamped(minutes(180)) },
      apart('3 hours'),
    ],
    [
      'a directory that tells its time, behind',
      { rootDse: { ...servers.eDirectory, currentTime: minutes(-30) }, entries: stamped(minutes(-60)) },
      apart('30 minutes'),
    ],
    [
      'a monitor that tells it, in step',
      {
        rootDse: openLdap,
        entries: [
          ...entriesOf(openLdap, 1),
          log,
          change(minutes(0)),
          {
            dn: 'cn=current,cn=time,cn=monitor',
            attributes: { objectClass: 'top', monitorTimestamp: minutes(0) },
          },
        ],
      },
      { status: 'pass' },
    ],
    [
      'a time that is none',
      { rootDse: { ...servers.eDirectory, currentTime: 'noon' }, entries: stamped(minutes(0)) },
      { status: 'pass' },
    ],
  ])('%s', async (_name, script, expected) => {
    const { rows } = await look(script, {}, { delta: true });
    expect(rows('delta')).toMatchObject(expected);
  });

  it('delta is off in .ecmarc: nothing depends on it', async () => {
    const script = { rootDse: servers.eDirectory, entries: stamped(minutes(180)) };
    const { rows } = await look(script);
    expect(rows('delta').status).toBe('pass');
  });

  it('numbers, not dates: not asked', async () => {
    const rootDse = { ...servers.openDj, currentTime: minutes(60) };
    const { site } = await look({ rootDse }, {}, { delta: true });
    expect(site.facts('delta')).not.toHaveProperty('clock');
  });

  it.each([
    [-45, { status: 'warn', message: 'clocks differ by 45 minutes' }],
    [0, { status: 'pass' }],
  ])('the stamp of the test user, of a directory that tells nobody: %i minutes', async (off, expected) => {
    const script: LdapScript = {
      rootDse: servers.eDirectory,
      entries: stamped(minutes(-1440)),
      onWrite(operation, dn, entries) {
        const key = dn.toLowerCase();
        const made = entries.get(key);
        if (operation === 'add' && made !== undefined)
          entries.set(key, { ...made, attributes: { ...made.attributes, createTimestamp: minutes(off) } });
      },
    };
    const { rows, site } = await look(script, {}, { delta: true, writeTest: true });
    expect(rows('write').status).toBe('pass');
    expect(site.facts('write')).toHaveProperty('clock.date');
    expect(rows('delta')).toMatchObject(expected);
  });
});

describe('generalized time (RFC 4517, 3.3.13)', () => {
  it.each<[string, string | undefined]>([
    ['20261129010203Z', '2026-11-29T01:02:03.000Z'],
    ['20261129010203.5Z', '2026-11-29T01:02:03.500Z'],
    ['20261129010203.123456Z', '2026-11-29T01:02:03.123Z'],
    ['20261129010203,0Z', '2026-11-29T01:02:03.000Z'],
    ['202611290102Z', '2026-11-29T01:02:00.000Z'],
    ['2026112901Z', '2026-11-29T01:00:00.000Z'],
    ['20261129010203+0130', '2026-11-28T23:32:03.000Z'],
    ['20261129010203-05', '2026-11-29T06:02:03.000Z'],
    ['20261329010203Z', undefined],
    ['20261129010203', undefined],
    ['', undefined],
  ])('%s', (text, expected) => expect(fromGeneralizedTime(text)).toBe(expected));
});
