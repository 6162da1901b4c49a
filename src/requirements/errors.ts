import { from } from './documents.ts';
import { levels, section } from './requirement.ts';

/**
 * Known error texts of the connector host and its neighbours, and what each comes from. `marks` are the parts
 * that do not change with the language of Windows: all must occur. `see` names the requirement behind it.
 */
export const errors = section({
  'ERR-01': {
    statement:
      'A credential validation error with InternalServerError comes from a certificate that is wrong, expired or not trusted.',
    levels: levels('info', 'info'),
    values: {
      marks: ['SystemForCrossDomainIdentityManagementCredentialValidationUnavailable'],
      see: 'HOST-05',
    },
    confirmed: true,
    source: from('troubleshoot'),
  },
  'ERR-02': {
    statement:
      "Windows Installer's general failure: the agent's service lacks the right to log on, or agent 1.1.2505.0 meets a localised Windows.",
    levels: levels('info', 'info'),
    values: { marks: ['0x80070643'], see: 'HOST-17' },
    confirmed: true,
    source: from('troubleshoot'),
    also: [from('agentStart'), from('agentRights'), from('agentHistoryNow', 'Known issues')],
  },
  'ERR-03': {
    statement:
      'An agent registration that times out or finds an invalid certificate meets a proxy, TLS inspection or a blocked host.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'NET-07' },
    confirmed: true,
    source: from('troubleshoot'),
    background: 'network.proxy, network.tls-inspection and network.agent-hosts look for what it comes from',
  },
  'ERR-04': {
    statement:
      'A registration that fails with a security error comes from the execution policy Unrestricted.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'PS-01' },
    confirmed: true,
    source: from('troubleshoot'),
    background: 'server.powershell-policy looks for what it comes from',
  },
  'ERR-05': {
    statement: 'A demand to enable TLS 1.2 comes from the SCHANNEL and .NET settings.',
    levels: levels('info', 'info'),
    values: { marks: ['TLS 1.2 needs to be enabled'], see: 'TLS-01' },
    confirmed: false,
    note: 'It is known from reports of users.',
    source: from('agentPrerequisites', 'TLS requirements'),
  },
  'ERR-06': {
    statement: 'System.Management.Automation.resources.dll not found comes from too old a .NET Framework.',
    levels: levels('info', 'info'),
    values: { marks: ['System.Management.Automation.resources'], see: 'NETFX-01' },
    confirmed: true,
    source: from('troubleshoot'),
  },
  'ERR-07': {
    statement:
      'A connector library that cannot be loaded for want of access comes from the rights on the cache folder.',
    levels: levels('info', 'info'),
    values: { marks: ['Microsoft.IAM.Connector.GenericSql'], see: 'HOST-06' },
    confirmed: true,
    source: from('troubleshoot'),
  },
  'ERR-08': {
    statement: 'A service that already exists is left over from a failed removal.',
    levels: levels('info', 'info'),
    values: { marks: ['Win32Exception'], see: 'HOST-22' },
    confirmed: true,
    source: from('troubleshoot'),
  },
  'ERR-09': {
    statement: "An invalid LDAP style of an object's DN comes from the DN settings of the connector.",
    levels: levels('info', 'info'),
    values: { marks: ['ValidByLdapStyle'], see: 'SQL-09' },
    confirmed: true,
    source: from('troubleshoot'),
  },
  'ERR-10': {
    statement:
      'A data source name that is not found comes from the encoding of the file DSN or a missing 64-bit driver.',
    levels: levels('info', 'info'),
    values: { marks: ['Data source name not found and no default driver specified'], see: 'SQL-03' },
    confirmed: true,
    source: from('knownIssues'),
  },
  'ERR-11': {
    statement: 'An invalid resource comes from the tenant URL or the case of the connector name in it.',
    levels: levels('info', 'info'),
    values: { marks: ['invalid resource'], see: 'HOST-13' },
    confirmed: true,
    source: from('troubleshoot'),
  },
  'ERR-12': {
    statement: 'A connection test that fails right after the agent was assigned needs 10 to 20 minutes.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'HOST-21' },
    confirmed: true,
    source: from('troubleshoot'),
    background: 'words of host.services',
  },
  'ERR-13': {
    statement: 'The host is still importing for the first time, or its import is stuck.',
    levels: levels('info', 'info'),
    values: {
      marks: ['The ECMA host is currently importing data from the target application'],
      see: 'HOST-16',
    },
    confirmed: true,
    source: from('troubleshoot'),
  },
  'ERR-14': {
    statement: 'A metrics collector that cannot start lacks a right on the performance counters.',
    levels: levels('info', 'info'),
    values: { marks: ['Unable to initialize metrics collector'], see: 'HOST-18' },
    confirmed: true,
    source: from('troubleshoot'),
  },
  'ERR-15': {
    statement:
      'A wizard error, missing logs or a service that does not start come from a wizard that never ran as administrator.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'HOST-07' },
    confirmed: true,
    source: from('troubleshoot'),
    background: 'host.events says where the logs are missing',
  },
  'ERR-16': {
    statement: 'An invalid objectClass value comes from a mapping that names an unknown class.',
    levels: levels('info', 'info'),
    values: { marks: ['objectClass: value', 'invalid per syntax'], see: 'LDAP-12' },
    confirmed: true,
    source: from('troubleshoot'),
  },
  'ERR-17': {
    statement: 'A NULL that cannot be inserted comes from a mandatory column that is not mapped.',
    levels: levels('info', 'info'),
    values: { marks: ['ERROR [23000]'], see: 'SQL-08' },
    confirmed: true,
    source: from('sql'),
  },
  'ERR-18': {
    statement:
      'Service credentials that cannot be changed to a managed account come from that account or its key service.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'HOST-17' },
    confirmed: true,
    source: from('agentStart'),
    also: [from('agentAccount')],
  },
  'ERR-19': {
    statement:
      'A target attribute missing in the portal was not chosen in the wizard, or the host was not asked again.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'HOST-14' },
    confirmed: true,
    source: from('troubleshoot'),
    background: 'host.settings lists the attributes that were chosen',
  },
  'ERR-20': {
    statement: 'A wizard that cannot leave its connectivity page has an account that cannot bind.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'LDAP-10' },
    confirmed: true,
    source: from('ldap'),
  },
  'ERR-21': {
    statement: 'A certificate error only with ODBC driver 18 comes from its encryption by default.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'SQL-11' },
    confirmed: true,
    source: from('odbcVersions'),
  },
  'ERR-22': {
    statement: 'A quarantine with credential errors comes from two active agents.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'HOST-20' },
    confirmed: false,
    note: 'It is known from a report of a user.',
    source: from('docsIssue'),
    background: 'which agents are active is known in the tenant alone',
  },
  'ERR-23': {
    statement: 'The installer refuses Windows 10 and 11.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'OS-01' },
    confirmed: false,
    note: 'It is known from a report of a user.',
    source: from('quickstartIssue'),
    background: 'server.os looks for what it comes from',
  },
  'ERR-24': {
    statement: 'A downloaded library that Windows still blocks is not loaded.',
    levels: levels('info', 'info'),
    values: { marks: [], see: 'CON-11' },
    confirmed: true,
    source: from('remoteSources'),
    also: [from('ecmaSampleIssue'), from('unblockFile')],
  },
});
