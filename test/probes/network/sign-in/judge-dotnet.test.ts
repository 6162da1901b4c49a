import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defined } from '../../../../src/base/defined.ts';
import { dotnetGet } from '../../../../src/platform/windows/dotnet-request.ts';
import { networkSignInProbe } from '../../../../src/probes/network/sign-in/index.ts';
import { kindOfPlace } from '../../../../src/report/redact-names.ts';
import { makeAuthority } from '../../../beds/certificates.ts';
import { healthy, startCloud, startGarbage, startSilent } from '../../../beds/loopback.ts';
import { monoInstalled } from '../../../beds/mono.ts';
import { type Bed, freePort } from '../../../beds/program.ts';
import { startProxy } from '../../../beds/scripted-proxy.ts';
import { judgeFacts, probeFrom } from '../../context.ts';

const probe = probeFrom(networkSignInProbe);

const host = 'login.microsoftonline.com';
const step = (layer: string, more = {}) => ({ layer, ok: true, ms: 5, peer: `${host}:443`, ...more });
const certificate = {
  subject: 'CN=login.microsoftonline.com',
  issuer: 'CN=DigiCert Global Root G2, O=DigiCert Inc',
  names: [host],
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  sha256: 'AB'.repeat(32),
  serial: '01',
};
const proxyWay = { kind: 'proxy', host: 'proxy.contoso.example', port: 8080, tls: false, source: 'system' };

/** Facts of a request that came through: as `--from` reads them. */
const passing = {
  usable: true,
  tenant: 'common',
  answer: 'document',
  issuer: `https://${host}/{tenantid}/v2.0`,
  reached: {
    host,
    port: 443,
    as: 'admin',
    platform: 'win32',
    way: { kind: 'direct' },
    steps: [step('name'), step('connection'), step('tls'), step('http')],
    tls: { protocol: 'TLSv1.3', cipher: 'x', chain: [certificate], trustedBy: 'machine', publicRoot: true },
    http: { status: 200, type: 'application/json', at: '2026-01-01T00:00:00.000Z' },
  },
};

/** And of one that did not: the connection was refused. */
const { tls: _tls, http: _http, ...before } = passing.reached;
const problem = { code: 'ECONNREFUSED', text: 'connection refused' };
const failing = {
  usable: false,
  tenant: 'common',
  reached: { ...before, steps: [step('name'), { ...step('connection'), ok: false, problem }] },
};

const seen = (value: object) => ({ state: 'seen', value });
const status = (code: number, more = {}) => seen({ kind: 'status', status: code, ...more });
const failure = (name: string, more = {}) => seen({ kind: 'failure', failure: name, ...more });

function judge(facts: object, dotnet: object | undefined, reached: object = {}) {
  const given = { ...passing, ...facts };
  const all = { ...given, reached: { ...given.reached, ...reached } };
  return judgeFacts(probe, { ...all, ...defined({ dotnet }) } as typeof passing);
}

describe('ours passes', () => {
  it('and an older report, which has nothing of .NET, is judged as it was', () => {
    expect(JSON.stringify(judge({}, undefined))).not.toContain('.NET');
    expect(judge({}, undefined).status).toBe('pass');
  });

  it.each([
    ['the same status', status(200), 'pass', undefined],
    ['another answer of the host', status(400), 'pass', undefined],
    ['no answer of PowerShell', { state: 'failed', problem }, 'pass', 'not cross-checked with .NET'],
    ['no PowerShell', { state: 'absent' }, 'pass', 'not cross-checked with .NET'],
    ['too many requests', status(429), 'pass', 'it was answered HTTP status 429'],
    ['a trouble of the host', status(503), 'pass', 'it was answered HTTP status 503'],
    [
      'a trouble of a proxy',
      status(503, { proxy: { host: 'p', port: 1 } }),
      // By a way of its own, which need not be the agent's.
      'warn',
      'the proxy does not let it through',
    ],
    [
      'a refusal of a proxy',
      status(407, { proxy: { host: 'p', port: 1 } }),
      'warn',
      'by the proxy p:1, which it found by itself',
    ],
    [
      'a late answer',
      { state: 'failed', problem: { code: 'NO_ANSWER', text: '.NET gave no answer within 14 s' } },
      'warn',
      '.NET gave no answer within 14 s',
    ],
    ['something else that answers', status(403), 'fail', 'see the evidence'],
    ['an unknown failure', failure('SomethingNew'), 'fail', 'see the evidence'],
  ])('%s', (_, dotnet, expected, found) => {
    const verdict = judge({}, dotnet);
    expect(verdict.status).toBe(expected);
    if (found === undefined) expect(verdict.found).toBeUndefined();
    else expect(verdict.found).toContain(found);
  });

  /** Each name of WebExceptionStatus that a request can end with, and the first thing to be done about it. */
  it.each([
    ['TrustFailure', 'server', 'AuthRoot'],
    ['SecureChannelFailure', 'server', 'TLS 1.2\\Client" /v Enabled'],
    ['SendFailure', 'server', 'SchUseStrongCrypto'],
    ['ReceiveFailure', 'server', 'SchUseStrongCrypto'],
    ['ConnectionClosed', 'server', 'SchUseStrongCrypto'],
    ['KeepAliveFailure', 'server', 'SchUseStrongCrypto'],
    ['NameResolutionFailure', 'network', 'DefaultWebProxy'],
    ['ConnectFailure', 'network', 'DefaultWebProxy'],
    ['Timeout', 'network', 'DefaultWebProxy'],
    ['ProxyNameResolutionFailure', 'network', 'DefaultWebProxy'],
    ['RequestProhibitedByProxy', 'network', 'DefaultWebProxy'],
    ['ProtocolError', 'network', 'DefaultWebProxy'],
    ['NotSupportedException', 'network', 'plain http'],
    ['RequestCanceled', 'network', 'DefaultWebProxy'],
  ])('.NET ends with %s', (name, owner, about) => {
    const faults = [{ type: 'System.Net.WebException', hresult: '0x80131509', code: 10061 }];
    const verdict = judge({}, failure(name, { faults }));
    expect(verdict).toMatchObject({ status: 'fail', message: `.NET fails: ${name}` });
    expect(verdict.evidence).toContainEqual({
      label: '.NET fault',
      value: 'System.Net.WebException 0x80131509, code 10061',
    });
    expect(verdict.remedy?.steps.some((one) => one.owner === owner)).toBe(true);
    expect(JSON.stringify(verdict.remedy?.steps).replaceAll('\\\\', '\\').replaceAll('\\"', '"')).toContain(
      about,
    );
  });

  it('names the authority that Windows should trust', () => {
    const texts = judge({}, failure('TrustFailure')).remedy?.steps.map((one) => one.text);
    expect(texts).toContainEqual(expect.stringContaining('import the authority DigiCert Global Root G2'));
  });

  it('by network.caFile alone it is the failure that it was, whatever .NET says', () => {
    const tls = { ...passing.reached.tls, trustedBy: 'extra' };
    for (const dotnet of [status(200), failure('TrustFailure')])
      expect(judge({}, dotnet, { tls })).toMatchObject({
        status: 'fail',
        message: 'DigiCert Global Root G2 is trusted by network.caFile only',
      });
  });
});

describe('ours fails', () => {
  it.each([
    ['.NET too', failure('ConnectFailure'), 'fail', `refused by ${host}:443`],
    ['.NET gets through', status(200), 'warn', `only .NET gets through: refused by ${host}:443`],
    ['.NET learns that the tenant is unknown', status(400), 'warn', /^only .NET gets through: /],
    ['.NET gets a page of a proxy', status(403), 'fail', `refused by ${host}:443`],
    ['no answer of PowerShell', { state: 'failed', problem }, 'fail', `refused by ${host}:443`],
  ])('%s', (_, dotnet, expected, message) => {
    const verdict = judge(failing, dotnet);
    expect(verdict.status).toBe(expected);
    expect(verdict.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(verdict.evidence?.some(({ label }) => label === '.NET')).toBe(true);
  });

  it('and names the proxy only where .NET found one by itself', () => {
    expect(
      judge(failing, status(200, { proxy: { host: 'pac', port: 3128 } })).remedy?.steps[0]?.text,
    ).toContain('pac:3128');
    expect(judge(failing, status(200), { way: proxyWay }).found).not.toContain('found by itself');
  });

  it('a portal that both see stays a failure', () => {
    const portal = { answer: 'page', issuer: undefined, usable: false };
    expect(judge(portal, status(200)).status).toBe('fail');
  });
});

/**
 * A second opinion on the names: the same request, made by Mono's HttpWebRequest. Mono is not .NET Framework; what
 * .NET ends with may differ in the case, not in the names.
 */
describe.skipIf(!monoInstalled())('what Mono ends with', () => {
  const beds: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(bed: T): T => {
    beds.push(bed);
    return bed;
  };
  const targets: [name: string, line: string, expected: string][] = [];
  let answers: readonly unknown[] = [];

  beforeAll(async () => {
    const authority = keep(await makeAuthority('/CN=Bed CA'));
    const good = await authority.issue('good', { names: ['localhost', 'login.contoso.example'], days: 1 });
    const cloud = keep(await startCloud(good, healthy));
    const elsewhere = keep(
      await startCloud(good, (_, response) => void response.writeHead(302, { location: '/x' }).end()),
    );
    const http = keep(await startGarbage('HTTP/1.0 400 Bad Request\r\n\r\n', true));
    const silent = keep(await startSilent());
    const map = () => cloud.port;
    const open = keep(await startProxy({ map }));
    const wants = keep(await startProxy({ map, account: { user: 'u', password: 'p' } }));
    const forbids = keep(await startProxy({ status: 403 }));
    const none = await freePort();
    const at = ({ port }: Pick<Bed, 'port'>) => `https://localhost:${port}/common/v2.0/.well-known/x`;
    // A busy machine is slow to connect and to look up names; one target stays silent for all of its time.
    const target = (name: string, address: string, trust: boolean, by: string, expected: string) =>
      targets.push([
        name,
        [address, trust ? 'trust' : '-', by, expected === 'Timeout' ? 3 : 60].join('\t'),
        expected,
      ]);
    const far = (place: string) => `https://${place}.login.contoso.example/`;
    const by = ({ port }: Pick<Bed, 'port'>) => `http://127.0.0.1:${port}`;
    target('a certificate of an unknown authority', at(cloud), false, '', 'TrustFailure');
    target('a page in place of the host', at(elsewhere), true, '', 'HTTP status 302');
    target('no TLS', at(http), true, '', 'SecureChannelFailure');
    target('silence', at(silent), true, '', 'Timeout');
    target('nobody there', at({ port: none }), true, '', 'ConnectFailure');
    target('no such name', 'https://no.such.name.invalid/', true, '', 'NameResolutionFailure');
    target('a proxy that wants a password', far('a'), true, by(wants), 'HTTP status 407');
    target('a proxy that forbids it', far('b'), true, by(forbids), 'ProtocolError');
    target('a proxy that is not there', far('c'), true, by({ port: none }), 'ConnectFailure');
    target(
      'a proxy without a name',
      far('d'),
      true,
      'http://no.such.name.invalid:80',
      'ProxyNameResolutionFailure',
    );
    target('a proxy by https', far('e'), true, 'https://127.0.0.1:1', 'NotSupportedException');
    target('a proxy that lets it through', far('f'), true, by(open), '');
    answers = await askMono(targets.map(([, line]) => line));
  });

  afterAll(async () => {
    for (const bed of beds) await bed.stop();
  });

  it('is told as what it is', async () => {
    const told: string[][] = [];
    for (const [index, [name]] of targets.entries()) {
      const ask = async () => ({ state: 'seen', value: answers[index] }) as const;
      const request = { url: new URL('https://x'), timeoutMs: 1, proxy: 'none' } as const;
      const dotnet = await dotnetGet({ ask }, request, new AbortController().signal);
      const way = name.startsWith('a proxy') ? proxyWay : { kind: 'direct' };
      const verdict = judge({}, dotnet, { way });
      told.push([name, verdict.status, verdict.message.replace(/^\.NET fails: /, '')]);
    }
    expect(told.slice(0, -1)).toEqual(
      targets.slice(0, -1).map(([name, , expected]) => [name, 'fail', expected]),
    );
    // The host under the proxy knows no such page: it was reached, and says 404 where ours got 200.
    expect(answers.at(-1)).toEqual({ status: 404 });
  });
});

async function askMono(lines: readonly string[]): Promise<readonly unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ecma-dotnet-'));
  try {
    const program = join(folder, 'web-request.exe');
    const source = join(import.meta.dirname, '../../../fixtures/dotnet/web-request.cs');
    await promisify(execFile)('mcs', ['-nologo', `-out:${program}`, source]);
    const { MONO_TLS_PROVIDER: _, ...env } = process.env;
    const asking = promisify(execFile)('mono', [program], { env: { ...env, HOME: folder } });
    asking.child.stdin?.end(lines.map((line) => `${line}\n`).join(''));
    const { stdout } = await asking;
    return stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it('the proxy that .NET found is a name that --redact replaces', () => {
  const verdict = judge(failing, status(200, { proxy: { host: 'pac01', port: 3128 } }));
  expect(JSON.stringify(verdict)).toContain('pac01:3128');
  expect(kindOfPlace('.rows.facts.dotnet.value.proxy.host')).toBe('host');
});
