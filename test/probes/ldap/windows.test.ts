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

describe('a client certificate in a file, which wldap32 never shows', () => {
  const own = { url: 'ldaps://dir.x', clientCertificateFile: 'ecma.pfx' };
  const judgeWith = (
    probe: typeof ldapBindProbe,
    target: object,
    facts: Facts,
    tls: { readonly wanted: boolean } | undefined = undefined,
  ) => {
    const of = settingsFrom({
      connectors: [
        { name: 'D', library: 'generic-ldap', target: { ldap: { url: 'ldaps://dir.x', ...target } } },
      ],
    });
    const uses = { of: () => (tls === undefined ? undefined : { own: tls }) } as never;
    return probeFrom(probe, of).work?.judge({ ...input(facts), settings: of, uses }, rules);
  };
  const external = { ...own, authentication: 'external' };
  const base = { authentication: 'external', account: '', ms: 5 };
  const says = expect.stringContaining("a certificate of this user's store alone");
  const step = {
    steps: expect.arrayContaining([
      expect.objectContaining({ text: expect.stringContaining('Import the client certificate') }),
    ]),
  };
  const problem = { code: 'WLDAP32_81', text: 'server down' };

  it.each<[string, Facts & { readonly outcome: string }, object]>([
    [
      'signed in: not with the file, in the first line',
      { ...base, outcome: 'bound', throughWindows: {}, usable: true },
      { status: 'pass', message: 'signed in, 5 ms, not with clientCertificateFile', found: says },
    ],
    [
      'refused',
      { ...base, outcome: 'refused', problem: refused, usable: false },
      { status: 'fail', found: says, remedy: step },
    ],
    [
      'no connection',
      { ...base, outcome: 'no-connection', problem, usable: false },
      { status: 'fail', found: says, remedy: step },
    ],
    [
      'hung up',
      { ...base, outcome: 'lost', problem: down, usable: false },
      { status: 'fail', found: says, remedy: step },
    ],
    [
      'not asked',
      { ...base, outcome: 'unasked', problem, usable: false },
      { status: 'unknown', found: says, remedy: step },
    ],
  ])('external, %s', (_name, facts, expected) => {
    expect(judgeWith(ldapBindProbe, external, facts)).toMatchObject(expected);
    const without = judgeWith(ldapBindProbe, { authentication: 'external' }, facts);
    expect(JSON.stringify(without)).not.toContain('clientCertificateFile');
    const steps = judgeWith(ldapBindProbe, external, facts)?.remedy?.steps ?? [];
    expect(new Set(steps.map((one) => JSON.stringify(one))).size).toBe(steps.length);
  });

  it.each<[string, WindowsFacts, boolean, object]>([
    [
      'let in without it',
      { outcome: 'bound', ms: 5, ours: good, usable: true },
      false,
      { status: 'pass', found: says },
    ],
    [
      'shut out by a server that demands one: not the same question',
      { outcome: 'failed', stage: 'connection', problem: down, ours: good, usable: false },
      true,
      { status: 'unknown', message: "Windows' own client cannot show clientCertificateFile", remedy: step },
    ],
    [
      'hung up on at the sign-in, as TLS 1.3 does it',
      { outcome: 'failed', stage: 'bind', problem: down, ours: good, usable: false },
      true,
      { status: 'unknown', found: says },
    ],
    [
      'refused by the directory itself',
      { outcome: 'failed', stage: 'bind', problem: refused, ours: good, usable: false },
      true,
      { status: 'fail', message: "Windows' own client is not let in", found: says },
    ],
    [
      'shut out by a server that demands none',
      { outcome: 'failed', stage: 'connection', problem: down, ours: good, usable: false },
      false,
      { status: 'fail', message: "Windows' own client gets no connection", found: says },
    ],
    [
      'neither gets in',
      { outcome: 'failed', stage: 'connection', problem: down, ours: { bound: false }, usable: false },
      true,
      { status: 'fail', message: "Windows' own client does not get a connection either", found: says },
    ],
  ])('beside a simple bind, %s', (_name, facts, wanted, expected) => {
    expect(judgeWith(ldapWindowsProbe, own, facts, { wanted })).toMatchObject(expected);
    expect(JSON.stringify(judgeWith(ldapWindowsProbe, {}, facts, { wanted }))).not.toContain(
      'clientCertificateFile',
    );
  });
});
