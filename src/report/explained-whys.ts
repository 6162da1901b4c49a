/** Why a probe is worth its time: what goes wrong where its requirement is not met. By its id, without a connector. */
export const whysOfProbes: Readonly<Record<string, string>> = {
  'server.os': 'agent and host are not supported on an older Windows, or refuse to be installed on it',
  'server.edition':
    "the wizard of the host and the agent's sign-in are windows: without a desktop neither opens",
  'server.memory': 'Microsoft demands it: with less, services are short of memory and can stop',
  'server.dotnet': 'agent and host are programs of .NET Framework: on an older one they start and then fail',
  'server.address': 'without an address and a default route nothing outside is reached',
  'server.tls12': 'Microsoft takes nothing older: where TLS 1.2 is switched off, the agent cannot connect',
  'server.strong-crypto': 'without it programs of .NET may offer protocols that Microsoft does not take',
  'server.powershell-policy':
    "Unrestricted breaks the registration of the agent; a stricter policy stops the PowerShell connector's scripts",
  'server.credential-manager': 'where it is disabled, the agent cannot be installed',
  'server.ntlm':
    'what a server sends out as NTLM can be relayed: Microsoft wants it denied here, unless a Windows login to SQL Server needs it',
  'server.browser':
    "Internet Explorer's Enhanced Security blocks the sign-in in the window that registers the agent",
  'server.language': 'setup of one version of the agent fails on a Windows in another language than English',
  'server.clock': 'certificates, tokens and Kerberos tickets are refused where the clock is wrong',
  'server.elevation':
    'only a local administrator can install; not elevated, the doctor is denied much, and those rows stay unknown',
  'server.domain': 'the cloud sync page wants it; here it decides which accounts and policies there are',
  'network.proxy':
    'the services take a way out of their own: what a browser on this server reaches, they may not',
  'network.dns':
    'what is not found by name cannot be reached, and names that lead elsewhere go to somebody else',
  'network.sign-in': 'the agent signs in there: without it, it can neither be registered nor work',
  'network.tls-inspection':
    'the agent has a certificate of its own to show: a program between that opens TLS ends that',
  'network.agent-hosts':
    'by these hosts the agent gets its work: one that is closed stops provisioning, wholly or in part',
  'network.revocation':
    'where lists of revoked certificates are out of reach, connections are slow or refused',
  'tenant.exists': 'a tenant name that is mistyped is found only when the agent is registered',
  'tenant.cloud': 'each cloud has hosts of its own, and the scenario is not offered in all of them',
  'tenant.region': 'the preview was not offered in every region',
  'tenant.sign-in': 'without it nobody here can see licences and roles',
  'tenant.country': 'the preview was not offered to tenants of every country',
  'tenant.type': 'Microsoft describes this provisioning for workforce tenants alone',
  'tenant.licence': 'without Microsoft Entra ID P1 or P2 it is not offered',
  'tenant.roles': 'without these roles the agent cannot be registered, and nobody can set provisioning up',
  'host.installed': 'what is left of an older installation can stop a new one half-way',
  'host.agent-version': 'an older agent is not supported, and lacks what the host needs',
  'host.agent-certificate':
    'by this certificate the agent proves who it is: when it has run out, nothing is provisioned',
  'host.services': 'a service that does not run, or does not start with Windows, provisions nothing',
  'host.port': 'the agent asks the host at this port: where another program has it, the host does not start',
  'host.certificate':
    'the agent talks to the host only behind a certificate that is valid, trusted and names this server',
  'host.settings':
    'what does not fit ends in an import that fails, or in users who are changed or removed wrongly',
  'host.debug-off':
    "it switches authentication off: whoever reaches the host's port could read and change users",
  'host.logon-right':
    'without the right to log on as a service they do not start; policies often take it away',
  'host.cache-rights': 'the host loads connectors from its cache: without rights there it loads none',
  'host.answer': 'this is what the agent asks: token and name must fit to the letter',
  'host.events': 'what already went wrong stands there, with its cause',
  'connector.library': 'what the host cannot load as a library of .NET does not appear in its wizard',
  'connector.ecma2': 'the host knows no older interface',
  'connector.schema': 'the host asks the connector for its object types and attributes before anything else',
  'connector.export': 'export is how users are created, updated and deleted in the target',
  'connector.import':
    'without it the host cannot match users that the target has already: they would be made twice',
  'connector.delta-import': 'without it each run reads all users again',
  'connector.parameters': 'what it does not declare, the wizard cannot ask for',
  'connector.public-methods': 'the host calls only methods that are public',
  'connector.runtime': 'the host runs on .NET Framework and loads nothing that is made for another',
  'connector.deployed': 'the host runs the copy in its own folder, whichever file was looked at',
  'connector.files': 'without them the connector starts and fails at its first run',
  'connector.endpoints': 'the connector does its work by these services: what does not answer stops it',
  'ldap.reach': 'the connector connects from this server: what is closed to it is closed to provisioning',
  'ldap.tls':
    "without TLS passwords and people's data cross the network in clear; a certificate that is not trusted stops the connector",
  'ldap.server-kind': 'for Active Directory Domain Services there are other ways; this one must not be used',
  'ldap.bind': 'the connector signs in as this account: where it cannot, nothing works',
  'ldap.windows': "the connector uses Windows' own client, which has rules of its own for TLS and sign-in",
  'ldap.schema': 'attributes and classes that the connector is to write must be in the schema',
  'ldap.users': 'what the container does not show, the connector cannot match: users would be made twice',
  'ldap.features':
    'the connector asks for pages and operational attributes: without them a large import fails',
  'ldap.rights': 'without these rights the first export fails',
  'ldap.delta': 'without a log of changes each run reads all users again',
  'ldap.write': 'only a write shows that a write works',
  'sql.driver': 'the host is a 64-bit program: it loads no other driver',
  'sql.dsn': 'the connector goes where this file leads, whatever else was looked at',
  'sql.reach': 'the connector connects from this server: what is closed to it is closed to provisioning',
  'sql.login': 'the connector signs in as this account: where it cannot, nothing works',
  'sql.odbc': 'the connector goes by this driver and this file: only they show how it will fare',
  'sql.server-kind':
    'Microsoft has tested the connector with these engines; how it fares with others, nobody knows',
  'sql.database': 'a database that is read-only, a copy or offline takes no users',
  'sql.table': 'the connector reads and writes this table as it finds it: what it cannot map, it cannot fill',
  'sql.rights': 'without these rights the first import or export fails',
  'sql.anchor':
    'by the anchor a row is known for ever: one that is not unique or can be empty mixes people up',
  'sql.required-columns': 'an insert fails where a column that takes no NULL gets no value',
  'sql.delta': 'without it each run reads all users again',
  'sql.write': 'only a write shows that a write works',
  'tcp.reach': 'the connector connects from this server: what is closed to it is closed to provisioning',
  'attest.test-data': 'the preview was not meant for the data of real people',
  'attest.not-a-source': 'users who come from the target and go back to it make a loop',
};
