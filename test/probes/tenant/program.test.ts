import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../../beds/certificates.ts';
import { freePort, installed } from '../../beds/program.ts';
import { proxyAccount, startSquid } from '../../beds/real-proxies.ts';
import { startProxy } from '../../beds/scripted-proxy.ts';
import { clientId, planted } from '../../beds/tenant-cloud.ts';
import { makePlace, type Place, removePlaces, run } from '../../flows/program.ts';
import { cloudBed } from './kit.ts';

const bed = cloudBed();
afterAll(removePlaces);

function place(network: object = {}): Place {
  const made = makePlace();
  made.write(
    '.ecmarc',
    JSON.stringify({
      tenant: {
        id: 'contoso.example',
        cloud: { signIn: `https://localhost:${bed.cloud.port}` },
        signIn: { method: 'client-secret', clientId, secret: { env: 'S' } },
      },
      network: { caFile: bed.authority.certFile, ...network },
    }),
  );
  return made;
}

const only = ['--only', 'tenant.*,network.*'];

interface Report {
  readonly probes: readonly { readonly id: string; readonly status: string; readonly message: string }[];
  readonly causes: readonly {
    readonly id: string;
    readonly text: string;
    readonly probes: readonly string[];
  }[];
}

/** All that the state folder holds, as text. */
function stateOf({ state }: Place): string {
  return readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe('the program, unattended', () => {
  it('signs in with a secret; secret and token are nowhere', async () => {
    bed.cloud.reset();
    const at = place();
    const ended = await run(['--json', ...only], { place: at, env: { S: planted.secret } });
    const report = JSON.parse(ended.stdout) as Report;
    const say = (id: string) => report.probes.find((one) => one.id === id);
    expect(say('tenant.sign-in')).toMatchObject({ status: 'pass', message: 'signed in as the application' });
    expect(say('tenant.country')).toMatchObject({ status: 'pass' });
    expect(say('tenant.licence')).toMatchObject({ status: 'fail' });
    expect(bed.cloud.tokenRequests).toHaveLength(1);
    for (const text of [ended.stdout, ended.stderr, stateOf(at)]) {
      for (const word of Object.values(planted)) expect(text.includes(word)).toBe(false);
    }
  });

  it('a wrong client secret is sent once, also by the next run; it is nowhere', async () => {
    bed.cloud.reset();
    const at = place();
    for (const output of ['--events', '--json']) {
      const ended = await run([output, ...only], { place: at, env: { S: 'planted-wrong' } });
      expect(bed.cloud.tokenRequests).toHaveLength(1);
      for (const text of [ended.stdout, ended.stderr, stateOf(at)])
        expect(text.includes('planted-')).toBe(false);
    }
  });

  it('a wrong proxy password is sent exactly once in a whole run, and named as the one cause', async () => {
    bed.cloud.reset();
    const proxy = bed.keep(await startProxy({ account: { user: 'svc', password: 'right' } }));
    const at = place({
      proxy: { url: `http://127.0.0.1:${proxy.port}`, user: 'svc', password: { env: 'P' } },
    });
    const env = { S: planted.secret, P: 'planted-wrong' };
    const ended = await run(['--json'], { place: at, env });
    const report = JSON.parse(ended.stdout) as Report;
    expect(proxy.seen.filter((one) => one !== '')).toHaveLength(1);
    const cause = report.causes.find(({ id }) => id === 'proxy-credentials');
    expect(cause?.probes.slice(0, 2)).toEqual(['network.proxy', 'network.dns']);
    expect(cause?.probes).toContain('tenant.exists');
    const base64 = Buffer.from('svc:planted-wrong').toString('base64');
    for (const text of [ended.stdout, ended.stderr, stateOf(at)]) {
      for (const word of ['planted-', base64]) expect(text.includes(word)).toBe(false);
    }
  });

  const causesIn = async (network: object, env: Readonly<Record<string, string>>) => {
    const ended = await run(['--json', ...only], { place: place(network), env });
    return (JSON.parse(ended.stdout) as Report).causes;
  };

  it('names a proxy that is down as the one cause', async () => {
    const proxy = `http://127.0.0.1:${await freePort()}`;
    const [cause, ...more] = await causesIn({ proxy }, { S: planted.secret });
    expect(cause).toMatchObject({ id: 'proxy-down', text: expect.stringContaining('does not answer') });
    expect(cause?.probes).toEqual(
      expect.arrayContaining([
        'network.proxy',
        'network.dns',
        'network.sign-in',
        'tenant.exists',
        'tenant.licence',
      ]),
    );
    expect(more).toEqual([]);
  });

  it.skipIf(!installed('squid'))('names squid that opens TLS as the one cause', async () => {
    const inspector = bed.keep(
      await makeAuthority('/O=Contoso Security Appliance/CN=Contoso TLS Inspection CA'),
    );
    const squid = bed.keep(await startSquid(inspector, bed.authority.certFile));
    const { user, password: P } = proxyAccount;
    const proxy = { url: `http://127.0.0.1:${squid.port}`, user, password: { env: 'P' } };
    const [cause, ...more] = await causesIn({ proxy }, { S: planted.secret, P });
    expect(cause).toMatchObject({
      id: 'tls-inspection',
      text: 'TLS is opened on the way, by Contoso TLS Inspection CA',
    });
    expect(cause?.probes).toEqual(
      expect.arrayContaining([
        'network.tls-inspection',
        'network.sign-in',
        'tenant.exists',
        'tenant.licence',
      ]),
    );
    expect(more).toEqual([]);
  });
});
