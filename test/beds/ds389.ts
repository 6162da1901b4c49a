import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Authority, KeyPair } from './certificates.ts';
import { accountDn, passwordOf, people, suffix } from './openldap.ts';
import { freePort, type ProgramBed, startProgram, temporaryFolder } from './program.ts';

const run = promisify(execFile);
const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` };
const templates = '/usr/share/dirsrv/data';

export interface Ds389Options {
  readonly authority: Authority;
  readonly certificate: KeyPair;
  readonly users?: number;
  readonly changeLog?: boolean;
  /** More of its configuration, as LDIF; the account `rw` may then read all of it. */
  readonly plugins?: string;
  /** More entries, as LDIF. */
  readonly more?: string;
}

export interface Ds389 extends ProgramBed {
  readonly ldaps: number;
}

/**
 * ns-slapd from Debian's package over a folder of its own, made from the package's templates: nothing of the system
 * is changed, and no service is made. Same suffix, accounts and passwords as the OpenLDAP bed.
 */
export async function startDs389(options: Ds389Options): Promise<Ds389> {
  const folder = await temporaryFolder();
  const at = (name: string) => join(folder, name);
  const names = ['config', 'config/schema', 'db', 'bak', 'ldif', 'lock', 'log', 'run', 'tmp', 'inst'];
  for (const name of names) await mkdir(at(name), { recursive: true });
  const ldap = await freePort();
  const ldaps = await freePort();
  await cp('/etc/dirsrv/config', at('config'), { recursive: true });
  const main = await configuration(folder, ldap, ldaps, options.changeLog ?? true);
  await writeFile(at('config/dse.ldif'), withPlugins(main, options.plugins));
  await writeFile(
    at('config/schema/99user.ldif'),
    'dn: cn=schema\nobjectclass: top\nobjectclass: ldapSubentry\nobjectclass: subschema\n',
  );
  await importCertificate(at('config'), options);
  await writeFile(at('data.ldif'), `${data(options.users ?? 20)}\n${options.more ?? ''}`);
  await run('ns-slapd', ['ldif2db', '-D', at('config'), '-n', 'userRoot', '-i', at('data.ldif')], { env });
  const bed = await startProgram({
    command: 'ns-slapd',
    args: ['-D', at('config'), '-i', at('run/ns.pid'), '-d', '0'],
    port: ldap,
    folder,
  });
  return { ...bed, ldaps };
}

function withPlugins(main: string, plugins: string | undefined): string {
  if (plugins === undefined) return main;
  const readable = `aci: (targetattr="*")(version 3.0; acl "test"; allow(read,search,compare) userdn="ldap:///${accountDn('rw')}";)`;
  return `${main.replace(/^dn: cn=config\n/m, (line) => `${line}${readable}\n`).trimEnd()}\n\n${plugins}`;
}

async function configuration(
  folder: string,
  ldap: number,
  ldaps: number,
  changeLog: boolean,
): Promise<string> {
  const values: Readonly<Record<string, string>> = {
    bak_dir: join(folder, 'bak'),
    cert_dir: join(folder, 'config'),
    config_dir: join(folder, 'config'),
    db_dir: join(folder, 'db'),
    db_home_dir: join(folder, 'db'),
    db_lib: 'bdb',
    ds_bename: 'userRoot',
    ds_port: String(ldap),
    ds_suffix: suffix,
    ds_user: userInfo().username,
    fqdn: 'localhost',
    inst_dir: join(folder, 'inst'),
    ldapi: join(folder, 'run/ldapi'),
    ldapi_autobind: 'off',
    ldapi_enabled: 'off',
    ldif_dir: join(folder, 'ldif'),
    lock_dir: join(folder, 'lock'),
    log_dir: join(folder, 'log'),
    rootdn: 'cn=Directory Manager',
    run_dir: join(folder, 'run'),
    schema_dir: join(folder, 'config/schema'),
    tmp_dir: join(folder, 'tmp'),
  };
  const main = await readFile(join(templates, 'template-dse.ldif'), 'utf8');
  const database = await readFile(join(templates, 'template-suffix-db.ldif'), 'utf8');
  const text = `${main}\n${database}`
    .replace(/^#.*\n/gm, '')
    .replace(/^nsslapd-rootpw: .*\n/m, '')
    .replace(/\n{3,}/g, '\n\n');
  const filled = text.replace(/%(\w+)%/g, (all, name: string) => values[name] ?? all);
  const listening = `nsslapd-port: ${ldap}
nsslapd-listenhost: 127.0.0.1
nsslapd-security: on
nsslapd-securePort: ${ldaps}
nsslapd-securelistenhost: 127.0.0.1
nsslapd-accesslog-logbuffering: off`;
  const net = filled.replace(`nsslapd-port: ${ldap}`, listening);
  return changeLog
    ? net.replace(/(cn: Retro Changelog Plugin[\s\S]*?nsslapd-pluginenabled: )off/, '$1on')
    : net;
}

async function importCertificate(folder: string, { authority, certificate }: Ds389Options): Promise<void> {
  const bundle = join(folder, 'server.p12');
  await run('openssl', [
    ...['pkcs12', '-export', '-in', certificate.certFile, '-inkey', certificate.keyFile],
    ...['-name', 'Server-Cert', '-out', bundle, '-passout', 'pass:'],
  ]);
  await run('certutil', ['-N', '-d', folder, '--empty-password']);
  await run('certutil', ['-A', '-d', folder, '-n', 'Bed CA', '-t', 'CT,,', '-a', '-i', authority.certFile]);
  await run('pk12util', ['-i', bundle, '-d', folder, '-W', '', '-K', '']);
}

function data(users: number): string {
  const aci = (target: string, rights: string, name: string) =>
    `aci: (targetattr="*")(version 3.0; acl "${target} ${name}"; allow(${rights}) userdn="ldap:///${accountDn(name)}";)`;
  const unit = (name: string, acis: readonly string[]) =>
    `dn: ou=${name},${suffix}\nobjectClass: organizationalUnit\nou: ${name}\n${acis.map((one) => `${one}\n`).join('')}`;
  const account = (name: string) => `dn: ${accountDn(name)}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: ${name}
userPassword: ${passwordOf(name)}
`;
  const persons = Array.from(
    { length: users },
    (_, index) => `dn: uid=user${index},${people}
objectClass: inetOrgPerson
uid: user${index}
cn: Person ${index}
sn: Planted-Surname-${index}
mail: user${index}@example.test
`,
  );
  return [
    `dn: ${suffix}\nobjectClass: domain\ndc: example\n`,
    unit('services', []),
    unit('people', [aci('people', 'all', 'rw'), aci('people', 'read,search,compare', 'ro')]),
    unit('empty', [aci('empty', 'all', 'rw')]),
    unit('hidden', []),
    ...['rw', 'ro', 'blind'].map(account),
    ...persons,
  ].join('\n');
}
