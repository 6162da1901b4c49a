import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { TenantFacts } from '../../../src/probes/tenant/exists/facts.ts';
import { clientId, type TenantScript } from '../../beds/tenant-cloud.ts';
import { noFacts } from '../../facts.ts';
import { rememberingCredentials } from '../context.ts';
import { applicationPair, cloudBed, probeOf, Run, signIns, siteOf } from './kit.ts';
import { signingIn } from './signing-in.ts';

const bed = cloudBed();

const signIn = signingIn(bed);

describe('signing in with a client secret', () => {
  it('gives a token, and says which application, permissions and way', async () => {
    const { facts, verdict } = await signIn({});
    expect(facts).toMatchObject({
      usable: true,
      outcome: 'signed-in',
      clientId,
      permissions: ['Organization.Read.All', 'User.Read'],
    });
    expect(verdict).toMatchObject({ status: 'pass', message: 'signed in as the application' });
    const labels = Object.fromEntries((verdict.evidence ?? []).map(({ label, value }) => [label, value]));
    expect(labels).toMatchObject({
      'Application id': clientId,
      Permissions: 'Organization.Read.All, User.Read',
      'Least permissions':
        'LicenseAssignment.Read.All (licence), Organization.Read.All (country, type; it serves for the licence too)',
      Way: 'direct',
    });
    expect(bed.cloud.tokenRequests).toHaveLength(1);
    expect(bed.cloud.tokenRequests[0]?.get('scope')).toBe(`https://localhost:${bed.cloud.port}/.default`);
  });

  it('asks for the Graph of .ecmarc where it names one', async () => {
    await signIn({}, { graph: 'https://graph.contoso.example' });
    expect(bed.cloud.tokenRequests[0]?.get('scope')).toBe('https://graph.contoso.example/.default');
  });

  it('wants to know where Graph is', async () => {
    const { verdict } = await signIn({ configuration: { msgraph_host: undefined } });
    expect(verdict).toMatchObject({ status: 'fail', message: 'no address of Microsoft Graph' });
    expect(bed.cloud.tokenRequests).toEqual([]);
  });

  it('takes no proxy from the environment by itself', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:1');
    try {
      expect((await signIn({})).verdict.status).toBe('pass');
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.each([
    ['invalid_client', 'AADSTS7000215', 'wrong client secret', true],
    ['invalid_client', 'AADSTS7000222', 'client secret has expired', true],
    ['unauthorized_client', 'AADSTS700016', 'no such application here', false],
    ['invalid_client', 'AADSTS700024', 'the signed request is too old or too new', false],
    ['invalid_client', 'AADSTS7000112', 'application is disabled', false],
    ['invalid_grant', 'AADSTS53003', 'blocked by Conditional Access', false],
    ['invalid_request', 'AADSTS90014', 'refused: AADSTS90014', false],
    ['odd words \u001b[2J', 'no number', 'refused: another error', false],
  ])('is refused: %s %s', async (error, number, message, counts) => {
    const credentials = rememberingCredentials();
    const { run, facts, verdict } = await signIn({ refuse: { error, number } }, { credentials });
    expect(facts).toMatchObject({ usable: false, outcome: 'refused' });
    expect(verdict).toMatchObject({ status: 'fail', message });
    expect(credentials.refusals).toHaveLength(counts ? 1 : 0);
    expect(bed.cloud.tokenRequests).toHaveLength(1);
    if (!counts) return expect(facts?.refusal).toBeUndefined();
    expect(facts?.refusal).toMatchObject({
      target: `sign-in localhost:${bed.cloud.port}/contoso.example`,
      account: clientId,
    });
    // Refused once, it is not sent again.
    run.close();
    await run.look('tenant.sign-in');
    expect(run.facts['tenant.sign-in']).toMatchObject({
      outcome: 'remembered',
      refusal: { at: '2026-01-01T10:00:00.000Z' },
    });
    expect(run.verdict('tenant.sign-in')).toMatchObject({
      status: 'fail',
      message: 'wrong client secret, remembered',
    });
    expect(bed.cloud.tokenRequests).toHaveLength(1);
  });

  it.each<[string, TenantScript['faults'], string, string]>([
    [
      'throttled for long',
      { token: { kind: 'throttle', seconds: 300, times: 9 } },
      'unknown',
      'the sign-in service asks to wait',
    ],
    [
      'a fault of the service',
      { token: { kind: 'status', status: 503 } },
      'unknown',
      'the sign-in service answers 503',
    ],
    ['a web page', { token: { kind: 'page', status: 200 } }, 'fail', 'a web page answers, status 200'],
    [
      'a web page that forbids',
      { token: { kind: 'page', status: 403 } },
      'fail',
      'a web page answers, status 403',
    ],
    ['a portal', { token: { kind: 'redirect' } }, 'fail', 'a web page answers, status 302'],
    [
      'JSON without a token',
      { token: { kind: 'body', body: '{"hello":1}' } },
      'fail',
      'an answer without a token',
    ],
    ['JSON that is no object', { token: { kind: 'body', body: '[1]' } }, 'fail', 'an answer without a token'],
    [
      'half of its JSON',
      { token: { kind: 'body', body: '{"access_token":"x' } },
      'fail',
      'a web page answers, status 200',
    ],
    ['a peer that hangs up', { token: { kind: 'hang-up' } }, 'fail', 'cut off by'],
  ])('meets %s', async (_, faults, status, message) => {
    const credentials = rememberingCredentials();
    const { facts, verdict } = await signIn({ faults: faults ?? {} }, { credentials });
    expect(facts?.usable).toBe(false);
    expect(verdict.status).toBe(status);
    expect(verdict.message).toContain(message);
    expect(credentials.refusals).toEqual([]);
    expect(bed.cloud.tokenRequests).toHaveLength(1);
  });

  it('waits out a short throttling', async () => {
    const { verdict, run } = await signIn({ faults: { token: { kind: 'throttle', seconds: 1, times: 1 } } });
    expect(verdict.status).toBe('pass');
    expect(run.site.waits).toContain(`localhost:${bed.cloud.port}, which asks to wait 1 s`);
    expect(bed.cloud.tokenRequests).toHaveLength(2);
  });

  it('that the library does not take is told, not a fault', async () => {
    const script = { configuration: { issuer: 'https://localhost/no-guid' } };
    const { facts, verdict } = await signIn(script, { id: 'm\u00fcnchen.example' });
    expect(facts).toMatchObject({ usable: false, outcome: 'library' });
    expect(verdict).toMatchObject({ status: 'fail', message: 'no sign-in was made' });
  });

  it('sends its secret to the sign-in host only', async () => {
    const configuration = { token_endpoint: 'https://127.0.0.1:1/steal/oauth2/v2.0/token' };
    const { facts } = await signIn({ configuration });
    expect(facts).toMatchObject({ usable: false });
    expect(bed.cloud.tokenRequests).toEqual([]);
  });

  it.each(['microsoftonline.us', 'partner.microsoftonline.cn'])(
    'is not tried where the tenant is in %s',
    async (instance) => {
      bed.cloud.reset();
      const site = siteOf(bed, { signIn: signIns.secret });
      const run = new Run(site);
      await run.look('network.proxy', 'tenant.exists');
      // As for the public cloud, whose sign-in host tells of tenants of others too.
      const settings = { ...site.settings, tenant: { ...site.settings.tenant, cloud: 'public' as const } };
      const named = new Run({ ...site, settings });
      Object.assign(named.facts, run.facts);
      const exists = run.facts['tenant.exists'] as TenantFacts;
      named.facts['tenant.exists'] = { ...exists, document: { ...exists.document, instance } };
      await named.look('tenant.sign-in');
      expect(named.verdict('tenant.sign-in').message).toBe('the tenant is in another cloud');
      expect(bed.cloud.tokenRequests).toEqual([]);
    },
  );

  it('is not tried at a cloud that does not have the tenant', async () => {
    bed.cloud.reset();
    const run = new Run(siteOf(bed, { signIn: signIns.secret }));
    await run.look('network.proxy', 'tenant.exists');
    const there = { cloud: 'usgov', host: 'login.microsoftonline.us', known: true, document: {} };
    const { document: _, ...exists } = run.facts['tenant.exists'] ?? { usable: true };
    run.facts['tenant.exists'] = { ...exists, usable: true, elsewhere: [there] };
    await run.look('tenant.sign-in');
    expect(run.verdict('tenant.sign-in').message).toBe('the tenant is in another cloud');
    expect(bed.cloud.tokenRequests).toEqual([]);
  });
});

describe('signing in with a certificate', () => {
  const given = (certificateFile: string, more: object = {}) => ({
    method: 'client-certificate',
    clientId,
    certificateFile,
    ...more,
  });
  const file = async (name: string, text: string | Buffer) => {
    const path = join(bed.authority.folder, name);
    await writeFile(path, text);
    return path;
  };
  const own = () => applicationPair(bed.authority.folder, 90);

  it('sends a signed assertion, never the key', async () => {
    const { cert, key } = await own();
    const { facts, verdict } = await signIn({}, { signIn: given(await file('app-both.pem', cert + key)) });
    expect(facts).toMatchObject({ usable: true, certificate: { subject: 'CN=app' } });
    expect(verdict.status).toBe('pass');
    const [request] = bed.cloud.tokenRequests;
    expect(request?.get('client_assertion')?.split('.')).toHaveLength(3);
    expect(request?.toString()).not.toContain('PRIVATE');
    expect(JSON.stringify(facts)).not.toContain('PRIVATE KEY');
  });

  it('says when it ends soon', async () => {
    const { cert, key } = await applicationPair(bed.authority.folder, 3);
    const { run } = await signIn({}, { signIn: given(await file('soon-both.pem', cert + key)) });
    const facts = run.facts['tenant.sign-in'];
    const { work } = probeOf('tenant.sign-in', run.site.settings);
    const input = {
      facts: facts ?? { usable: false },
      settings: run.site.settings,
      observedAt: new Date().toISOString(),
      uses: noFacts,
    };
    expect(work?.judge(input, { profile: 'ga', severity: 'info' })).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(/^signed in; certificate ends in [23] days$/),
    });
  });

  it.each<[string, (pair: { cert: string; key: string }) => Promise<object>, string]>([
    ['no file', async () => given('/nowhere/app.pem'), 'the certificate cannot be read'],
    [
      'a .pfx',
      async () => given(await file('app.pfx', Buffer.from([0x30, 0x82, 1, 0]))),
      'the certificate is no PEM file',
    ],
    ['some text', async () => given(await file('app.txt', 'hello')), 'no certificate in the file'],
    [
      'a broken one',
      async () =>
        given(await file('broken.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')),
      'no certificate in the file',
    ],
    ['no key', async ({ cert }) => given(await file('bare.pem', cert)), 'no private key in the file'],
    [
      'no RSA key',
      async () => given(await file('ec.pem', bed.authority.cert + bed.authority.key)),
      'the certificate has no RSA key',
    ],
    [
      'the key of another',
      async ({ cert }) => given(await file('mixed.pem', cert + bed.authority.key)),
      'the key is not of this certificate',
    ],
    [
      'a wrong password',
      async ({ cert }) => {
        const locked = createLockedKey();
        return given(await file('locked.pem', cert + locked), { certificatePassword: { env: 'P' } });
      },
      'the private key does not open',
    ],
  ])('with %s sends nothing', async (_, make, message) => {
    const settings = await make(await own());
    const { facts, verdict } = await signIn({}, { signIn: settings, secrets: { P: 'planted-key-password' } });
    expect(facts).toMatchObject({ usable: false, outcome: 'certificate' });
    expect(verdict).toMatchObject({ status: 'fail', message });
    expect(JSON.stringify([facts, verdict])).not.toMatch(/planted-key-password|PRIVATE KEY/);
    expect(bed.cloud.tokenRequests).toEqual([]);
  });
});

function createLockedKey(): string {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'another' },
  });
  return privateKey;
}
