import { describe, expect, it } from 'vitest';
import { makeAuthority } from '../../beds/certificates.ts';
import { installed } from '../../beds/program.ts';
import { proxyAccount, startSquid, startTinyproxy } from '../../beds/real-proxies.ts';
import { startProxy } from '../../beds/scripted-proxy.ts';
import { planted, startTenantCloud } from '../../beds/tenant-cloud.ts';
import { rememberingCredentials, settingsFrom } from '../context.ts';
import { cloudBed, Run, signIns, siteOf, untilSignIn } from './kit.ts';

const bed = cloudBed();
const all = [
  ...untilSignIn,
  'tenant.cloud',
  'tenant.region',
  'tenant.country',
  'tenant.type',
  'tenant.licence',
] as const;
const account = (port: number) => ({
  url: `http://127.0.0.1:${port}`,
  user: proxyAccount.user,
  password: { env: 'P' },
});
const secrets = { S: planted.secret, P: proxyAccount.password };

describe.skipIf(!installed('tinyproxy'))('through tinyproxy with a password', () => {
  it('everything is asked, and by that way', async () => {
    bed.cloud.reset();
    const proxy = bed.keep(await startTinyproxy({ account: true, ports: [bed.cloud.port] }));
    const run = await new Run(
      siteOf(bed, { signIn: signIns.secret, proxy: account(proxy.port), secrets }),
    ).look(...all);
    expect(run.verdict('tenant.sign-in')).toMatchObject({ status: 'pass' });
    expect(run.verdict('tenant.country')).toMatchObject({ status: 'pass', message: 'US' });
    for (const id of ['tenant.exists', 'tenant.sign-in', 'tenant.licence']) {
      const way = run.verdict(id).evidence?.find(({ label }) => label === 'Way');
      expect(way?.value).toBe(`by proxy 127.0.0.1:${proxy.port}`);
    }
    bed.cloud.reset({ code: { polls: ['authorization_pending', 'ok'] } });
    const person = siteOf(bed, { signIn: signIns.code, proxy: account(proxy.port), secrets });
    const byCode = await new Run(person).look(...untilSignIn, 'tenant.roles');
    expect(byCode.verdict('tenant.sign-in').message).toBe('signed in as a person');
    expect(byCode.facts['tenant.roles']?.usable).toBe(true);
    // Each of our connections, and none beside it.
    const log = await proxy.log();
    expect(log.split(`CONNECT localhost:${bed.cloud.port}`).length - 1).toBeGreaterThanOrEqual(6);
  });
});

describe.skipIf(!installed('squid'))('through squid that opens TLS', () => {
  it('trusted, everything is asked; not trusted, no secret is sent', async () => {
    const inspector = bed.keep(
      await makeAuthority('/O=Contoso Security Appliance/CN=Contoso TLS Inspection CA'),
    );
    const proxy = bed.keep(await startSquid(inspector, bed.authority.certFile));
    const at = (roots: readonly string[]) =>
      new Run(siteOf(bed, { signIn: signIns.secret, proxy: account(proxy.port), secrets, roots }));
    bed.cloud.reset();
    const trusted = await at([inspector.cert]).look(...all);
    expect(trusted.verdict('tenant.sign-in').status).toBe('pass');
    expect(JSON.stringify(trusted.facts['tenant.licence'])).toContain('Contoso TLS Inspection CA');
    bed.cloud.reset();
    const blind = await at([bed.authority.cert]).look('network.proxy', 'tenant.exists');
    expect(blind.verdict('tenant.exists')).toMatchObject({
      status: 'fail',
      message: 'Contoso TLS Inspection CA is not trusted: localhost',
    });
    // Opened since the tenant was found: the layer is named, and the secret stays here.
    blind.facts['tenant.exists'] = trusted.facts['tenant.exists'] ?? { usable: false };
    await blind.look('tenant.sign-in');
    expect(blind.facts['tenant.sign-in']).toMatchObject({ usable: false, outcome: 'unreached' });
    expect(blind.verdict('tenant.sign-in').message).toBe(
      'Contoso TLS Inspection CA is not trusted: localhost',
    );
    expect(bed.cloud.tokenRequests).toEqual([]);
  });
});

describe('through a proxy whose password is wrong since', () => {
  it('it is sent exactly once, by whichever row comes first', async () => {
    bed.cloud.reset();
    const right = { user: 'svc', password: 'right' };
    const proxy = bed.keep(await startProxy({ account: right }));
    const credentials = rememberingCredentials();
    const given = { url: `http://127.0.0.1:${proxy.port}`, user: 'svc', password: { env: 'P' } };
    const run = new Run(
      siteOf(bed, { signIn: signIns.secret, proxy: given, secrets: { ...secrets, P: 'right' }, credentials }),
    );
    await run.look('network.proxy', 'tenant.exists');
    expect(run.facts['network.proxy']).toMatchObject({ credentials: 'accepted' });
    const before = proxy.seen.length;
    Object.assign(run.site, { secrets: { ...secrets, P: 'planted-wrong' } });
    await run.look('tenant.sign-in', 'tenant.exists', 'tenant.sign-in');
    const sent = proxy.seen.slice(before).filter((one) => one !== '');
    expect(sent).toHaveLength(1);
    expect(run.verdict('tenant.exists').message).toContain('password refused by');
    expect(JSON.stringify(run.facts)).not.toContain('planted-wrong');
  });
});

describe("under the names of Microsoft's own clouds, played on loopback", () => {
  it.each([
    ['public', 'login.microsoftonline.com', 'graph.microsoft.com', 'graph.microsoft.com'],
    ['usgov', 'login.microsoftonline.us', 'graph.microsoft.us', 'graph.microsoft.us'],
    ['usgov', 'login.microsoftonline.us', 'dod-graph.microsoft.us', 'dod-graph.microsoft.us'],
    [
      'china',
      'login.partner.microsoftonline.cn',
      'microsoftgraph.chinacloudapi.cn',
      'microsoftgraph.chinacloudapi.cn',
    ],
    ['public', 'login.microsoftonline.com', 'graph.evil.example', 'graph.microsoft.com'],
  ])('%s, Graph named %s %s', async (cloud, login, named, asked) => {
    const names = [login, asked, 'login.microsoftonline.com'];
    const server = bed.keep(await startTenantCloud(await bed.authority.issue('names', { names, days: 1 })));
    const instance = login.replace(/^login\./, '');
    server.reset({ configuration: { msgraph_host: named, cloud_instance_name: instance } });
    const proxy = bed.keep(await startProxy({ map: () => server.port }));
    const site = siteOf(bed, { signIn: signIns.secret });
    const settings = settingsFrom({
      tenant: { id: 'contoso.example', cloud, signIn: signIns.secret },
      network: { proxy: `http://127.0.0.1:${proxy.port}` },
    });
    const run = await new Run({ ...site, settings }).look(...untilSignIn, 'tenant.country');
    expect(run.verdict('tenant.sign-in')).toMatchObject({ status: 'pass' });
    expect(run.verdict('tenant.country')).toMatchObject({ status: 'pass', message: 'US' });
    expect(server.tokenRequests[0]?.get('scope')).toBe(`https://${asked}/.default`);
    expect(server.requests.at(-1)).toBe(`GET /v1.0/organization?$select=id,countryLetterCode ${asked}`);
    expect(new Set(proxy.targets)).toEqual(new Set([`${login}:443`, `${asked}:443`]));
  });
});
