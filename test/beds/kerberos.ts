import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, installed, type ProgramBed, startProgram, temporaryFolder } from './program.ts';

const run = promisify(execFile);
const path = `${process.env.PATH ?? ''}:/usr/sbin`;
const realm = 'CONTOSO.TEST';

export const hasKerberos =
  process.platform === 'linux' && ['krb5kdc', 'kadmin.local', 'kdb5_util', 'kinit'].every(installed);

export interface Kerberos extends ProgramBed {
  /** What a program needs that is to use the ticket. */
  readonly env: Readonly<Record<string, string>>;
  /** Tickets given out so far, as `me@CONTOSO.TEST for service`. */
  tickets(): readonly string[];
}

/** A realm of its own on loopback, in which `me` has signed in, with a service at this port of this machine. */
export async function startKerberos(service: string, servicePort: number): Promise<Kerberos> {
  const folder = await temporaryFolder();
  const at = (name: string) => join(folder, name);
  const port = await freePort();
  const env = {
    KRB5_CONFIG: at('krb5.conf'),
    KRB5_KDC_PROFILE: at('kdc.conf'),
    KRB5CCNAME: `FILE:${at('tickets')}`,
  };
  await writeFile(
    at('krb5.conf'),
    `[libdefaults]
 default_realm = ${realm}
 dns_lookup_kdc = false
 dns_lookup_realm = false
 dns_canonicalize_hostname = false
 rdns = false
 udp_preference_limit = 1
[realms]
 ${realm} = {
  kdc = 127.0.0.1:${port}
 }
[logging]
 kdc = STDERR
`,
  );
  await writeFile(
    at('kdc.conf'),
    `[kdcdefaults]
 kdc_listen = 127.0.0.1:${port}
 kdc_tcp_listen = 127.0.0.1:${port}
[realms]
 ${realm} = {
  database_name = ${at('principal')}
  key_stash_file = ${at('stash')}
  acl_file = ${at('acl')}
 }
`,
  );
  const given = { env: { ...process.env, PATH: path, ...env } };
  await run('kdb5_util', ['create', '-s', '-r', realm, '-P', 'master'], given);
  const hosts = new Set(['localhost', '127.0.0.1', hostname()]);
  const services = [...hosts].map((host) => `addprinc -randkey ${service}/${host}:${servicePort}`);
  for (const query of ['addprinc -pw me-secret me', ...services])
    await run('kadmin.local', ['-r', realm, '-q', query], given);
  const bed = await startProgram({
    command: 'env',
    args: [...Object.entries(env).map(([name, value]) => `${name}=${value}`), 'krb5kdc', '-n', '-r', realm],
    port,
    folder,
  });
  const kinit = run('kinit', ['me'], given);
  kinit.child.stdin?.end('me-secret\n');
  try {
    await kinit;
  } catch (error) {
    await bed.stop();
    throw error;
  }
  return {
    ...bed,
    env,
    tickets: () =>
      [...bed.output().matchAll(/TGS_REQ .*ISSUE: .*?, (\S+ for [^\s,]+)/g)].map(([, ticket = '']) => ticket),
  };
}
