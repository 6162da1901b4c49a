import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import { join } from 'node:path';
import { createServer, type TlsOptions } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { ldapTlsProbe } from '../../../src/probes/ldap/tls/index.ts';
import {
  type Authority,
  authorityBelow,
  type IssueOptions,
  makeAuthority,
  writePfx,
} from '../../beds/certificates.ts';
import { listen } from '../../beds/loopback.ts';
import { accountDn, passwordOf, people, startOpenLdap } from '../../beds/openldap.ts';
import { installed } from '../../beds/program.ts';
import { probeFrom, settingsFrom } from '../context.ts';
import { beds } from './scripted-fixture.ts';
import { directorySite } from './site.ts';

const answer = Buffer.from('300c02010165070a010004000400', 'hex');
let authority: Authority;

beforeAll(async () => {
  authority = await makeAuthority('/CN=Bed CA', 900);
});

async function look(options: TlsOptions, more: { days?: number; authority?: Authority } = {}) {
  const by = more.authority ?? authority;
  const { cert, key } = await by.issue('localhost', { names: ['localhost'], days: more.days ?? 400 });
  const server = createServer({ cert: cert + by.cert, key, ...options }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(answer));
  });
  server.on('tlsClientError', () => {});
  const bed = await listen(server);
  beds.push(bed);
  const site = directorySite({ target: { url: `ldaps://localhost:${bed.port}` }, roots: [by.cert] });
  return { row: (await site.run())('tls'), site };
}

describe('TLS as Schannel has it', () => {
  it('TLS 1.3 only: a warning here, a failure on Server 2016 and 2019, fine on 2022', async () => {
    const { row, site } = await look({ minVersion: 'TLSv1.3' });
    expect(row).toMatchObject({ status: 'warn', message: 'TLS 1.3 only' });
    const facts = site.facts('tls') as unknown as { reached: object };
    const settings = settingsFrom({
      connectors: [{ name: 'D', library: 'generic-ldap', target: { ldap: { url: 'ldaps://localhost' } } }],
    });
    const judge = (build: number) =>
      probeFrom(ldapTlsProbe, settings).work?.judge(
        {
          facts: { ...facts, build, usable: true, reached: { ...facts.reached, platform: 'win32' } },
          settings,
          observedAt: new Date().toISOString(),
          uses: { of: () => undefined } as never,
        },
        { profile: 'ga', severity: 'required' },
      );
    expect(judge(14393)).toMatchObject({ status: 'fail', message: 'TLS 1.3 only' });
    expect(judge(17763)?.status).toBe('fail');
    expect(judge(20348)?.status).toBe('pass');
  });

  it('TLS 1.2 and 1.3: nothing to say', async () => {
    const { row, site } = await look({});
    expect(row.status).toBe('pass');
    expect(site.facts('tls')).toMatchObject({ tls12: true });
  });
});

describe("certificates, suites and names by Schannel's rules", () => {
  /** The row of a server that speaks TLS like this, without the rows behind it. */
  async function rowOf(
    options: TlsOptions,
    how: Partial<IssueOptions> = {},
    more: {
      host?: string;
      by?: Authority;
      send?: string;
      held?: readonly string[];
      distrusted?: (own: string) => readonly string[];
    } = {},
  ) {
    const by = more.by ?? authority;
    const name = `own-${Math.random().toString(36).slice(2)}`;
    const { cert, key } = await by.issue(name, { names: ['localhost'], days: 400, ...how });
    const server = createServer({ cert: cert + (more.send ?? ''), key, ...options }, (socket) => {
      socket.on('error', () => {});
      // Whatever is asked: the library's questions get no answer, and need not be waited for.
      socket.once('data', () => socket.end(answer));
    });
    server.on('tlsClientError', () => {});
    const bed = await listen(server);
    beds.push(bed);
    const url = `ldaps://${more.host ?? 'localhost'}:${bed.port}`;
    const site = directorySite({
      target: { url },
      roots: [authority.cert],
      held: more.held ?? [],
      distrusted: more.distrusted?.(cert) ?? [],
    });
    const row = (await site.run())('tls');
    const onWindows = (build: number) => {
      const settings = settingsFrom({
        connectors: [{ name: 'D', library: 'generic-ldap', target: { ldap: { url } } }],
      });
      const facts = site.facts('tls') as unknown as { reached: object };
      return probeFrom(ldapTlsProbe, settings).work?.judge(
        {
          facts: { ...facts, build, usable: true, reached: { ...facts.reached, platform: 'win32' } },
          settings,
          observedAt: new Date().toISOString(),
          uses: { of: () => undefined } as never,
        },
        { profile: 'ga', severity: 'required' },
      );
    };
    return { row, site, onWindows };
  }

  it('TLS 1.1 only: Windows connects, so a warning, and the sign-in is tried', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const { row, site } = await rowOf(old);
    expect(row).toMatchObject({ status: 'warn', message: 'only TLS older than 1.2' });
    expect(site.facts('tls').usable).toBe(true);
  });

  it('ChaCha20 only: a failure on Windows, a warning here', async () => {
    const only = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' } as const;
    const { row, onWindows } = await rowOf(only);
    expect(row).toMatchObject({ status: 'warn', message: 'no cipher suite or curve that Windows has' });
    expect(onWindows(17763)?.status).toBe('fail');
    expect(onWindows(26100)?.status).toBe('fail');
  });

  it('ChaCha20 first and AES as well: nothing to say', async () => {
    const ciphers = 'ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384';
    const { row } = await rowOf({ maxVersion: 'TLSv1.2', ciphers, honorCipherOrder: true });
    expect(row.status).toBe('pass');
  });

  it('a key on P-521 only: a failure on Windows', async () => {
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp521r1'];
    const { row, onWindows } = await rowOf({ maxVersion: 'TLSv1.2', ecdhCurve: 'P-521' }, { newKey });
    expect(row).toMatchObject({ status: 'warn', message: 'no cipher suite or curve that Windows has' });
    expect(onWindows(17763)?.status).toBe('fail');
  });

  it('RSA of 1024 bits and SHA-1: Windows takes them, so warnings', async () => {
    const loose = { ciphers: 'DEFAULT@SECLEVEL=0' };
    const short = await rowOf(loose, { newKey: ['-newkey', 'rsa:1024'] });
    expect(short.row).toMatchObject({ status: 'warn', message: 'short key: localhost' });
    expect(short.site.facts('tls').usable).toBe(true);
    const sha1 = await rowOf(loose, { digest: 'sha1' });
    expect(sha1.row).toMatchObject({ status: 'warn', message: 'signed with SHA-1: localhost' });
  });

  it('RSA below 1024 bits: Windows refuses it', async () => {
    const { row, onWindows } = await rowOf(
      { ciphers: 'DEFAULT@SECLEVEL=0' },
      { newKey: ['-newkey', 'rsa:768'] },
    );
    expect(row).toMatchObject({ status: 'warn', message: 'key too short: localhost' });
    expect(onWindows(20348)?.status).toBe('fail');
  });

  it.each([
    ['the common name', { names: [], commonName: '127.0.0.1' }],
    ['a DNS name', { names: [], extensions: ['subjectAltName=DNS:127.0.0.1'] }],
    ['an address', { names: ['127.0.0.1'] }],
  ])('an address that stands in %s', async (_name, how) => {
    const { row, site } = await rowOf({}, how, { host: '127.0.0.1' });
    expect(row.status).toBe('pass');
    expect(site.facts('tls').usable).toBe(true);
  });

  it('an address that stands in the common name beside DNS names: another name', async () => {
    const { row } = await rowOf({}, { names: ['other.x'], commonName: '127.0.0.1' }, { host: '127.0.0.1' });
    expect(row).toMatchObject({ status: 'fail', message: 'certificate of another name' });
  });

  it('an intermediate that is not sent: fetched as Windows does, and noted; not to be had: a failure', async () => {
    const between = await authorityBelow(authority, 'Issuing CA');
    let asked = 0;
    const shop = createHttp((_request, reply) => {
      asked += 1;
      reply.end(new X509Certificate(between.cert).raw);
    });
    const place = await listen(shop);
    beds.push(place);
    const extensions = [`authorityInfoAccess=caIssuers;URI:http://127.0.0.1:${place.port}/ca.cer`];
    const { row, site } = await rowOf({}, { extensions }, { by: between });
    expect(row).toMatchObject({ status: 'pass', found: expect.stringContaining('as Windows does') });
    expect(site.facts('tls')).toMatchObject({ usable: true, fetched: 1 });
    expect(asked).toBeGreaterThan(0);
    await place.stop();
    const gone = await rowOf({}, { extensions }, { by: between });
    expect(gone.row).toMatchObject({ status: 'fail', message: 'certificate chain is incomplete' });
  });

  it('an intermediate that is not sent, and that Windows holds (LocalMachine\\CA): a whole chain', async () => {
    const issuing = await authorityBelow(authority, 'Held CA');
    const second = await authorityBelow(issuing, 'Second held CA');
    const stranger = await makeAuthority('/CN=Strange held CA', 900);
    const strange = await authorityBelow(stranger, 'Strange issuing held CA');
    const { cert: ended } = await authority.issue('ended', {
      names: [],
      commonName: 'Held CA',
      days: -1,
      isAuthority: true,
    });
    const table: readonly [string, Authority, readonly string[], string][] = [
      ['not held', issuing, [], 'fail'],
      ['held', issuing, [issuing.cert], 'pass'],
      ['held, and beside it what cannot be read', issuing, ['no certificate', issuing.cert], 'pass'],
      ['two of them', second, [second.cert, issuing.cert], 'pass'],
      ['the lower of two', second, [second.cert], 'fail'],
      ['a root among them is none', stranger, [stranger.cert], 'fail'],
      ['below a root that is not trusted', strange, [strange.cert, stranger.cert], 'fail'],
    ];
    for (const [name, by, held, status] of table) {
      const { row, site } = await rowOf({}, {}, { by, held });
      expect([name, row.status]).toEqual([name, status]);
      expect([name, site.facts('tls').usable]).toEqual([name, status === 'pass']);
    }
    // What is held and has ended stands in nobody's way.
    const sent = await rowOf({}, { anyKey: true }, { by: issuing, send: issuing.cert, held: [ended] });
    expect(sent.row.status).toBe('pass');
  });

  it('what Windows is told to distrust (LocalMachine\\Disallowed) spoils a chain that is good otherwise', async () => {
    const renewed = await authorityBelow(authority, 'Distrusted CA');
    const issuing = await authorityBelow(authority, 'Distrusted CA');
    const sent = { by: issuing, send: issuing.cert };
    const table: readonly [string, object, string][] = [
      ['nothing', sent, 'pass'],
      ['another one of that name', { ...sent, distrusted: () => [renewed.cert] }, 'pass'],
      ['the certificate itself', { ...sent, distrusted: (own: string) => [own] }, 'fail'],
      ['the authority that it sends', { ...sent, distrusted: () => [issuing.cert] }, 'fail'],
      ['the root that it does not send', { ...sent, distrusted: () => [authority.cert] }, 'fail'],
      [
        'one that the machine holds, too',
        { by: issuing, held: [issuing.cert], distrusted: () => [issuing.cert] },
        'fail',
      ],
    ];
    for (const [name, more, status] of table) {
      const { row, site } = await rowOf({}, {}, more);
      expect([name, row.status]).toEqual([name, status]);
      expect([name, site.facts('tls').usable]).toEqual([name, status === 'pass']);
    }
    const { row } = await rowOf({}, {}, { ...sent, distrusted: () => [issuing.cert] });
    expect(row).toMatchObject({
      message: 'certificate is distrusted here',
      found:
        'Distrusted CA is among the certificates that Windows is told to distrust (LocalMachine\\Disallowed) (CERT_DISTRUSTED)',
    });
    expect(row.remedy?.why).toContain('No password was sent.');
  });

  it('what is fetched is trusted no more than what is sent', async () => {
    const stranger = await makeAuthority('/CN=Strange CA', 900);
    const shop = createHttp((_request, reply) => reply.end(new X509Certificate(stranger.cert).raw));
    const place = await listen(shop);
    beds.push(place);
    const extensions = [`authorityInfoAccess=caIssuers;URI:http://127.0.0.1:${place.port}/ca.cer`];
    const root = await rowOf({}, { extensions }, { by: stranger });
    expect(root.row.status).toBe('fail');
    expect(root.site.facts('tls').usable).toBe(false);
    const below = await authorityBelow(stranger, 'Strange Issuing CA');
    shop.removeAllListeners('request');
    shop.on('request', (_request, reply) => reply.end(new X509Certificate(below.cert).raw));
    const between = await rowOf({}, { extensions }, { by: below });
    expect(between.row.status).toBe('fail');
    expect(between.site.facts('tls')).toMatchObject({ usable: false, fetched: 1 });
  });
});

describe('a server that demands a client certificate', () => {
  it('by a hang-up: not taken for TLS 1.3 only, and no password is sent', async () => {
    const { row, site } = await look({ requestCert: true, rejectUnauthorized: true });
    expect(row).toMatchObject({
      status: 'fail',
      message: 'hung up after TLS, as servers do that demand a client certificate',
    });
    expect(row.remedy?.steps[0]?.text).toContain('client certificate');
    expect(site.rows()('bind').status).not.toBe('pass');
  });

  it.skipIf(!installed('slapd'))('by slapd: named', async () => {
    const certificate = await authority.issue('localhost', { names: ['localhost'], days: 400 });
    const bed = await startOpenLdap({ authority, certificate, users: 1, verifyClient: 'demand' });
    beds.push(bed);
    const site = directorySite({
      target: { url: `ldaps://localhost:${bed.ldaps}` },
      roots: [authority.cert],
    });
    const row = (await site.run())('tls');
    expect(row).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(/demands? a client certificate$/),
    });
  });
});

describe.skipIf(!installed('slapd'))('a client certificate for a server that demands one', () => {
  async function site(own: object, by = authority, more: object = {}) {
    const certificate = await authority.issue('localhost', { names: ['localhost'], days: 400 });
    const bed = await startOpenLdap({ authority, certificate, users: 1, verifyClient: 'demand' });
    beds.push(bed);
    const client = await by.issue('client', { names: ['client'], days: 400 });
    const pem = join(by.folder, 'client-whole.pem');
    const pfx = join(by.folder, 'client.pfx');
    await writeFile(pem, client.cert + client.key);
    await writePfx(client, pfx, 'pfx-secret');
    const files: Readonly<Record<string, string>> = { pem, pfx };
    const { file, ...rest } = own as { file: string };
    const looked = directorySite({
      target: {
        url: `ldaps://localhost:${bed.ldaps}`,
        bindDn: accountDn('rw'),
        password: passwordOf('rw'),
        users: people,
        clientCertificateFile: files[file] ?? file,
        ...rest,
        ...more,
      },
      roots: [authority.cert],
    });
    return { looked, rows: await looked.run() };
  }

  it.each([
    ['a PEM file', { file: 'pem' }],
    ['a .pfx with its password', { file: 'pfx', clientCertificatePassword: 'pfx-secret' }],
  ])('%s: let in; the connector, which signs in with a password, is not', async (_name, own) => {
    const { rows, looked } = await site(own);
    expect(rows('tls')).toMatchObject({
      status: 'warn',
      message: 'the server demands a client certificate, and the connector will show none',
    });
    expect(looked.facts('tls')).toMatchObject({ own: { wanted: true }, usable: true });
    expect(rows('bind').status).toBe('pass');
    expect(rows('users').status).toBe('pass');
    expect(JSON.stringify(looked.facts('tls'))).not.toContain('pfx-secret');
  });

  it('of an authority that the server does not know: refused, and named', async () => {
    const { rows } = await site({ file: 'pem' }, await makeAuthority('/CN=Other CA', 900));
    expect(rows('tls')).toMatchObject({
      status: 'fail',
      message: 'the server refuses the client certificate',
    });
  });

  it.each([
    [{ file: 'pfx', clientCertificatePassword: 'wrong' }, 'its password is missing or wrong'],
    [{ file: '/no/such/file.pfx' }, 'ENOENT'],
  ])('%j cannot be used: named', async (own, found) => {
    const { rows } = await site(own);
    expect(rows('tls')).toMatchObject({ status: 'fail', message: 'the client certificate cannot be used' });
    expect(rows('tls').found).toContain(found);
    expect(rows('bind').status).not.toBe('pass');
  });
});

it.skipIf(!installed('slapd'))(
  'a server that takes anybody: the client certificate changes nothing',
  async () => {
    const certificate = await authority.issue('localhost', { names: ['localhost'], days: 400 });
    const bed = await startOpenLdap({ authority, certificate, users: 1 });
    beds.push(bed);
    const own = join(authority.folder, 'own.pem');
    await writeFile(own, certificate.cert + certificate.key);
    const site = directorySite({
      target: { url: `ldaps://localhost:${bed.ldaps}`, clientCertificateFile: own },
      roots: [authority.cert],
    });
    expect((await site.run())('tls').status).toBe('pass');
    expect(site.facts('tls')).toMatchObject({ own: { wanted: false } });
  },
);

describe('whose certificate ends', () => {
  it('that of the directory', async () => {
    const { row } = await look({}, { days: 5 });
    expect(row.message).toMatch(/^certificate ends in [45] days$/);
    expect(row.remedy?.steps.map(({ text }) => text)).toEqual(['Renew the certificate of the directory']);
  });

  it('that of its authority', async () => {
    const { row } = await look({}, { authority: await makeAuthority('/CN=Old CA', 5) });
    expect(row.message).toMatch(/^authority Old CA ends in [45] days$/);
    expect(JSON.stringify(row.remedy)).not.toContain('Renew the certificate of the directory');
  });
});
