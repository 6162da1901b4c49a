import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import { recordedWindows } from '../../../src/platform/windows/recorded.ts';
import {
  agentHosts,
  agentSuffixes,
  isPortalHost,
  portalSuffixes,
  revocationHosts,
  tlsDestinations,
} from '../../../src/probes/network/agent-host-list.ts';
import { type AgentHostsFacts, networkAgentHostsProbe } from '../../../src/probes/network/agent-hosts.ts';
import { networkRevocationProbe, type RevocationFacts } from '../../../src/probes/network/revocation.ts';
import {
  type InspectionFacts,
  networkTlsInspectionProbe,
} from '../../../src/probes/network/tls-inspection.ts';
import { defaultSettings } from '../../../src/settings/default-settings.ts';
import { type Authority, type KeyPair, makeAuthority } from '../../beds/certificates.ts';
import { type Cloud, healthy, startCloud } from '../../beds/loopback.ts';
import { installed } from '../../beds/program.ts';
import { proxyAccount, startSquid } from '../../beds/real-proxies.ts';
import { type ProxyScript, startProxy } from '../../beds/scripted-proxy.ts';
import { noFacts } from '../../facts.ts';
import { judgeFacts, probeFrom, settingsFrom } from '../context.ts';
import { build, look, lookAtProxy, site } from './bed.ts';

const tenant = '11111111-2222-3333-4444-555555555555';
const publicSettings = settingsFrom({ tenant: { id: tenant } });
const names = tlsDestinations(publicSettings).map((goal) => goal.host);

/** The public list of the tests, and an authority of the organisation's own. */
let authority: Authority;
let inspector: Authority;
let certificate: KeyPair;
let cloud: Cloud;
let inspected: Cloud;
let silentOnTenants: Cloud;
const beds: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  [authority, inspector] = await Promise.all([
    makeAuthority('/CN=Bed Public CA'),
    makeAuthority('/O=Contoso/CN=Contoso TLS Inspection CA'),
  ]);
  beds.push(authority, inspector);
  const [real, resigned]: KeyPair[] = await Promise.all([
    authority.issue('real', { names: ['localhost', ...names], days: 1 }),
    inspector.issue('resigned', { names: ['localhost', ...names], days: 1 }),
  ]);
  if (real === undefined || resigned === undefined) throw new Error('no certificates');
  certificate = real;
  cloud = keep(await startCloud(real, healthy));
  inspected = keep(await startCloud(resigned, healthy));
  silentOnTenants = keep(await startCloud(real, (_, response) => void response.writeHead(404).end()));
});

afterAll(async () => {
  for (const bed of beds) await bed.stop();
});

function keep<T extends { stop(): Promise<void> }>(bed: T): T {
  beds.push(bed);
  return bed;
}

/** A site in the public cloud, whose every host stands behind a proxy on loopback. */
async function publicSite(script: ProxyScript) {
  const bed = keep(await startProxy(script));
  const proxy = { url: `http://127.0.0.1:${bed.port}`, user: 'svc', password: { env: 'P' } };
  const base = site({
    port: 1,
    roots: [authority.cert, inspector.cert],
    publicRoots: [authority.cert],
    secrets: { P: 'right' },
  });
  const at = { ...base, settings: settingsFrom({ tenant: { id: tenant }, network: { proxy } }) };
  const { facts } = await lookAtProxy(at);
  return { at, bed, facts: { 'network.proxy': facts } };
}

/** One is asked without TLS. */
const all = names.length + 1;

describe('the hosts', () => {
  it('have their tenant in the public cloud, and their own in the others', () => {
    expect(names).toEqual([
      'login.microsoftonline.com',
      'login.windows.net',
      `${tenant}.registration.msappproxy.net`,
      ...names.slice(3),
    ]);
    expect(
      agentHosts(settingsFrom({ tenant: { id: 'contoso.example' } })).some((one) =>
        one.host.includes('registration.msappproxy'),
      ),
    ).toBe(false);
    expect(agentHosts(settingsFrom({ tenant: { cloud: 'usgov' } })).map((one) => one.host)).toContain(
      'login.windows.us',
    );
    expect(agentHosts(publicSettings)).toContainEqual({
      host: 'www.msftconnecttest.com',
      required: false,
      plain: true,
    });
    expect(agentHosts(publicSettings)).toContainEqual({ host: 'login.live.com', required: false });
    expect(revocationHosts(settingsFrom({ tenant: { cloud: 'usgov' } }))).toContain('crl.microsoft.us');
    expect(revocationHosts(publicSettings)).toContain('oneocsp.microsoft.com');
    expect(agentHosts(settingsFrom({ tenant: { cloud: 'china' } })).filter((one) => one.required)).toEqual([
      { host: 'login.partner.microsoftonline.cn', required: true },
    ]);
    expect(
      tlsDestinations(settingsFrom({ tenant: { cloud: { signIn: 'https://localhost:4443' } } })),
    ).toEqual([{ host: 'localhost', port: 4443, tls: true }]);
  });

  it.each([
    ['public', 'entra.microsoft.com', 'portal.azure.com', 'graph.microsoft.com', 'download.msappproxy.net'],
    ['usgov', 'entra.microsoft.us', 'portal.azure.us', 'graph.microsoft.us'],
    [
      'china',
      'entra.microsoftonline.cn',
      'portal.azure.cn',
      'microsoftgraph.chinacloudapi.cn',
      'aadcdn.msauth.cn',
    ],
  ])('of the portals belong to the cloud: %s', (cloud, ...hosts) => {
    const settings = settingsFrom({ tenant: { cloud } });
    for (const host of hosts) {
      expect(agentHosts(settings)).toContainEqual({ host, required: false, portal: true });
      expect(isPortalHost(host)).toBe(true);
    }
    // None of another cloud.
    const others = {
      public: /\.(?:us|cn)$/,
      usgov: /\.cn$|portal\.azure\.com/,
      china: /\.us$|portal\.azure\.com/,
    }[cloud];
    expect(agentHosts(settings).filter(({ host }) => others?.test(host))).toEqual([]);
    expect(agentHosts(settings).filter((one) => one.portal === true && one.required)).toEqual([]);
  });

  it('are allowed by suffixes of their cloud', () => {
    const suffixes = (cloud: string) => agentSuffixes(settingsFrom({ tenant: { cloud } }));
    expect(suffixes('usgov')).toContain('*.msappproxy.us');
    expect(suffixes('china')).toEqual(expect.arrayContaining(['*.chinacloudapi.cn', '*.microsoftonline.cn']));
    expect(suffixes('china').filter((one) => one.endsWith('.us'))).toEqual([]);
    expect(portalSuffixes(settingsFrom({ tenant: { cloud: 'usgov' } }))).toMatchObject({ lists: '13, 14' });
    expect(
      portalSuffixes(settingsFrom({ tenant: { cloud: { signIn: 'https://a.example' } } })).suffixes,
    ).toEqual([]);
  });

  it('are not asked of a cloud given by its address', () => {
    const at = site({ port: 1 });
    for (const make of [networkAgentHostsProbe, networkRevocationProbe]) {
      expect(build(make, at).notApplicable?.(at.settings, noFacts)).toContain('address');
      expect(build(make, at).notApplicable?.(publicSettings, noFacts)).toBeUndefined();
    }
  });
});

describe('network.tls-inspection', () => {
  it('passes when every host is signed by a public authority', async () => {
    const { at, facts } = await publicSite({ map: () => cloud.port });
    const seen = await look<InspectionFacts>(networkTlsInspectionProbe, at, facts);
    expect(seen.facts.hosts.map((one) => one.host)).toEqual(names);
    expect(seen.verdict).toMatchObject({ status: 'pass', message: 'public: Bed Public CA' });
  });

  it('fails when only some hosts are opened, sign-in exempted, though the machine trusts it', async () => {
    const { at, facts } = await publicSite({
      map: (target) => (target.startsWith('login.') ? cloud : inspected).port,
    });
    const seen = await look<InspectionFacts>(networkTlsInspectionProbe, at, facts);
    expect(seen.verdict).toMatchObject({ status: 'fail', message: 'Contoso TLS Inspection CA' });
    expect(seen.verdict.found).toContain('others are let through');
    expect(seen.verdict.found).not.toContain('login.microsoftonline.com');
    expect(seen.facts.hosts.at(-1)?.tls).toMatchObject({ trustedBy: 'machine', publicRoot: false });
    expect(seen.verdict.remedy?.steps[0]?.text).toContain('*.msappproxy.net');
  });

  it.each([
    ["Windows' own programme (AuthRoot): public", 'AuthRoot', 'pass', 'public: Bed Public CA'],
    ["the machine's store alone: somebody put it there", 'Root', 'fail', 'Bed Public CA'],
  ] as const)('asks whether the authority is of %s', async (_name, store, status, message) => {
    const { at, facts } = await publicSite({ map: () => cloud.port });
    const certificates = {
      'LocalMachine\\Root': [],
      'CurrentUser\\Root': [],
      [`LocalMachine\\${store}`]: [{ pem: authority.cert, thumbprint: 'A' }],
    };
    const platform = createPlatform({
      env: {},
      publicRoots: [],
      windows: async () => recordedWindows({ certificates }),
    });
    const seen = await look<InspectionFacts>(networkTlsInspectionProbe, { ...at, platform }, facts);
    expect(seen.verdict).toMatchObject({ status, message });
    expect(seen.facts.hosts[0]?.tls).toMatchObject({ trustedBy: 'machine', publicRoot: status === 'pass' });
  });

  it('of the portals alone is a warning', async () => {
    const { at, facts } = await publicSite({
      map: (target) => (/^(?:entra|portal|graph|download)\./.test(target) ? inspected : cloud).port,
    });
    const seen = await look<InspectionFacts>(networkTlsInspectionProbe, at, facts);
    expect(seen.verdict).toMatchObject({ status: 'warn', message: 'Contoso TLS Inspection CA' });
    expect(seen.verdict.remedy?.why).toContain('never the agent');
  });

  it('a public chain without the certificate that issued it is not told as opened', async () => {
    const leaf = await inspector.issue('half', {
      names: ['localhost'],
      days: 1,
      extensions: ['authorityInfoAccess=caIssuers;URI:http://ca.example/ca.cer'],
    });
    const bed = keep(await startCloud(leaf, healthy));
    const seen = await look<InspectionFacts>(networkTlsInspectionProbe, site({ port: bed.port }));
    expect(seen.facts.hosts[0]?.tls).toMatchObject({ incomplete: true });
    expect(seen.verdict).toMatchObject({
      status: 'unknown',
      message: 'chain without its authority: localhost',
    });
  });

  it('is unknown when no host was reached', async () => {
    const { at, facts } = await publicSite({ map: () => 0 });
    const seen = await look<InspectionFacts>(networkTlsInspectionProbe, at, facts);
    expect(seen).toMatchObject({ facts: { usable: false }, verdict: { status: 'unknown' } });
  });

  it('for a cloud given by its address the authority of network.caFile is its own, another is not', async () => {
    const own = await look(
      networkTlsInspectionProbe,
      site({ port: inspected.port, caFile: inspector.certFile }),
    );
    expect(own.verdict).toMatchObject({
      status: 'pass',
      message: 'Contoso TLS Inspection CA, named in .ecmarc',
    });
    const other = await look(
      networkTlsInspectionProbe,
      site({ port: inspected.port, roots: [inspector.cert] }),
    );
    expect(other.verdict).toMatchObject({ status: 'fail', message: 'Contoso TLS Inspection CA' });
    const both = await look(
      networkTlsInspectionProbe,
      site({ port: inspected.port, caFile: inspector.certFile, roots: [inspector.cert] }),
    );
    expect(both.verdict).toMatchObject({
      status: 'pass',
      message: 'Contoso TLS Inspection CA, named in .ecmarc',
    });
    const lost = await look(
      networkTlsInspectionProbe,
      site({ port: inspected.port, caFile: '/nowhere/ca.pem' }),
    );
    expect(lost.verdict).toMatchObject({ status: 'unknown', message: 'network.caFile cannot be read' });
    expect(lost.verdict.remedy?.steps[0]).toMatchObject({ owner: 'server' });
    const blind = await look(networkTlsInspectionProbe, site({ port: inspected.port }));
    expect(blind.verdict).toMatchObject({ status: 'fail', message: 'Contoso TLS Inspection CA' });
  });

  it('an appended public root does not make a chain public', async () => {
    // Of the same name as the public one: links that go by names alone would lead to it.
    const twin = keep(await makeAuthority('/CN=Bed Public CA'));
    const leaf = await twin.issue('posing', { names: ['localhost'], days: 1, anyKey: true });
    const bed = keep(await startCloud({ ...leaf, cert: leaf.cert + authority.cert }, healthy));
    const seen = await look(
      networkTlsInspectionProbe,
      site({ port: bed.port, publicRoots: [authority.cert] }),
    );
    expect(seen.verdict.status).toBe('fail');
  });

  it.skipIf(!installed('squid'))('sees squid that opens TLS', async () => {
    const bed = keep(await startSquid(inspector, authority.certFile));
    const proxy = { url: `http://127.0.0.1:${bed.port}`, user: proxyAccount.user, password: { env: 'P' } };
    const at = site({
      port: cloud.port,
      proxy,
      secrets: { P: proxyAccount.password },
      publicRoots: [authority.cert],
    });
    const { facts } = await lookAtProxy(at);
    const seen = await look<InspectionFacts>(networkTlsInspectionProbe, at, { 'network.proxy': facts });
    expect(seen.verdict).toMatchObject({ status: 'fail', message: 'Contoso TLS Inspection CA' });
  });

  it('judges no host of an empty list as unknown', () => {
    const probe = build(networkTlsInspectionProbe, site({ port: 1 }));
    expect(judgeFacts(probe, { usable: false, hosts: [], byAddress: false }).status).toBe('unknown');
  });
});

describe('network.agent-hosts', () => {
  it('passes when all answer, whatever the status, by the proxy and its password', async () => {
    const { at, bed, facts } = await publicSite({
      account: { user: 'svc', password: 'right' },
      map: () => cloud.port,
    });
    const seen = await look<AgentHostsFacts>(networkAgentHostsProbe, at, facts);
    expect(seen.verdict).toMatchObject({
      status: 'pass',
      message: `${all} of ${all} hosts`,
    });
    expect(new Set(bed.targets)).toEqual(
      new Set([...names.map((name) => `${name}:443`), 'http://www.msftconnecttest.com/']),
    );
    expect(seen.verdict.evidence).toContainEqual({
      label: 'login.windows.net',
      value: expect.stringContaining('HTTP status 404'),
    });
  });

  it("asks the tenant's own host where .ecmarc has a domain: the sign-in host tells whose it is", async () => {
    const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`;
    const host = keep(
      await startCloud(certificate, (request, response) =>
        request.url?.includes('openid-configuration')
          ? void response.setHeader('content-type', 'application/json').end(JSON.stringify({ issuer }))
          : void response.writeHead(404).end(),
      ),
    );
    const { at, bed, facts } = await publicSite({
      account: { user: 'svc', password: 'right' },
      map: () => host.port,
    });
    const settings = { ...at.settings, tenant: { ...at.settings.tenant, id: 'contoso.example' } };
    for (const row of [networkAgentHostsProbe, networkTlsInspectionProbe]) {
      bed.targets.length = 0;
      await look(row, { ...at, settings }, facts);
      expect(bed.targets).toContain(`${tenant}.registration.msappproxy.net:443`);
    }
  });

  it('says which host it could not name, where nobody tells whose the domain is', async () => {
    const { at, facts } = await publicSite({
      account: { user: 'svc', password: 'right' },
      map: () => silentOnTenants.port,
    });
    const settings = { ...at.settings, tenant: { ...at.settings.tenant, id: 'contoso.example' } };
    const hosts = await look<AgentHostsFacts>(networkAgentHostsProbe, { ...at, settings }, facts);
    const own = '{tenantId}.registration.msappproxy.net';
    expect(hosts.verdict).toMatchObject({
      status: 'pass',
      message: `${all - 1} of ${all - 1} hosts`,
      found: expect.stringContaining(`${own} was not tried`),
    });
    const inspection = await look<InspectionFacts>(networkTlsInspectionProbe, { ...at, settings }, facts);
    for (const { verdict } of [hosts, inspection])
      expect(verdict.evidence).toContainEqual({ label: own, value: expect.stringContaining('not tried') });
  });

  it.each([
    ['a required host', 'login.windows.net', 'fail', 'not reached (502)'],
    ["the tenant's own host", `${tenant}.registration.msappproxy.net`, 'warn', `${all - 1} of ${all} hosts`],
    ['another host', 'management.azure.com', 'warn', `${all - 1} of ${all} hosts`],
    ['a portal', 'portal.azure.com', 'warn', `${all - 1} of ${all} hosts`],
    ['where the setup comes from', 'download.msappproxy.net', 'warn', `${all - 1} of ${all} hosts`],
  ])('%s that is missed', async (_, missed, status, message) => {
    const { at, facts } = await publicSite({ map: (target) => (target.startsWith(missed) ? 0 : cloud.port) });
    const seen = await look<AgentHostsFacts>(networkAgentHostsProbe, at, facts);
    expect(seen.verdict.status).toBe(status);
    expect(seen.verdict.message).toContain(message);
    const forPortals = isPortalHost(missed)
      ? '; only a browser on this server needs that, never the agent'
      : '';
    expect(seen.verdict.found).toBe(`not reached: ${missed}${forPortals}`);
    const asked = JSON.stringify(seen.verdict.remedy);
    expect(asked.includes('*.portal.azure.com')).toBe(forPortals !== '');
    expect(asked.includes('*.servicebus.windows.net')).toBe(forPortals === '');
  });

  it('a name that leads nowhere is told with the alias that is not there', async () => {
    const { platform } = site({ port: 1 });
    const network: typeof platform.network = {
      ...platform.network,
      lookup: async () => ({ ok: false, ms: 1, problem: { code: 'ENOTFOUND', text: 'no such name' } }),
      aliases: async (name) => (name === 'login.windows.net' ? ['a.edge.example', 'b.edge.example'] : []),
    };
    const at = { settings: settingsFrom({}), platform: { ...platform, network } };
    const direct = { 'network.proxy': { usable: true, way: { kind: 'direct' } } };
    const { facts, verdict } = await look<AgentHostsFacts>(networkAgentHostsProbe, at, direct);
    expect(facts.hosts.flatMap(({ host, aliases }) => (aliases === undefined ? [] : [host]))).toEqual([
      'login.windows.net',
    ]);
    expect(verdict.evidence).toContainEqual({
      label: 'login.windows.net',
      value: expect.stringContaining(
        'login.windows.net is an alias of a.edge.example, that of b.edge.example',
      ),
    });
  });

  it('a name that DNS does not know is looked up on the server first, then asked of the network', () => {
    const { work } = probeFrom(networkAgentHostsProbe, defaultSettings);
    const lost = {
      host: 'login.windows.net',
      required: true,
      way: { kind: 'direct' },
      as: 'this user',
      steps: [
        {
          layer: 'name',
          peer: 'login.windows.net',
          ok: false,
          ms: 1,
          problem: { code: 'ENOTFOUND', text: 'no' },
        },
      ],
    };
    const facts = { usable: true, hosts: [lost] };
    const verdict = work?.judge(
      { facts, settings: defaultSettings, observedAt: '', uses: noFacts },
      { profile: 'ga', severity: 'required' },
    );
    const steps = verdict?.remedy?.steps ?? [];
    // A port that is opened finds no name.
    expect(steps.map(({ owner }) => owner)).toEqual(['server', 'network']);
    expect(steps[0]?.command).toBe('powershell -Command "Resolve-DnsName login.windows.net"');
    expect(steps[1]?.text).toBe('Let the DNS servers of this machine resolve login.windows.net');
  });
});

describe('network.revocation', () => {
  it("goes by WinHTTP's proxy where it has one, whatever the way of all others", async () => {
    const winHttp = keep(await startProxy({ plain: () => 200 }));
    const way = {
      kind: 'proxy',
      host: '127.0.0.1',
      port: winHttp.port,
      tls: false,
      source: 'system',
    } as const;
    const { at } = await publicSite({ map: () => 0 });
    const proxy = { usable: true, way: { kind: 'direct' }, winHttp: way };
    const seen = await look<RevocationFacts>(networkRevocationProbe, at, { 'network.proxy': proxy });
    expect(seen.verdict.status).toBe('pass');
    expect(winHttp.targets).toContain('http://crl3.digicert.com/');
  });

  it('asks a proxy plainly, without a tunnel', async () => {
    const account = { user: 'svc', password: 'right' };
    const { at, bed, facts } = await publicSite({ account, plain: () => 404 });
    const seen = await look<RevocationFacts>(networkRevocationProbe, at, facts);
    expect(seen.verdict.status).toBe('pass');
    expect(bed.targets).toContain('http://crl3.digicert.com/');
    expect(bed.targets.filter((one) => one.endsWith(':80'))).toEqual([]);
  });

  it("takes the proxy's own no for a no", async () => {
    const { at, facts } = await publicSite({ plain: (url) => (url.includes('ocsp.') ? 403 : 200) });
    const seen = await look<RevocationFacts>(networkRevocationProbe, at, facts);
    expect(seen.verdict.status).toBe('warn');
    expect(seen.verdict.found).toContain('ocsp.digicert.com');
    expect(seen.verdict.found).not.toContain('crl3.digicert.com');
  });
});
