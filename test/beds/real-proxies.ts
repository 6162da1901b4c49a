import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Authority } from './certificates.ts';
import { type Bed, freePort, startProgram, temporaryFolder } from './program.ts';

const run = promisify(execFile);

export const proxyAccount = { user: 'proxyuser', password: 'proxy-pass-1' } as const;

/** tinyproxy, asking for a password where `account` is true; tunnels only to these ports. */
export async function startTinyproxy(options: {
  readonly account: boolean;
  readonly ports: readonly number[];
}): Promise<Bed & { log(): Promise<string> }> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const log = join(folder, 'tiny.log');
  const lines = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Timeout 30',
    'Allow 127.0.0.1',
    ...(options.account ? [`BasicAuth ${proxyAccount.user} ${proxyAccount.password}`] : []),
    ...options.ports.map((one) => `ConnectPort ${one}`),
    'LogLevel Info',
    `LogFile "${log}"`,
    `PidFile "${join(folder, 'tiny.pid')}"`,
  ];
  const config = join(folder, 'tinyproxy.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  const bed = await startProgram({ command: 'tinyproxy', args: ['-d', '-c', config], port, folder });
  return { ...bed, log: () => readFile(log, 'utf8') };
}

/** squid, opening TLS with an authority of its own, and asking for a password. */
export async function startSquid(inspector: Authority, upstreamCaFile: string): Promise<Bed> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const at = (name: string) => join(folder, name);
  await writeFile(at('bump.pem'), inspector.key + inspector.cert);
  const { stdout: hash } = await run('openssl', ['passwd', '-apr1', proxyAccount.password]);
  await writeFile(at('users'), `${proxyAccount.user}:${hash.trim()}\n`);
  await mkdir(at('logs'));
  await run('/usr/lib/squid/security_file_certgen', ['-c', '-s', at('certificates'), '-M', '4MB']);
  const lines = [
    `http_port 127.0.0.1:${port} ssl-bump cert=${at('bump.pem')} generate-host-certificates=on dynamic_cert_mem_cache_size=4MB`,
    `sslcrtd_program /usr/lib/squid/security_file_certgen -s ${at('certificates')} -M 4MB`,
    `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${at('users')}`,
    'auth_param basic realm bed',
    'acl authed proxy_auth REQUIRED',
    'acl step1 at_step SslBump1',
    'ssl_bump peek step1',
    'ssl_bump bump all',
    `tls_outgoing_options cafile=${upstreamCaFile}`,
    'http_access allow authed',
    'http_access deny all',
    'cache deny all',
    `pid_filename ${at('logs/squid.pid')}`,
    `access_log stdio:${at('logs/access.log')}`,
    `cache_log ${at('logs/cache.log')}`,
    `coredump_dir ${at('logs')}`,
    'cache_effective_user proxy',
    'visible_hostname bed',
    'dns_nameservers 127.0.0.1',
    'icp_port 0',
    'pinger_enable off',
    'udp_incoming_address 127.0.0.1',
    'udp_outgoing_address 127.0.0.1',
    'shutdown_lifetime 0 seconds',
  ];
  await writeFile(at('squid.conf'), `${lines.join('\n')}\n`);
  await giveTo('proxy', folder, upstreamCaFile);
  return startProgram({ command: 'squid', args: ['-N', '-f', at('squid.conf')], port, folder });
}

/** squid gives up root: its files must be readable by the account it changes to. */
async function giveTo(user: string, folder: string, readable: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const id = async (flag: string) => Number((await run('id', [flag, user])).stdout);
  await chmod(folder, 0o755);
  await run('chown', ['-R', user, folder]);
  await chown(folder, await id('-u'), await id('-g'));
  await chmod(join(readable, '..'), 0o755);
  await chmod(readable, 0o644);
}
