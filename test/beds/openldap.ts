import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Authority, KeyPair } from './certificates.ts';
import { freePort, type ProgramBed, startProgram, temporaryFolder } from './program.ts';

const run = promisify(execFile);
const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` };

/** Accounts of the bed; each has its name as its password, with `-secret` behind it. */
export const suffix = 'dc=example,dc=test';
export const people = `ou=people,${suffix}`;
export const accountDn = (name: string) => `cn=${name},ou=services,${suffix}`;
export const passwordOf = (name: string) => `${name}-secret`;

export interface OpenLdapOptions {
  readonly authority?: Authority;
  readonly certificate?: KeyPair;
  /** `olcSecurity`, such as `simple_bind=128`. */
  readonly security?: string;
  /** Whether clients must show a certificate. */
  readonly verifyClient?: 'demand';
  /** How many users there are. */
  readonly users?: number;
  readonly accessLog?: boolean;
  /** The soft and hard limit of unpaged searches; paged ones have no limit unless `pagedLimit` is given. */
  readonly sizeLimit?: number;
  readonly pagedLimit?: number;
  /** Overlays of the users' database beside the usual ones, as LDIF of its configuration: their modules are loaded. */
  readonly overlays?: {
    readonly modules: readonly string[];
    readonly ldif: string;
  };
  /** Start again on these ports and this folder (after `crash`). */
  readonly ports?: { readonly ldap: number; readonly ldaps: number };
}

export interface OpenLdap extends ProgramBed {
  readonly ldaps: number;
  /** Binds of this name so far, refused ones too. */
  binds(dn: string): Promise<number>;
  /** All entries' names under a base, by slapcat, so that nothing is hidden by rights. */
  names(): Promise<readonly string[]>;
}

/** slapd from Debian's package, in a folder of its own. */
export async function startOpenLdap(options: OpenLdapOptions): Promise<OpenLdap> {
  const folder = await temporaryFolder();
  const at = (name: string) => join(folder, name);
  for (const name of ['config', 'data', 'log']) await mkdir(at(name), { recursive: true });
  await writeFile(at('init.ldif'), configuration(folder, options));
  await writeFile(at('data.ldif'), data(options.users ?? 20));
  await run('slapadd', ['-n', '0', '-F', at('config'), '-l', at('init.ldif')], { env });
  await run('slapadd', ['-q', '-n', '1', '-F', at('config'), '-l', at('data.ldif')], { env });
  const ldap = options.ports?.ldap ?? (await freePort());
  const ldaps = options.ports?.ldaps ?? (await freePort());
  const listeners = [`ldap://127.0.0.1:${ldap}`];
  if (options.certificate !== undefined) listeners.push(`ldaps://127.0.0.1:${ldaps}`);
  const bed = await startProgram({
    command: 'slapd',
    // Level 256 writes one line for each operation.
    args: ['-F', at('config'), '-h', listeners.join(' '), '-d', '256'],
    port: ldap,
    folder,
  });
  return {
    ...bed,
    ldaps,
    async binds(dn) {
      const lines = bed.output().split('\n');
      return lines.filter((line) => line.includes(`BIND dn="${dn}" method=128`)).length;
    },
    async names() {
      const { stdout } = await run('slapcat', ['-n', '1', '-F', at('config')], { env, maxBuffer: 2 ** 28 });
      return stdout.split('\n').flatMap((line) => (line.startsWith('dn: ') ? [line.slice(4)] : []));
    },
  };
}

function configuration(folder: string, options: OpenLdapOptions): string {
  const { authority, certificate, security, accessLog = true, sizeLimit = 500, pagedLimit } = options;
  const tls =
    authority === undefined || certificate === undefined
      ? ''
      : `olcTLSCACertificateFile: ${authority.certFile}
olcTLSCertificateFile: ${certificate.certFile}
olcTLSCertificateKeyFile: ${certificate.keyFile}
olcTLSVerifyClient: ${options.verifyClient ?? 'never'}
`;
  const of = (name: string) => `dn.exact="${accountDn(name)}"`;
  const rw = of('rw');
  const log = accessLog
    ? `
dn: olcDatabase={2}mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: {2}mdb
olcDbDirectory: ${folder}/log
olcSuffix: cn=accesslog
olcRootDN: cn=admin,${suffix}
olcDbIndex: reqStart,objectClass eq
olcAccess: to * by ${rw} read by * none

dn: olcOverlay=accesslog,olcDatabase={1}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcAccessLogConfig
olcOverlay: accesslog
olcAccessLogDB: cn=accesslog
olcAccessLogOps: writes
olcAccessLogSuccess: TRUE
`
    : '';
  return `dn: cn=config
objectClass: olcGlobal
cn: config
olcPidFile: ${folder}/slapd.pid
${tls}${security === undefined ? '' : `olcSecurity: ${security}\n`}
dn: cn=module{0},cn=config
objectClass: olcModuleList
cn: module{0}
olcModulePath: /usr/lib/ldap
olcModuleLoad: back_mdb.so
olcModuleLoad: accesslog.so
olcModuleLoad: ppolicy.so
olcModuleLoad: back_monitor.so
${(options.overlays?.modules ?? []).map((name) => `olcModuleLoad: ${name}\n`).join('')}
dn: cn=schema,cn=config
objectClass: olcSchemaConfig
cn: schema

include: file:///etc/ldap/schema/core.ldif
include: file:///etc/ldap/schema/cosine.ldif
include: file:///etc/ldap/schema/inetorgperson.ldif
include: file:///etc/ldap/schema/nis.ldif

dn: olcDatabase={-1}frontend,cn=config
objectClass: olcDatabaseConfig
objectClass: olcFrontendConfig
olcDatabase: {-1}frontend
olcAccess: to dn.base="" by * read
olcAccess: to dn.base="cn=Subschema" by users read
olcSizeLimit: size.soft=${sizeLimit} size.hard=${sizeLimit * 2} size.prtotal=${pagedLimit ?? 'unlimited'}

dn: olcDatabase={0}config,cn=config
objectClass: olcDatabaseConfig
olcDatabase: {0}config
olcAccess: to * by * none

dn: olcDatabase={1}mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: {1}mdb
olcDbDirectory: ${folder}/data
olcSuffix: ${suffix}
olcRootDN: cn=admin,${suffix}
olcRootPW: admin-secret
olcDbMaxSize: 1073741824
olcDbNoSync: TRUE
olcDbIndex: objectClass eq
olcAccess: to attrs=userPassword by self write by anonymous auth by ${rw} write by * none
olcAccess: to dn.subtree="ou=hidden,${suffix}" by * none
olcAccess: to dn.children="${people}" attrs=title by ${rw} write by ${of('limited')} read by users read by * none
olcAccess: to dn.children="${people}" attrs=entry by ${of('no-delete')} =arscx by ${rw} write by ${of('limited')} write by users read by * none
olcAccess: to dn.subtree="${people}" by ${rw} write by ${of('limited')} write by ${of('no-delete')} write by users read by * none
olcAccess: to * by users read by anonymous auth by * none
${log}
dn: olcDatabase={${accessLog ? 3 : 2}}monitor,cn=config
objectClass: olcDatabaseConfig
olcDatabase: {${accessLog ? 3 : 2}}monitor
olcAccess: to * by ${rw} read by * none

dn: olcOverlay=ppolicy,olcDatabase={1}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcPPolicyConfig
olcOverlay: ppolicy
olcPPolicyUseLockout: TRUE

${options.overlays?.ldif ?? ''}
`;
}

function data(users: number): string {
  const services = ['rw', 'ro', 'add-only', 'limited', 'no-delete'].map((name) => account(name, ''));
  const policies = [
    account(
      'grace',
      `pwdPolicySubentry: cn=grace,ou=services,${suffix}\n`.replace('cn=grace,', 'cn=policy-grace,'),
    ),
    account(
      'locked',
      `pwdPolicySubentry: cn=policy-lock,ou=services,${suffix}\npwdAccountLockedTime: 000001010000Z\n`,
    ),
    account('reset', `pwdPolicySubentry: cn=policy-lock,ou=services,${suffix}\npwdReset: TRUE\n`),
    account('ending', `pwdPolicySubentry: cn=policy-ending,ou=services,${suffix}\n`),
  ];
  const policy = (name: string, more: string) => `dn: cn=policy-${name},ou=services,${suffix}
objectClass: organizationalRole
objectClass: pwdPolicy
cn: policy-${name}
pwdAttribute: userPassword
${more}`;
  const unit = (name: string) => `dn: ou=${name},${suffix}\nobjectClass: organizationalUnit\nou: ${name}\n`;
  const persons = Array.from({ length: users }, (_, index) => {
    const uid = `user${index}`;
    return `dn: uid=${uid},${people}
objectClass: inetOrgPerson
uid: ${uid}
cn: Person ${index}
sn: Planted-Surname-${index}
mail: ${uid}@example.test
`;
  });
  return [
    `dn: ${suffix}\nobjectClass: dcObject\nobjectClass: organization\no: Example\ndc: example\n`,
    unit('services'),
    unit('people'),
    unit('empty'),
    unit('hidden'),
    policy('grace', 'pwdMaxAge: 1\npwdGraceAuthNLimit: 3\n'),
    policy('lock', 'pwdLockout: TRUE\npwdMustChange: TRUE\npwdMaxFailure: 5\n'),
    policy('ending', 'pwdMaxAge: 315360000\npwdExpireWarning: 315360000\n'),
    ...services,
    ...policies,
    ...persons,
  ].join('\n');
}

function account(name: string, more: string): string {
  const old =
    name === 'grace' || name === 'ending'
      ? `pwdChangedTime: ${name === 'grace' ? '20200101000000Z' : anHourAgo()}\n`
      : '';
  return `dn: ${accountDn(name)}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: ${name}
userPassword: ${passwordOf(name)}
${more}${old}`;
}

/** A server tells of a password that ends only from the second after it was set. */
function anHourAgo(): string {
  return `${new Date(Date.now() - 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
}
