import { defined } from '../base/defined.ts';
import { mendsOfRequirements } from './explained-mends.ts';
import { whysOfProbes } from './explained-whys.ts';

/**
 * What `--explain` tells of a probe beside its requirements: whom it asks, what it sends, why it matters, how its findings
 * are mended.
 */
export interface Explanation {
  readonly asks: string;
  readonly sends: string;
  readonly why: string;
  readonly mend: string;
}

const nothing = 'nothing leaves this machine';
const windows = 'Windows on this machine: registry, services and policies, read only';
const files = 'files of this machine, read only';

/** For an area's probes, and for one of which nothing else is said. */
const areas: Readonly<Record<string, Omit<Explanation, 'why'>>> = {
  server: {
    asks: windows,
    sends: nothing,
    mend: 'change the setting of Windows that the row names; where it says so, restart',
  },
  network: {
    asks: 'hosts of Microsoft, by the way that the services will take (a proxy, where there is one)',
    sends: 'names to DNS; TLS handshakes and GET requests for public pages, without any credential',
    mend: 'let the named host and port through, in the firewall or the proxy that the row names',
  },
  host: {
    asks: `${windows}; files and event logs of the connector host`,
    sends: nothing,
    mend: 'correct it in the wizard, the files or the services of the connector host',
  },
  connector: {
    asks: `${files}: the connector's library, read as data and never run`,
    sends: nothing,
    mend: 'get a build of the connector that has what is missing, from its developer',
  },
  ldap: {
    asks: 'the directory of ldap.url',
    sends: 'one sign-in as the service account, then questions that only read',
    mend: 'correct the setting in .ecmarc, or have the directory administrator change what the row names',
  },
  sql: {
    asks: 'the database server of the target',
    sends: 'one sign-in as the service account, then questions that only read; of rows only counts',
    mend: 'correct the setting in .ecmarc, or have the database administrator change what the row names',
  },
  tcp: {
    asks: 'the address of target.tcp',
    sends: 'a connection, closed at once',
    mend: 'start what should listen there, or let the port through',
  },
  tenant: {
    asks: 'the sign-in host, and Microsoft Graph where tenant.signIn says how',
    sends:
      "the tenant's name; with tenant.signIn one sign-in and questions about organization, licences and roles",
    mend: 'have the Entra administrator change it',
  },
  attest: {
    asks: 'a person: no program can see it',
    sends: nothing,
    mend: 'answer with y on the row, or under attest in .ecmarc',
  },
};

const byTenantExists = { asks: 'the public page that tenant.exists has read', sends: 'nothing of its own' };

const probes: Readonly<Record<string, Partial<Omit<Explanation, 'why'>>>> = {
  'server.edition': { mend: 'use a server that was installed with Desktop Experience' },
  'server.credential-manager': {
    mend: 'let the service Credential Manager (VaultSvc) start when needed: it must not be disabled',
  },
  'server.browser': { mend: "install Microsoft Edge, or switch Internet Explorer's Enhanced Security off" },
  'server.os': { mend: 'use a Windows Server 2016 or later' },
  'server.memory': { mend: 'give the server at least 3 GB; with dynamic memory raise its start value' },
  'server.dotnet': { mend: 'install .NET Framework 4.8, and restart' },
  'server.address': { mend: 'give the server an address and a default route' },
  'server.clock': {
    asks: 'the Date header of hosts that other rows ask anyway',
    sends: 'nothing of its own',
    mend: 'set the clock right: w32tm /resync',
  },
  'server.elevation': { mend: 'start it again with "Run as administrator", as a member of Administrators' },
  'network.proxy': {
    asks: "the proxy that the agent's file, .ecmarc or Windows names",
    sends: 'one CONNECT; the password of network.proxy, where there is one',
    mend: "write the proxy into the agent's .exe.config, as Microsoft's page shows",
  },
  'network.dns': {
    asks: 'the name servers of this machine',
    sends: 'names of hosts',
    mend: 'correct the name servers, or the name in .ecmarc',
  },
  'network.tls-inspection': {
    mend: "exempt Microsoft's hosts from TLS inspection: the agent signs in with a certificate of its own",
  },
  'network.revocation': { mend: 'let port 80 through to the named hosts' },
  'tenant.exists': {
    asks: 'the sign-in host',
    sends: "the tenant's name; no sign-in",
    mend: 'correct tenant.id and tenant.cloud in .ecmarc',
  },
  'tenant.cloud': {
    ...byTenantExists,
    mend: 'correct tenant.cloud in .ecmarc, use a tenant of the public cloud, or judge by --profile ga',
  },
  'tenant.region': {
    ...byTenantExists,
    mend: 'nothing: it tells where the tenant is',
  },
  'tenant.sign-in': {
    mend: 'have the Entra administrator correct the application or the account that tenant.signIn names',
  },
  'tenant.country': { mend: 'use a tenant of another country, or say its own with attest.country' },
  'tenant.type': { mend: 'use a workforce tenant, or say what it is with attest.tenantType' },
  'tenant.roles': { mend: 'have an Entra administrator assign the role that the row names' },
  'tenant.licence': { mend: 'buy or assign Microsoft Entra ID P1 or P2, or say so with attest.licence' },
  'host.answer': {
    asks: 'the connector host, at its local SCIM address',
    sends: 'the secret token to this machine alone; questions for schemas and one user',
    mend: 'correct token and connector name in the tenant, or wait until the first import has ended',
  },
  'host.installed': {
    mend: 'install the provisioning agent, with the choice of on-premises applications; remove what is left of an older one',
  },
  'host.agent-version': { mend: 'install the newest provisioning agent over the one that is there' },
  'host.agent-certificate': { mend: "start the agent's service, or register the agent anew" },
  'host.services': { mend: 'start the service that the row names, and let it start with Windows' },
  'host.cache-rights': { mend: "grant the account of the host's service the rights that the row names" },
  'host.logon-right': { mend: 'grant the right to log on as a service, in the policy that the row names' },
  'host.debug-off': { mend: "set Debug to false in the host's configuration file, and restart its service" },
  'host.events': { mend: 'follow what the row says of each error that it knows' },
  'host.port': {
    mend: 'stop the program that has the port, or choose another in the wizard and in host.port',
  },
  'connector.library': { mend: 'name the right file under library in .ecmarc' },
  'connector.deployed': { mend: "copy the library into the host's ECMA folder, and restart its service" },
  'connector.files': {
    asks: "files of this machine, read only: what the PowerShell and the web services connector read in the host's ECMA folder",
    mend: 'put the file that the row names into that folder, or close the program that has it open',
  },
  'connector.endpoints': {
    asks: 'the web services that the project (.wsconfig) and the configuration of the host name',
    sends:
      'a TLS handshake to each, and a plain GET for the revocation lists that their certificates name; no credential',
    mend: 'start the service, let its port through, or have its authority imported into LocalMachine\\Root',
  },
  'ldap.reach': {
    sends: 'a connection, and one question without credential',
    mend: 'start the directory, correct ldap.url, or let the port through',
  },
  'ldap.tls': {
    sends:
      "TLS handshakes; a plain GET for the certificate of its authority, where the directory's names an address for it and does not send it; no credential",
    mend: 'import the authority into LocalMachine\\Root, or renew the certificate',
  },
  'ldap.server-kind': {
    sends: 'one question for the root entry, without credential',
    mend: 'choose a directory that the generic LDAP connector supports; AD DS is none',
  },
  'ldap.bind': {
    sends: 'one sign-in: a refused one counts towards lock-out, so it is not repeated',
    mend: "correct bindDn and the password, or unlock the account. With kerberos and external Windows' own client signs in: that part of the doctor has not run on a real Windows yet, and its row says so",
  },
  'ldap.windows': {
    asks: "the directory, through Windows' own LDAP client (wldap32, Schannel) in a process of its own",
    sends: 'the same sign-in once more; not after a refused one, and only on Windows',
    mend: 'let the directory offer what Schannel of this Windows has; its events stand in the System log. Seen on Windows code (Wine) with a name and password; its TLS by Schannel has not run on a real Windows yet',
  },
  'ldap.rights': { mend: 'grant the service account create, write and delete in the container' },
  'ldap.write': {
    sends: 'one test user, created, changed and deleted; only where it is allowed (writeTest, --write-test)',
    mend: 'grant the missing right, or map the attribute that the row names',
  },
  'sql.driver': { asks: windows, sends: nothing, mend: 'install the 64-bit ODBC driver for this engine' },
  'sql.dsn': {
    asks: `${files}: the file DSN`,
    sends: nothing,
    mend: 'correct the file DSN, saved as plain ASCII',
  },
  'sql.reach': {
    sends: 'a connection, and the greeting of the protocol',
    mend: 'start the database, correct server and port, or let the port through',
  },
  'sql.odbc': {
    asks: 'the ODBC driver of the file DSN, in a process of its own, and through it the database server',
    sends: 'one sign-in as the service account; none with keywords that log, or where it could go in clear',
    mend: 'correct the file DSN, or install the driver that it names. Logins of Windows were seen with a Kerberos ticket and a scripted server, those of Microsoft Entra at no real one',
  },
  'sql.server-kind': {
    mend: 'use an engine and release that Microsoft lists; for Oracle, DB2 and (where it differs from MariaDB) MySQL the statements are from the manuals and ran nowhere here: each row says so',
  },
  'sql.login': {
    sends: 'one sign-in: a refused one counts towards lock-out, so it is not repeated',
    mend: 'correct user and password, or have the login enabled',
  },
  'sql.rights': {
    mend: 'grant SELECT, INSERT, UPDATE and DELETE on the table, or EXECUTE on the four procedures that are used',
  },
  'sql.anchor': { mend: 'choose a column whose values are unique and never empty, and give it an index' },
  'sql.required-columns': { mend: 'map the columns that an insert needs, or give them a default' },
  'sql.write': {
    sends: 'one row in a transaction that is rolled back; only where it is allowed (writeTest, --write-test)',
    mend: 'grant the missing right, or map the column that the row names',
  },
};

/** `id`: of a probe, without a connector; `requirement`: what it looks at. Also one of which nothing is told is explained. */
export function explanationOf(id: string, requirement = ''): Explanation {
  const area = areas[id.slice(0, id.indexOf('.'))];
  const fallback: Explanation = {
    asks: windows,
    sends: nothing,
    why: 'its row says it',
    mend: 'follow the steps that its row shows',
  };
  const mend = mendsOfRequirements[requirement]?.[id];
  return {
    ...fallback,
    ...area,
    ...probes[id],
    ...defined({ mend, why: whysOfProbes[id] }),
  };
}

/** Does it send nothing by itself to anybody? */
export function isSilent({ sends }: Explanation): boolean {
  return sends.startsWith('nothing');
}
