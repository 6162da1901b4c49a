import { describe, expect, it } from 'vitest';
import type { TenantDocument } from '../../../src/clients/sign-in/document.ts';
import { type Respond, startCloud } from '../../beds/loopback.ts';
import { startProxy } from '../../beds/scripted-proxy.ts';
import { type TenantScript, tenantId } from '../../beds/tenant-cloud.ts';
import { noFacts } from '../../facts.ts';
import { settingsFrom } from '../context.ts';
import { cloudBed, probeOf, Run, siteOf } from './kit.ts';

const bed = cloudBed();
const open = ['network.proxy', 'tenant.exists', 'tenant.cloud', 'tenant.region'] as const;

async function look(script: TenantScript = {}, id = 'contoso.example') {
  bed.cloud.reset(script);
  return new Run(siteOf(bed, { id })).look(...open);
}

describe('a tenant without any sign-in', () => {
  it('is found, with its GUID, cloud and region', async () => {
    const run = await look();
    expect(run.facts['tenant.exists']).toMatchObject({ usable: true, document: { tenantId, region: 'NA' } });
    expect(run.verdict('tenant.exists')).toMatchObject({
      status: 'pass',
      message: tenantId,
      found: `contoso.example is the tenant ${tenantId}`,
    });
    expect(run.verdict('tenant.cloud')).toMatchObject({ status: 'pass', message: 'public cloud' });
    expect(run.verdict('tenant.region')).toMatchObject({
      status: 'pass',
      message: 'NA',
      found: expect.stringContaining('not a country'),
    });
    // One question serves all three rows.
    expect(bed.cloud.requests).toHaveLength(1);
  });

  it('named by its GUID says so', async () => {
    expect((await look({}, tenantId.toUpperCase())).verdict('tenant.exists').message).toBe(
      tenantId.toUpperCase(),
    );
  });

  it('that nobody knows: only this cloud is asked where it is given by its address', async () => {
    const run = await look({}, 'unknown.example');
    expect(run.facts['tenant.exists']).toMatchObject({ usable: false, error: 'AADSTS90002' });
    expect(run.facts['tenant.exists']).not.toHaveProperty('elsewhere');
    expect(run.verdict('tenant.exists')).toMatchObject({ status: 'fail', message: 'no such tenant' });
    expect(run.verdict('tenant.exists').remedy?.steps.map(({ command }) => command)).toContainEqual(
      expect.stringMatching(
        /^powershell -Command "Invoke-WebRequest -UseBasicParsing 'https:\/\/localhost:\d+\/unknown\.example\/v2\.0\/\.well-known\/openid-configuration'"$/,
      ),
    );
  });

  it.each([
    ['unknown.onmicrosft.com', 'unknown.onmicrosoft.com'],
    ['unknown.onmircosoft.com', 'unknown.onmicrosoft.com'],
    ['unknown.onmicrosoft.co', 'unknown.onmicrosoft.com'],
    ['unknown.onmicrosoft.com', undefined],
    ['unknown.contoso.com', undefined],
    ['unknown.example', undefined],
  ])('misspelt %s: perhaps %s', async (id, near) => {
    const steps = (await look({}, id)).verdict('tenant.exists').remedy?.steps ?? [];
    const hint = steps.find(({ text }) => text.startsWith('Perhaps'));
    expect(hint?.text).toBe(
      near === undefined ? undefined : `Perhaps it is, in .ecmarc:\ntenant: { id: ${near} }`,
    );
  });

  it.each<[string, TenantScript['faults'], string, string]>([
    [
      'throttling',
      { configuration: { kind: 'throttle', seconds: 7, times: 9 } },
      'unknown',
      'the sign-in host asks to wait',
    ],
    [
      'a fault',
      { configuration: { kind: 'status', status: 500 } },
      'unknown',
      'the sign-in host answers 500',
    ],
    ['a page', { configuration: { kind: 'page', status: 200 } }, 'fail', 'a web page answers at localhost'],
    ['a portal', { configuration: { kind: 'redirect' } }, 'fail', 'sent elsewhere by localhost'],
    [
      'odd JSON',
      { configuration: { kind: 'body', body: '{"issuer":7}' } },
      'fail',
      'answered 200 by localhost',
    ],
    ['a cut', { configuration: { kind: 'hang-up' } }, 'fail', 'cut off by localhost'],
  ])('%s is no answer about it', async (_, faults, status, message) => {
    const run = await look({ faults: faults ?? {} });
    expect(run.facts['tenant.exists']?.usable).toBe(false);
    const verdict = run.verdict('tenant.exists');
    expect(verdict.status).toBe(status);
    expect(verdict.message).toContain(message);
    expect(JSON.stringify(verdict)).not.toContain('\u001b');
  });

  it('takes no word from a hostile configuration but short ones', async () => {
    const run = await look({
      configuration: {
        tenant_region_scope: 'x'.repeat(5000),
        cloud_instance_name: { a: 1 },
        msgraph_host: 'a\u001b[2Jb',
        issuer: 'https://x/none',
      },
    });
    expect(run.facts['tenant.exists']).toMatchObject({ document: {} });
    expect(Object.keys((run.facts['tenant.exists']?.document ?? {}) as object)).toEqual([]);
    expect(run.verdict('tenant.region').status).toBe('unknown');
    expect(run.verdict('tenant.cloud')).toMatchObject({
      status: 'unknown',
      message: 'unknown cloud: not told',
    });
  });
});

/** Microsoft's three sign-in hosts, played on loopback behind a proxy that maps their names. */
async function threeClouds(knownAt: readonly string[], silent: readonly string[] = [], home?: string) {
  const names = ['login.microsoftonline.com', 'login.microsoftonline.us', 'login.partner.microsoftonline.cn'];
  const certificate = await bed.authority.issue(`three-${knownAt.length}-${silent.length}`, {
    names,
    days: 1,
  });
  const asked: string[] = [];
  const respond: Respond = (request, response) => {
    const host = request.headers.host ?? '';
    asked.push(host);
    response.setHeader('content-type', 'application/json');
    if (!knownAt.includes(host)) {
      const body = { error: 'invalid_tenant', error_description: 'AADSTS90002: not found' };
      return void response.writeHead(400).end(JSON.stringify(body));
    }
    const instance = home ?? (host.endsWith('.us') ? 'microsoftonline.us' : 'microsoftonline.com');
    response.end(
      JSON.stringify({ issuer: `https://${host}/${tenantId}/v2.0`, cloud_instance_name: instance }),
    );
  };
  const cloud = bed.keep(await startCloud(certificate, respond));
  const proxy = bed.keep(
    await startProxy({
      map: (target) => (silent.some((host) => target.startsWith(`${host}:`)) ? 0 : cloud.port),
    }),
  );
  const site = siteOf(bed, { id: 'contoso.example', proxy: `http://127.0.0.1:${proxy.port}` });
  const settings = settingsFrom({
    tenant: { id: 'contoso.example' },
    network: { proxy: `http://127.0.0.1:${proxy.port}` },
  });
  const run = await new Run({ ...site, settings }).look(...open);
  return { run, asked };
}

describe("Microsoft's clouds, when the first says no", () => {
  it('are asked, and the one that knows the tenant is named', async () => {
    const { run, asked } = await threeClouds(['login.microsoftonline.us']);
    expect(asked.toSorted()).toEqual([
      'login.microsoftonline.com',
      'login.microsoftonline.us',
      'login.partner.microsoftonline.cn',
    ]);
    expect(run.facts['tenant.exists']?.usable).toBe(true);
    const exists = run.verdict('tenant.exists');
    expect(exists).toMatchObject({ status: 'fail', message: 'not in this cloud: US Government' });
    expect(exists.remedy?.steps[0]?.text).toContain('tenant: { id: contoso.example, cloud: usgov }');
    expect(run.verdict('tenant.cloud')).toMatchObject({
      status: 'fail',
      message: 'US Government: not in the preview',
    });
    expect(run.verdict('tenant.cloud', 'ga')).toMatchObject({
      status: 'pass',
      message: 'US Government; the limit of the preview was lifted',
    });
  });

  it('the public one tells of a tenant of US Government: it is not this cloud, and nothing is sent there', async () => {
    const { run, asked } = await threeClouds(['login.microsoftonline.com'], [], 'microsoftonline.us');
    expect(asked).toEqual(['login.microsoftonline.com']);
    const exists = run.verdict('tenant.exists');
    expect(exists).toMatchObject({ status: 'fail', message: 'not in this cloud: US Government' });
    expect(exists.remedy?.steps[0]?.text).toContain('tenant: { id: contoso.example, cloud: usgov }');
    expect(run.verdict('tenant.cloud', 'ga')).toMatchObject({ status: 'pass' });
  });

  it('that all say no: it is in none', async () => {
    const { run } = await threeClouds([]);
    expect(run.facts['tenant.exists']?.usable).toBe(false);
    expect(run.verdict('tenant.exists').message).toBe('no such tenant in any cloud');
  });

  it('that cannot be reached are named', async () => {
    const { run } = await threeClouds([], ['login.partner.microsoftonline.cn']);
    const exists = run.verdict('tenant.exists');
    expect(exists.message).toBe('no such tenant');
    expect(exists.found).toContain('could not ask login.partner.microsoftonline.cn');
  });

  it('are not asked when the first says yes', async () => {
    const { asked } = await threeClouds(['login.microsoftonline.com', 'login.microsoftonline.us']);
    expect(asked).toEqual(['login.microsoftonline.com']);
  });
});

describe("an answer for everybody's address", () => {
  const reached = { host: 'login.microsoftonline.com', port: 443, way: { kind: 'direct' }, steps: [] };
  const judge = (document: TenantDocument, cloud: unknown = 'public') => {
    const settings = settingsFrom({ tenant: { id: 'c.example', cloud } });
    const facts = { usable: true, tenant: 'c.example', reached, answer: 'document', document };
    const { work } = probeOf('tenant.exists', settings);
    const input = { facts, settings, observedAt: '', uses: noFacts };
    return work?.judge(input, { profile: 'ga', severity: 'required' });
  };

  it.each<[string, TenantDocument, string, string]>([
    ['no tenant in its issuer', { instance: 'microsoftonline.com' }, 'fail', 'not one tenant'],
    [
      'personal accounts',
      { tenantId: '9188040d-6c67-4c5b-b112-36a304b66dad', instance: 'microsoftonline.com' },
      'fail',
      'personal accounts, not a tenant',
    ],
    ['a tenant', { tenantId, instance: 'microsoftonline.com' }, 'pass', tenantId],
  ])('%s', (_name, document, status, message) => {
    expect(judge(document)).toMatchObject({ status, message });
  });

  it('a cloud given by its address may have issuers of its own', () => {
    expect(judge({}, { signIn: 'https://localhost:1' })?.status).toBe('pass');
  });
});

describe('clouds, by what the configuration says', () => {
  const { settings } = { settings: settingsFrom({ tenant: { id: 'c.example' } }) };
  const judge = (document: TenantDocument, profile: 'preview-2021' | 'ga') => {
    const { work } = probeOf('tenant.cloud', settings);
    const input = {
      facts: { usable: true, document, host: 'x' },
      settings,
      observedAt: '',
      uses: noFacts,
    };
    return work?.judge(input, { profile, severity: 'restricted' });
  };
  const com = 'microsoftonline.com';
  const us = 'microsoftonline.us';
  const cn = 'partner.microsoftonline.cn';

  it.each<[string, TenantDocument, string, string]>([
    ['public', { instance: com, region: 'NA' }, 'pass public cloud', 'pass public cloud'],
    ['public in Europe', { instance: com, region: 'EU' }, 'pass public cloud', 'pass public cloud'],
    [
      'GCC',
      { instance: com, region: 'NA', subRegion: 'GCC' },
      'warn GCC: a special part of the public cloud',
      'pass GCC; the limit of the preview was lifted',
    ],
    [
      'GCC High',
      { instance: us, region: 'USGov', subRegion: 'DODCON' },
      'fail GCC High: not in the preview',
      'pass GCC High; the limit of the preview was lifted',
    ],
    [
      'DoD',
      { instance: us, region: 'USGov', subRegion: 'DOD' },
      'fail DoD: not in the preview',
      'pass DoD; the limit of the preview was lifted',
    ],
    [
      'US Government',
      { instance: us, region: 'USG' },
      'fail US Government: not in the preview',
      'pass US Government; the limit of the preview was lifted',
    ],
    [
      'China',
      { instance: cn, region: 'AS' },
      'fail 21Vianet (China): not in the preview',
      'pass 21Vianet (China); the limit of the preview was lifted',
    ],
    [
      'another',
      { instance: 'microsoftonline.de' },
      'unknown unknown cloud: microsoftonline.de',
      'unknown unknown cloud: microsoftonline.de',
    ],
    [
      'a part that nobody knows',
      { instance: com, subRegion: 'NEW' },
      'unknown unknown cloud: NEW',
      'unknown unknown cloud: NEW',
    ],
    ['silence', {}, 'unknown unknown cloud: not told', 'unknown unknown cloud: not told'],
  ])('%s', (_, document, preview, ga) => {
    const word = (profile: 'preview-2021' | 'ga') => {
      const verdict = judge(document, profile);
      return `${verdict?.status} ${verdict?.message}`;
    };
    expect(word('preview-2021')).toBe(preview);
    expect(word('ga')).toBe(ga);
  });
});
