import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import type { AccessEntry, StoreCertificate } from '../../../src/platform/windows/types.ts';
import type { CertificateFacts, StoredCertificate } from '../../../src/probes/host/certificate/facts.ts';
import { hostCertificateProbe } from '../../../src/probes/host/certificate/index.ts';
import { judgeCertificate } from '../../../src/probes/host/certificate/judge.ts';
import { type Authority, type KeyPair, makeAuthority } from '../../beds/certificates.ts';
import { noFacts } from '../../facts.ts';
import { configurationXml } from '../../formats/host-xml/make-xml.ts';
import { settingsFrom } from '../context.ts';
import { ask, configurationFile, type HostFolder, makeHostFolder } from './site.ts';

const name = 'srv01.contoso.example';
const tcpip: NonNullable<WindowsRecord['registry']> = {
  'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters': {
    values: { Hostname: 'SRV01', Domain: 'contoso.example' },
  },
};
const thumbprintOf = (pem: string) => new X509Certificate(pem).fingerprint.replaceAll(':', '');
const stored = (pem: string, key?: 'machine' | 'person'): StoreCertificate => ({
  pem,
  thumbprint: thumbprintOf(pem),
  ...(key === undefined ? {} : { key: { container: 'c', provider: 'p', machine: key === 'machine' } }),
});

describe('host.certificate, certificates made by openssl', () => {
  let authority: Authority;
  let good: KeyPair;
  let other: KeyPair;
  let site: HostFolder;
  beforeAll(async () => {
    authority = await makeAuthority('/CN=Contoso CA', 400);
    good = await authority.issue('good', { names: [name], days: 90 });
    other = await authority.issue('other', { names: ['elsewhere.example'], days: 90 });
  });
  afterAll(() => authority.stop());
  beforeEach(async () => {
    site = await makeHostFolder();
  });
  afterEach(() => site.remove());

  /** The host's choice, the machine's own certificates, and its roots. */
  async function look(
    chosen: string,
    my: readonly StoreCertificate[],
    stores: {
      readonly roots?: readonly string[];
      readonly between?: readonly string[];
      readonly banned?: readonly string[];
    } = {},
    more: WindowsRecord = {},
  ) {
    await site.put(configurationFile, configurationXml([{}], { thumbprint: chosen }));
    return ask<CertificateFacts>(hostCertificateProbe, {
      folder: site.folder,
      observedAt: new Date().toISOString(),
      record: {
        ...more,
        registry: tcpip,
        certificates: {
          'LocalMachine\\My': my,
          'LocalMachine\\Root': (stores.roots ?? [authority.cert]).map((pem) => stored(pem)),
          'LocalMachine\\CA': (stores.between ?? []).map((pem) => stored(pem)),
          'LocalMachine\\Disallowed': (stores.banned ?? []).map((pem) => stored(pem)),
        },
      },
    });
  }

  it('passes', async () => {
    const { said, facts, verdict } = await look(thumbprintOf(good.cert), [stored(good.cert, 'machine')]);
    expect(said).toMatch(/^pass: until \d{4}-\d\d-\d\d$/);
    expect(facts.usable).toBe(true);
    expect(verdict.evidence).toContainEqual({ label: 'Names', value: name });
  });

  it('of an authority that has ended: the chain is no longer good', async () => {
    const long = await authority.issue('long', { names: [name], days: 900 });
    const print = thumbprintOf(long.cert);
    const my = [stored(long.cert, 'machine')];
    const later = new Date(Date.now() + 500 * 86_400_000).toISOString();
    const judged = (facts: CertificateFacts) => {
      const { status, message } = judgeCertificate({
        facts,
        settings: settingsFrom({}),
        observedAt: later,
        uses: noFacts,
      });
      return `${status}: ${message}`;
    };
    const { facts } = await look(print, my);
    expect(judged(facts)).toBe('fail: Contoso CA has expired');
    // Renewed with the same key: the old certificate is often left beside it.
    const renewed = join(authority.folder, 'renewed.pem');
    await promisify(execFile)('openssl', [
      ...[
        'req',
        '-x509',
        '-key',
        authority.keyFile,
        '-subj',
        '/CN=Contoso CA',
        '-days',
        '2000',
        '-out',
        renewed,
      ],
      ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    ]);
    const roots = [authority.cert, await readFile(renewed, 'utf8')];
    expect(judged((await look(print, my, { roots })).facts)).toMatch(/^pass: until /);
  });

  it('not in the store', async () => {
    const { said } = await look(thumbprintOf(good.cert), [stored(other.cert, 'machine')]);
    expect(said).toBe('fail: not in LocalMachine\\My');
  });

  it('without a key, or with the key of a person', async () => {
    const print = thumbprintOf(good.cert);
    expect((await look(print, [stored(good.cert)])).said).toBe('fail: without its private key');
    expect((await look(print, [stored(good.cert, 'person')])).said).toBe("fail: its key is a person's");
  });

  const reader: AccessEntry = {
    kind: 'allow',
    sid: 'S-1-5-20',
    mask: 0x120089,
    inherited: false,
    inheritOnly: false,
  };
  it.each<[string, readonly AccessEntry[] | 'denied' | undefined, string, string]>([
    [
      'its service',
      [reader],
      'pass: until',
      'NT AUTHORITY\\NetworkService: S-1-5-20 (NETWORK SERVICE): may use it',
    ],
    [
      'SYSTEM only',
      [{ ...reader, sid: 'S-1-5-18' }],
      'warn: the host may not use its key',
      'NT AUTHORITY\\NetworkService: S-1-5-20 (NETWORK SERVICE): may not use it',
    ],
    [
      'whom, is not told',
      'denied',
      'pass: until',
      'NT AUTHORITY\\NetworkService: S-1-5-20 (NETWORK SERVICE): not seen',
    ],
    [
      // Windows says "not there" where it may not be opened, too.
      'whom, is not known',
      undefined,
      'pass: until',
      'NT AUTHORITY\\NetworkService: S-1-5-20 (NETWORK SERVICE): not seen',
    ],
  ])('with a key that is for %s', async (_name, entries, expected, evidence) => {
    const print = thumbprintOf(good.cert);
    const list = entries === 'denied' ? entries : { everyone: false, entries: entries ?? [] };
    const { said, facts, verdict } = await look(
      print,
      [stored(good.cert, 'machine')],
      {},
      {
        services: { ECMA2Host: { account: 'NT AUTHORITY\\NetworkService', path: 'h.exe' } },
        ...(entries === undefined ? {} : { keyAccess: { [print]: list } }),
      },
    );
    expect(said).toMatch(new RegExp(`^${expected}`));
    expect(verdict.evidence).toContainEqual({ label: 'Key for host', value: evidence });
    expect(facts.notSeen).toEqual(Array.isArray(entries) ? undefined : ['who may use the private key']);
  });

  it('with a key that even an administrator does not find', async () => {
    const elevated = { user: 'S-1-5-21-1-1', elevated: true, administrators: 'enabled', groups: [] } as const;
    const print = thumbprintOf(good.cert);
    const { said, facts, verdict } = await look(
      print,
      [stored(good.cert, 'machine')],
      {},
      { identity: elevated },
    );
    expect(said).toBe('warn: its private key was not found');
    expect(verdict.remedy?.steps[0]?.command).toBe(`certutil.exe -repairstore My ${print}`);
    expect(facts.notSeen).toBeUndefined();
  });

  it('for another name', async () => {
    const { said } = await look(thumbprintOf(other.cert), [stored(other.cert, 'machine')]);
    expect(said).toBe('fail: not for this server: elsewhere.example');
  });

  it('of an authority that is unknown, distrusted, or known but no root', async () => {
    const print = thumbprintOf(good.cert);
    const my = [stored(good.cert, 'machine')];
    expect((await look(print, my, { roots: [] })).said).toBe('fail: Contoso CA is not trusted');
    expect((await look(print, my, { roots: [], between: [authority.cert] })).said).toBe(
      'fail: Contoso CA is not trusted',
    );
    expect((await look(print, my, { banned: [authority.cert] })).said).toBe('fail: distrusted here');
  });

  it('none chosen, no configuration, a broken one', async () => {
    expect((await look('', [])).said).toBe('fail: none chosen');
    await site.put(configurationFile, '<Configuration>');
    const asked = await ask(hostCertificateProbe, { folder: site.folder, record: { registry: tcpip } });
    expect(asked.said).toBe('unknown: not known which');
    const none = await ask(hostCertificateProbe, { folder: `${site.folder}-none`, record: {} });
    expect(none.said).toBe('fail: none chosen yet');
  });
});

describe('host.certificate, recorded', () => {
  const whole: StoredCertificate = {
    subject: 'CN=SRV01',
    issuer: 'CN=Contoso CA',
    names: ['SRV01'],
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2027-06-01T00:00:00.000Z',
    sha256: 'AA',
    serial: '1',
    thumbprint: 'BB',
    key: 'machine',
    forServers: true,
    selfSigned: false,
    chain: { end: 'trusted' },
  };

  it.each<[string, Partial<StoredCertificate>, string]>([
    ['https://localhost:8585/ecma2host_HR/scim', {}, 'warn: HR: tenant URL names localhost'],
    ['https://srv01:8585/ecma2host_HR/scim', {}, 'pass: until 2027-06-01'],
    ['https://localhost:8585/ecma2host_HR/scim', { names: ['SRV01', 'localhost'] }, 'pass: until 2027-06-01'],
    ['https://localhost:8585/ecma2host_HR/scim', { selfSigned: true }, 'pass: until 2027-06-01, self-signed'],
  ])('tenant URL %s, %o', (tenantUrl, changes, expected) => {
    const facts: CertificateFacts = {
      usable: true,
      chosen: { state: 'read', value: 'BB' },
      certificate: { state: 'seen', value: { ...whole, ...changes } },
      names: ['SRV01'],
    };
    const settings = settingsFrom({ connectors: [{ name: 'HR', library: 'generic-sql', tenantUrl }] });
    const observedAt = '2026-11-24T07:00:00.000Z';
    const { status, message } = judgeCertificate({ facts, settings, observedAt, uses: noFacts });
    expect(`${status}: ${message}`).toBe(expected);
  });

  it.each<[string, Partial<StoredCertificate>, readonly string[], string]>([
    ['good', {}, ['srv01'], 'pass: until 2027-06-01'],
    ['self-signed', { selfSigned: true }, ['SRV01'], 'pass: until 2027-06-01, self-signed'],
    ['expired', { notAfter: '2026-11-01T00:00:00.000Z' }, ['SRV01'], 'fail: has expired'],
    ['ends today', { notAfter: '2026-11-24T08:00:00.000Z' }, ['SRV01'], 'warn: ends within a day'],
    ['ends soon', { notAfter: '2026-12-20T00:00:00.000Z' }, ['SRV01'], 'warn: ends in 25 days'],
    ['not yet', { notBefore: '2026-12-01T00:00:00.000Z' }, ['SRV01'], 'fail: not valid yet'],
    ['for mail', { forServers: false }, ['SRV01'], 'fail: not for servers'],
    ['by subject only', { names: [] }, ['SRV01'], 'pass: until 2027-06-01'],
    [
      'a star',
      { names: ['*.contoso.example'] },
      ['SRV01', 'SRV01.contoso.example'],
      'pass: until 2027-06-01',
    ],
    [
      'a star for two labels',
      { names: ['*.example'] },
      ['SRV01', 'SRV01.contoso.example'],
      'fail: not for this server: *.example',
    ],
    ['own name unknown', {}, [], 'unknown: name not compared'],
    ['roots unseen', { chain: { end: 'unseen' } }, ['SRV01'], 'unknown: trust not seen'],
    [
      'untrusted, signs itself',
      { selfSigned: true, chain: { end: 'untrusted-root', issuer: 'CN=SRV01' } },
      ['SRV01'],
      'fail: SRV01 is not trusted',
    ],
  ])('%s', (_title, changes, names, expected) => {
    const facts: CertificateFacts = {
      usable: true,
      chosen: { state: 'read', value: 'BB' },
      certificate: { state: 'seen', value: { ...whole, ...changes } },
      names,
    };
    const { status, message } = judgeCertificate({
      facts,
      settings: settingsFrom({}),
      observedAt: '2026-11-24T07:00:00.000Z',
      uses: noFacts,
    });
    expect(`${status}: ${message}`).toBe(expected);
  });
});
