import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/engine/facts.ts';
import { ldapBindProbe } from '../../../src/probes/ldap/bind/index.ts';
import type { WindowsFacts } from '../../../src/probes/ldap/windows/facts.ts';
import { ldapWindowsProbe } from '../../../src/probes/ldap/windows/index.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { probeFrom, settingsFrom } from '../context.ts';
import { look } from './scripted-fixture.ts';

const settings = settingsFrom({
  connectors: [{ name: 'D', library: 'generic-ldap', target: { ldap: { url: 'ldaps://dir.x' } } }],
});
const rules = { profile: 'ga', severity: 'required' } as const;
const input = (facts: Facts) => ({
  facts,
  settings,
  observedAt: new Date().toISOString(),
  uses: { of: () => undefined } as never,
});
const judge = (facts: WindowsFacts) => probeFrom(ldapWindowsProbe, settings).work?.judge(input(facts), rules);

const down = { code: 'CLOSED', text: 'x (81)' };
const refused = { code: 'LDAP_49', text: '' };
const good = { bound: true, trustedBy: 'machine' } as const;

describe("Windows' own client", () => {
  it.each<[string, WindowsFacts, string, string]>([
    [
      'both sign in',
      { outcome: 'bound', ms: 12, ours: good, usable: true },
      'pass',
      'signed in through wldap32, 12 ms',
    ],
    [
      'ours signs in, theirs gets no connection',
      { outcome: 'failed', stage: 'connection', problem: down, ours: good, usable: false },
      'fail',
      "Windows' own client gets no connection",
    ],
    [
      'the same, by a certificate that only caFile trusts',
      {
        outcome: 'failed',
        stage: 'connection',
        problem: down,
        ours: { bound: true, trustedBy: 'extra' },
        usable: false,
      },
      'warn',
      'Windows refuses the certificate of the directory',
    ],
    [
      'ours signs in, theirs is refused',
      { outcome: 'failed', stage: 'bind', problem: refused, ours: good, usable: false },
      'fail',
      "Windows' own client is not let in",
    ],
    [
      'neither gets a connection',
      { outcome: 'failed', stage: 'start-tls', problem: down, ours: { bound: false }, usable: false },
      'fail',
      "Windows' own client does not get a connection either",
    ],
    [
      'a password that was refused is not sent again',
      {
        outcome: 'held',
        refusal: { target: 'ldap dir.x:636', account: 'cn=a', at: '2026-11-28T10:00:00Z' },
        ours: { bound: false },
        usable: false,
      },
      'unknown',
      'not tried: the password was refused',
    ],
    [
      'no child',
      { outcome: 'unasked', problem: { code: 'NO_MODULE', text: 'x' }, usable: false },
      'unknown',
      "Windows' own client could not be asked",
    ],
  ])('%s', (_name, facts, status, message) => {
    expect(judge(facts)).toMatchObject({ status, message });
  });

  it('theirs passes where ours does not: a pass with a note', () => {
    expect(judge({ outcome: 'bound', ms: 5, ours: { bound: false }, usable: true })).toMatchObject({
      status: 'pass',
      found: expect.stringContaining('did not get in'),
    });
  });

  it('is not asked off Windows', async () => {
    const { rows, bed } = await look({ rootDse: servers.openDj });
    expect(rows('windows')).toMatchObject({ status: 'skipped', reason: 'not-applicable' });
    expect(bed.binds).toHaveLength(1);
  });

  it.each(['kerberos', 'external'])(
    '%s off Windows is unknown, and asks for nothing',
    async (authentication) => {
      const { rows, bed } = await look({ rootDse: servers.openDj }, { authentication });
      expect(rows('bind')).toMatchObject({ status: 'unknown', message: `${authentication}: not tried` });
      expect(rows('schema').status).toBe('blocked');
      expect(rows('windows')).toMatchObject({ status: 'skipped', reason: 'not-applicable' });
      expect(bed.binds).toEqual([]);
    },
  );
});

describe('kerberos on Windows', () => {
  const judgeBind = (facts: Facts) => probeFrom(ldapBindProbe, settings).work?.judge(input(facts), rules);
  const base = { authentication: 'kerberos', account: '', ms: 5 };

  it('signed in as a named account: a pass', () => {
    const facts = { ...base, account: 'ecma', outcome: 'bound', throughWindows: {}, usable: true };
    expect(judgeBind(facts)?.status).toBe('pass');
  });

  it('signed in as whoever runs the doctor: a warning', () => {
    const facts = { ...base, outcome: 'bound', throughWindows: { asMe: 'CONTOSO\\anna' }, usable: true };
    expect(judgeBind(facts)).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('this was you, not the service'),
    });
  });

  it('refused: a fail; not asked: unknown', () => {
    expect(judgeBind({ ...base, outcome: 'refused', problem: refused, usable: false })?.status).toBe('fail');
    const ended = { code: 'CHILD_ENDED', text: 'x' };
    expect(judgeBind({ ...base, outcome: 'unasked', problem: ended, usable: false })?.status).toBe('unknown');
  });
});
