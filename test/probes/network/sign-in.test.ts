import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DnsFacts, networkDnsProbe } from '../../../src/probes/network/dns.ts';
import { networkProxyProbe as proxyProbe } from '../../../src/probes/network/proxy/index.ts';
import type { SignInHostFacts } from '../../../src/probes/network/sign-in/facts.ts';
import { networkSignInProbe } from '../../../src/probes/network/sign-in/index.ts';
import { type Authority, type KeyPair, makeAuthority } from '../../beds/certificates.ts';
import {
  type Cloud,
  healthy,
  type Respond,
  startCloud,
  startGarbage,
  startSilent,
} from '../../beds/loopback.ts';
import { freePort, installed } from '../../beds/program.ts';
import { proxyAccount, startSquid, startTinyproxy } from '../../beds/real-proxies.ts';
import { startProxy } from '../../beds/scripted-proxy.ts';
import { judgeFacts, makeContext, probeFrom, settingsFrom } from '../context.ts';
import { build, look, lookAtSignIn, makeBeds, site } from './bed.ts';

let authority: Authority;
let good: KeyPair;
let cloud: Cloud;
const beds = makeBeds();
const { keep } = beds;

beforeAll(async () => {
  ({ authority, good, cloud } = await beds.start());
});
afterAll(() => beds.stop());

const trusted = () => ({ roots: [authority.cert] });

describe('a sign-in host on loopback', () => {
  it('is reached, each layer timed', async () => {
    const { facts, verdict } = await lookAtSignIn(site({ port: cloud.port, ...trusted() }));
    expect(facts).toMatchObject({ usable: true, tenant: 'common', answer: 'document' });
    expect(facts.reached.steps.map((step) => step.layer)).toEqual(['name', 'connection', 'tls', 'http']);
    expect(facts.reached.http?.date).toMatch(/^\d{4}-/);
    expect(verdict).toMatchObject({ status: 'pass', message: expect.stringMatching(/^localhost, \d+ ms$/) });
    expect(verdict.evidence).toContainEqual({ label: 'Way', value: 'direct' });
    expect(cloud.requests).toContain(
      `GET /common/v2.0/.well-known/openid-configuration localhost:${cloud.port}`,
    );
  });

  it('asks for the tenant that is configured; one that is unknown there is still an answer', async () => {
    const { facts, verdict } = await lookAtSignIn(
      site({ port: cloud.port, tenant: 'unknown.example', ...trusted() }),
    );
    expect(facts).toMatchObject({ usable: true, answer: 'refusal', error: 'AADSTS90002' });
    expect(verdict.status).toBe('pass');
    expect(verdict.found).toContain('unknown.example');
  });

  it('that is down is red; started, it is green', async () => {
    const port = await freePort();
    const at = site({ port, ...trusted() });
    const red = await lookAtSignIn(at);
    expect(red.verdict).toMatchObject({
      status: 'fail',
      message: `refused by localhost:${port}`,
    });
    expect(red.verdict.remedy?.steps.map((step) => step.command)).toContain(
      `powershell -Command "Test-NetConnection localhost -Port ${port}"`,
    );
    keep(await startCloud(good, healthy, port));
    const green = await lookAtSignIn(at);
    expect(green.verdict.status).toBe('pass');
  });

  it('trusted by network.caFile alone passes off Windows and fails on Windows, still usable', async () => {
    const at = site({ port: cloud.port, caFile: authority.certFile });
    const { facts, verdict } = await lookAtSignIn(at);
    expect(facts.reached.tls?.trustedBy).toBe('extra');
    expect(verdict.status).toBe('pass');
    const onWindows = { ...facts, reached: { ...facts.reached, platform: 'win32' } };
    const there = judgeFacts(build(networkSignInProbe, at), onWindows);
    expect(there).toMatchObject({ status: 'fail', message: 'Bed CA is trusted by network.caFile only' });
    expect(there.remedy?.steps[0]?.command).toBe('certutil.exe -addstore Root corp-ca.pem');
    expect(facts.usable).toBe(true);
  });

  it.each([
    ['of an unknown authority', 'x', ['localhost'], 1, 'Bed CA is not trusted: localhost', false],
    ['that has expired', 'old', ['localhost'], -1, 'certificate has expired: localhost', true],
    [
      'of another name',
      'elsewhere',
      ['elsewhere.example'],
      1,
      'certificate of another name: localhost',
      true,
    ],
  ])('with a certificate %s fails at TLS, its chain shown', async (_, name, names, days, message, known) => {
    const bed = keep(await startCloud(await authority.issue(name, { names, days }), healthy));
    const { facts, verdict } = await lookAtSignIn(site({ port: bed.port, ...(known ? trusted() : {}) }));
    expect(facts.usable).toBe(false);
    expect(verdict).toMatchObject({ status: 'fail', message });
    expect(
      verdict.evidence?.some((one) => one.label === 'Certificate' && one.value.includes(`CN=${names[0]}`)),
    ).toBe(true);
    expect(bed.requests).toEqual([]);
  });

  const json =
    (status: number, body: unknown): Respond =>
    (_, response) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const page =
    (status: number, headers: Record<string, string>): Respond =>
    (_, response) =>
      void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<html>log in</html>');

  it.each([
    [
      'a portal that sends elsewhere',
      page(302, { location: 'http://portal.example/\u00e9' }),
      'sent elsewhere',
      'portal.example',
    ],
    ['a portal with a page', page(200, {}), 'a web page answers', 'text/html'],
    ['a filter with a page', page(403, {}), 'a web page answers', '403'],
    ['JSON that is something else', json(200, { hello: 1 }), 'answered 200 by', 'application/json'],
    ['JSON that is no object', json(200, null), 'answered 200 by', ''],
    ['a fault of the host', json(503, { error: 'x' }), 'answered 503 by', ''],
  ])('%s fails at HTTP', async (_, respond, message, found) => {
    const bed = keep(await startCloud(good, respond));
    const { facts, verdict } = await lookAtSignIn(site({ port: bed.port, ...trusted() }));
    expect(facts.usable).toBe(false);
    expect(verdict.status).toBe('fail');
    expect(verdict.message).toContain(message);
    expect(verdict.found).toContain(found);
  });

  it('that speaks no TLS fails at TLS', async () => {
    const bed = keep(await startGarbage('HTTP/1.0 400 Bad Request\r\n\r\n', true));
    const { verdict } = await lookAtSignIn(site({ port: bed.port, ...trusted() }));
    expect(verdict).toMatchObject({ status: 'fail', message: `no TLS with localhost:${bed.port}` });
  });

  it('that is silent ends with the attempt, and says what it waited for', async () => {
    const bed = keep(await startSilent());
    const at = site({ port: bed.port, ...trusted() });
    const end = new AbortController();
    const waits: string[] = [];
    const waiting = build(networkSignInProbe, at).work?.collect(makeContext({ ...at, waits }), end.signal);
    await bed.opened(1);
    await expect.poll(() => waits.at(-1)).toBe(`localhost:${bed.port} (TLS)`);
    end.abort(new Error('deadline'));
    await expect(waiting).rejects.toThrow('deadline');
    await bed.opened(0);
  });
});

describe('by a proxy', () => {
  it('that loses the password meanwhile gets it once, not by every row', async () => {
    const bed = keep(await startProxy({ account: { user: 'svc', password: 'now' } }));
    const proxy = { url: `http://127.0.0.1:${bed.port}`, user: 'svc', password: { env: 'P' } };
    const at = site({ port: cloud.port, proxy, secrets: { P: 'then' }, ...trusted() });
    const accepted = {
      usable: true,
      credentials: 'accepted',
      way: { kind: 'proxy', host: '127.0.0.1', port: bed.port, tls: false, source: 'settings' },
    };
    const context = makeContext({ ...at, facts: { 'network.proxy': accepted } });
    const probe = build(networkSignInProbe, at);
    const idle = new AbortController().signal;
    const first = await probe.work?.collect(context, idle);
    const second = await probe.work?.collect(context, idle);
    expect(JSON.stringify(first)).toContain('HTTP_407');
    expect(JSON.stringify(second)).toContain('REFUSED_BEFORE');
    expect(bed.seen).toHaveLength(1);
  });

  it('that cannot reach the host says so', async () => {
    const bed = keep(await startProxy({}));
    const { proxy, verdict } = await lookAtSignIn(
      site({ port: await freePort(), proxy: `http://127.0.0.1:${bed.port}` }),
    );
    expect(proxy.verdict.status).toBe('warn');
    expect(verdict).toMatchObject({
      status: 'fail',
      message: `not reached (502) by proxy 127.0.0.1:${bed.port}`,
    });
  });

  describe.skipIf(!installed('tinyproxy'))('tinyproxy', () => {
    const asked = (port: number, sent?: string) =>
      sent === undefined
        ? `http://127.0.0.1:${port}`
        : { url: `http://127.0.0.1:${port}`, user: proxyAccount.user, password: { env: 'P' } };
    const at = (port: number, sent?: string) =>
      site({ port: cloud.port, proxy: asked(port, sent), secrets: { P: sent ?? '' }, ...trusted() });

    it('open: passes', async () => {
      const bed = keep(await startTinyproxy({ account: false, ports: [cloud.port] }));
      const { proxy, verdict } = await lookAtSignIn(at(bed.port));
      expect(proxy.verdict.status).toBe('pass');
      expect(verdict.status).toBe('pass');
      expect(await bed.log()).toContain(`CONNECT localhost:${cloud.port}`);
    });

    it('with a password: right, wrong and none', async () => {
      const bed = keep(await startTinyproxy({ account: true, ports: [cloud.port] }));
      const right = await lookAtSignIn(at(bed.port, proxyAccount.password));
      expect(right.proxy.verdict.status).toBe('warn');
      expect(right.verdict.status).toBe('pass');
      const wrong = await look(proxyProbe, at(bed.port, 'wrong'));
      expect(wrong.facts).toMatchObject({ usable: false, credentials: 'refused', answer: { status: 401 } });
      const none = await look(proxyProbe, at(bed.port));
      expect(none.facts).toMatchObject({ usable: false, credentials: 'not-given', answer: { status: 407 } });
    });

    it('that forbids the port: 403', async () => {
      const bed = keep(await startTinyproxy({ account: false, ports: [1] }));
      const { proxy, verdict } = await lookAtSignIn(at(bed.port));
      expect(proxy.verdict).toMatchObject({
        status: 'fail',
        message: expect.stringContaining('forbidden (403)'),
      });
      expect(verdict).toMatchObject({
        status: 'fail',
        message: expect.stringContaining('forbidden (403) by proxy'),
      });
    });
  });

  describe.skipIf(!installed('squid'))('squid that opens TLS', () => {
    it('is seen by its authority; trusted, it is let through', async () => {
      const inspector = keep(
        await makeAuthority('/O=Contoso Security Appliance/CN=Contoso TLS Inspection CA'),
      );
      const bed = keep(await startSquid(inspector, authority.certFile));
      const proxy = { url: `http://127.0.0.1:${bed.port}`, user: proxyAccount.user, password: { env: 'P' } };
      const base = { port: cloud.port, proxy, secrets: { P: proxyAccount.password } };
      const blind = await lookAtSignIn(site({ ...base, ...trusted() }));
      expect(blind.proxy.verdict.status).toBe('warn');
      expect(blind.verdict).toMatchObject({
        status: 'fail',
        message: 'Contoso TLS Inspection CA is not trusted: localhost',
      });
      const known = await lookAtSignIn(site({ ...base, roots: [inspector.cert] }));
      expect(known.verdict.status).toBe('pass');
      expect(known.facts.reached.tls?.chain[0]?.issuer).toContain('Contoso TLS Inspection CA');
      const wrong = await look(proxyProbe, site({ ...base, secrets: { P: 'wrong' } }));
      expect(wrong.facts).toMatchObject({ credentials: 'refused', answer: { status: 407 } });
    });
  });
});

describe('names', () => {
  it('localhost has an address', async () => {
    const { facts, verdict } = await look<DnsFacts>(networkDnsProbe, site({ port: 1 }));
    expect(facts).toMatchObject({ usable: true, name: 'localhost' });
    expect(verdict).toMatchObject({ status: 'pass', message: expect.stringMatching(/127\.0\.0\.1|::1/) });
  });

  it("by a proxy only the proxy's name is asked for", async () => {
    const at = site({ port: 1 });
    const way = { kind: 'proxy', host: '127.0.0.1', port: 1, tls: false, source: 'settings' };
    const { facts, verdict } = await look<DnsFacts>(networkDnsProbe, at, {
      'network.proxy': { usable: true, way },
    });
    expect(facts.name).toBe('127.0.0.1');
    expect(verdict.status).toBe('pass');
  });

  const recorded = (change: object) => ({
    usable: true,
    name: 'login.microsoftonline.com',
    way: { kind: 'direct' },
    byAddress: false,
    as: 'admin',
    step: { layer: 'name', ok: true, ms: 1, peer: 'login.microsoftonline.com', found: '' },
    ...change,
  });
  const failed = (code: string) => ({
    usable: false,
    addresses: [],
    step: {
      layer: 'name',
      ok: false,
      ms: 1,
      peer: 'login.microsoftonline.com',
      problem: { code, text: 'x' },
    },
  });

  it.each([
    [
      'several addresses',
      { addresses: ['20.190.1.1', '20.190.1.2', '2603::1'] },
      'pass',
      '20.190.1.1 and 2 more',
    ],
    ['a sinkhole', { addresses: ['0.0.0.0'] }, 'fail', 'login.microsoftonline.com leads to 0.0.0.0'],
    [
      'a hosts file',
      { addresses: ['127.0.0.1', '::1'] },
      'fail',
      'login.microsoftonline.com leads to 127.0.0.1',
    ],
    ['a loopback cloud', { addresses: ['127.0.0.1'], byAddress: true }, 'pass', '127.0.0.1'],
    ['an unknown name', failed('ENOTFOUND'), 'fail', 'no such name: login.microsoftonline.com'],
    [
      'an alias whose name is not there',
      { ...failed('ENOTFOUND'), aliases: ['login.mso.example', 'ak.privatelink.example'] },
      'fail',
      'no such name: ak.privatelink.example',
    ],
    ['a silent DNS', failed('EAI_AGAIN'), 'fail', 'DNS does not answer for login.microsoftonline.com'],
  ])('%s', (_, facts, status, message) => {
    expect(judgeFacts(build(networkDnsProbe, site({ port: 1 })), recorded(facts))).toMatchObject({
      status,
      message,
    });
  });
});

describe('failing layers, from recorded facts', () => {
  const step = (layer: string, code: string, peer = 'login.microsoftonline.com:443') => ({
    layer,
    ok: false,
    ms: 2,
    peer,
    problem: { code, text: 'its text' },
  });
  const facts = (failed: object, change: object = {}) =>
    ({
      usable: false,
      tenant: 'common',
      reached: {
        host: 'login.microsoftonline.com',
        port: 443,
        as: 'admin',
        platform: 'win32',
        way: { kind: 'direct' },
        steps: [failed],
        ...change,
      },
    }) as unknown as SignInHostFacts;

  it.each([
    [
      step('name', 'ENOTFOUND', 'login.microsoftonline.com'),
      'no such name: login.microsoftonline.com',
      'powershell -Command "Resolve-DnsName login.microsoftonline.com"',
    ],
    [
      step('connection', 'ECONNREFUSED'),
      'refused by login.microsoftonline.com:443',
      'powershell -Command "Test-NetConnection login.microsoftonline.com -Port 443"',
    ],
    [step('connection', 'ENETUNREACH'), 'no route to login.microsoftonline.com:443', 'Test-NetConnection'],
    [step('connection', 'ETIMEDOUT'), 'no answer from login.microsoftonline.com:443', 'Test-NetConnection'],
    [
      step('connection', 'EACCES'),
      'forbidden by this system: login.microsoftonline.com:443',
      'Test-NetConnection',
    ],
    [
      step('connection', 'ECONNRESET'),
      'connection reset by login.microsoftonline.com:443',
      'Test-NetConnection',
    ],
    [step('tls', 'ECONNRESET'), 'TLS cut off by login.microsoftonline.com:443', ''],
    [step('http', 'HPE_INVALID_CONSTANT'), 'no HTTP from login.microsoftonline.com:443', ''],
  ])('$layer', (failed, message, command) => {
    const verdict = judgeFacts(build(networkSignInProbe, site({ port: 1 })), facts(failed));
    expect(verdict).toMatchObject({ status: 'fail', message });
    expect(verdict.remedy?.steps.map((one) => one.command ?? '').join()).toContain(command);
    expect(verdict.remedy?.steps.every((one) => one.owner !== undefined)).toBe(true);
  });

  it('a certificate that is not valid yet points at the clock', () => {
    const chain = [
      {
        subject: 'CN=x',
        issuer: 'CN=y',
        names: [],
        notBefore: '2027-01-01T00:00:00.000Z',
        notAfter: '2028-01-01T00:00:00.000Z',
        sha256: 'A',
        serial: '1',
      },
    ];
    const tls = { protocol: 'TLSv1.3', cipher: 'x', chain, trustedBy: null };
    const verdict = judgeFacts(
      build(networkSignInProbe, site({ port: 1 })),
      facts(step('tls', 'CERT_NOT_YET_VALID'), { tls }),
    );
    expect(verdict.message).toBe('certificate not valid yet: login.microsoftonline.com');
    expect(verdict.remedy?.steps[0]?.command).toBe('w32tm /query /status');
  });

  it('the public clouds have their hosts', () => {
    const lane = (cloud: string) => {
      const settings = settingsFrom({ tenant: { cloud } });
      return probeFrom(networkSignInProbe, settings).lane;
    };
    expect(['public', 'usgov', 'china'].map(lane)).toEqual([
      'login.microsoftonline.com:443',
      'login.microsoftonline.us:443',
      'login.partner.microsoftonline.cn:443',
    ]);
  });
});
