import { from } from './documents.ts';
import { levels, section } from './requirement.ts';

/** The installed connector host and its provisioning agent. */
export const host = section({
  'HOST-01': {
    statement:
      'The connector host comes with the provisioning agent, installed for on-premises applications.',
    levels: levels('required', 'required'),
    values: {
      folder: 'C:\\Program Files\\Microsoft ECMA2Host',
      parts: ['Service', 'Wizard', 'Troubleshooting'],
      /** Where no service names the folder: the first that is there. */
      agentFolders: [
        'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent',
        'C:\\Program Files\\Azure AD Connect Provisioning Agent',
      ],
      /** The agent itself, by the names that it had and has. */
      agentNames: [
        'Microsoft Azure AD Connect Provisioning Agent',
        'Microsoft Entra Connect Provisioning Agent',
        'Microsoft Entra Provisioning Agent',
      ],
      /** Its updater and its package. */
      companionNames: [
        'Microsoft Azure AD Connect Agent Updater',
        'Microsoft Entra Connect Agent Updater',
        'Microsoft Azure AD Connect Provisioning Agent Package',
        'Microsoft Entra Connect Provisioning Agent Package',
        'Microsoft Entra Provisioning Agent Package',
      ],
      installers: ['AADConnectProvisioningAgentSetup.msi', 'AADConnectProvisioningAgentSetup.exe'],
    },
    confirmed: true,
    source: from('sql'),
    also: [from('previewInstall'), from('agentInstall'), from('architecture')],
    valuesFrom: {
      agentNames: from('agentUpdate'),
      companionNames: from('agentUpdate'),
      agentFolders: from('architecture'),
    },
  },
  'HOST-02': {
    statement:
      'The provisioning agent is recent enough for the connector in use; it is not updated by itself.',
    levels: levels('not-applicable', 'required'),
    values: {
      file: 'AADConnectProvisioningAgent.exe',
      /** AD LDS with objectGUID as the anchor. */
      ldsAnchor: '1.1.846.0',
      integerExport: '1.1.892.0',
      /** On-premises provisioning became part of the common agent. */
      common: '1.1.1107.0',
      /** PowerShell, web services and custom ECMA 2 connectors. */
      custom: '1.1.1365.0',
      /** Newest first, with the day of each, by the list as of `listed`: a newer one is not wrong. */
      releases: {
        '1.1.2505.0': '2026-09-21',
        '1.1.2334.0': '2026-04-14',
        '1.1.2108.0': '2025-12-04',
        '1.1.2102.0': '2025-09-22',
        '1.1.1586.0': '2024-05-13',
        '1.1.1373.0': '2024-01-19',
        '1.1.1370.0': '2023-10-16',
      },
      listed: '2026-09-21',
      /** Direct support: the newest and the one before. */
      newest: '1.1.2505.0',
      before: '1.1.2334.0',
      /** Updates of older agents lost the proxy that their configuration file named. */
      keepsProxy: '1.1.1365.0',
      /** Setup takes the right cloud by itself. */
      knowsCloud: '1.1.2102.0',
      /** Can be had in the cloud of 21Vianet. */
      china: '1.1.2505.0',
    },
    confirmed: true,
    source: from('agentHistory'),
    also: [from('architecture', 'Agent updates'), from('knownIssues')],
    valuesFrom: {
      newest: from('architecture', 'Agent updates'),
      before: from('architecture', 'Agent updates'),
    },
  },
  'HOST-03': {
    statement: 'The services of the connector host and of the agent are present and running.',
    levels: levels('required', 'required'),
    values: {
      /** Short or display name, whichever matches. */
      host: ['Microsoft ECMA2Host', 'ECMA2Host'],
      agent: 'AADConnectProvisioningAgent',
      agentDisplayNames: [
        'Microsoft Azure AD Connect Provisioning Agent',
        'Microsoft Entra Connect Provisioning Agent',
        'Microsoft Entra Provisioning Agent',
      ],
      updaterDisplayNames: [
        'Microsoft Azure AD Connect Agent Updater',
        'Microsoft Entra Connect Agent Updater',
      ],
    },
    confirmed: false,
    note: "The short name of the host's service is not documented.",
    source: from('troubleshoot'),
    also: [from('agentInstall')],
    valuesFrom: { updaterDisplayNames: from('agentTroubleshoot'), agentDisplayNames: from('architecture') },
  },
  'HOST-04': {
    statement:
      "The host's port, 8585 unless changed in its wizard, is free before installation and the host's own afterwards.",
    levels: levels('required', 'required'),
    values: { port: 8585 },
    confirmed: false,
    note: 'That Windows may have reserved the port is general Windows knowledge.',
    source: from('sql'),
    also: [from('ldap'), from('previewConfigure'), from('hostCsv')],
  },
  'HOST-05': {
    statement: "The host's certificate names this server, is valid, has its private key and is trusted here.",
    levels: levels('required', 'required'),
    values: { store: 'LocalMachine\\My', warnDays: 30, selfSignedYears: 2 },
    confirmed: true,
    source: from('troubleshoot'),
    also: [from('architecture'), from('sql'), from('ldap'), from('previewConfigure')],
  },
  'HOST-06': {
    statement: "The host's service account can read its key, its DSN and, in full, its cache folder.",
    levels: levels('required', 'required'),
    values: { cache: 'Service\\ECMA\\Cache', networkService: 'S-1-5-20' },
    confirmed: true,
    source: from('troubleshoot'),
    also: [from('prepareLds')],
  },
  'HOST-07': {
    statement: 'The configuration wizard ran once as administrator, which creates the event logs.',
    levels: levels('required', 'required'),
    values: {
      wizard: 'Wizard\\Microsoft.ECMA2Host.ConfigWizard.exe',
      eventLogKey: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog',
    },
    confirmed: true,
    source: from('troubleshoot'),
    also: [from('sql')],
    background: 'shows as event logs that are missing, in host.events',
  },
  'HOST-08': {
    statement: 'The host and its connectors write their errors to event logs of their own.',
    levels: levels('info', 'info'),
    values: { sources: ['ECMA2Host', 'ConnectorsLog'] },
    confirmed: true,
    source: from('troubleshoot'),
    also: [from('previewMonitor')],
  },
  'HOST-09': {
    statement: 'With an SQL login the log level is Error, because higher ones log the connection string.',
    levels: levels('recommended', 'recommended'),
    values: {
      files: [
        'Service\\Microsoft.ECMA2Host.Service.exe.config',
        'Wizard\\Microsoft.ECMA2Host.ConfigWizard.exe.config',
      ],
      attribute: 'switchValue',
      safe: 'Error',
    },
    confirmed: true,
    source: from('troubleshoot'),
    also: [from('previewTroubleshoot')],
  },
  'HOST-10': {
    statement: "The host's Debug setting is not left on, because it switches authentication off.",
    levels: levels('restricted', 'restricted'),
    values: { file: 'Service\\Microsoft.ECMA2Host.Service.exe.config', key: 'Debug' },
    confirmed: true,
    source: from('troubleshoot'),
  },
  'HOST-11': {
    statement:
      'The secret token is of the right length, 12 to 20 letters and digits fit both releases, and unique for each application.',
    levels: levels('required', 'required'),
    values: { preview: { min: 10, max: 20 }, ga: { min: 12 } },
    confirmed: true,
    source: from('sql'),
    also: [from('previewSql'), from('ldap'), from('knownIssues')],
  },
  'HOST-12': {
    statement: 'The autosync timer is 120 minutes or more.',
    levels: levels('required', 'required'),
    values: { minutes: 120 },
    confirmed: true,
    source: from('sql'),
    also: [from('previewSql')],
  },
  'HOST-13': {
    statement:
      'The connector name is unique and stands in the tenant URL with the same upper and lower case.',
    levels: levels('required', 'required'),
    values: { url: 'https://localhost:{port}/ecma2host_{name}/scim' },
    confirmed: true,
    source: from('sql'),
    also: [from('troubleshoot')],
  },
  'HOST-14': {
    statement: 'The host keeps its connectors in one configuration file.',
    levels: levels('not-applicable', 'info'),
    values: { file: 'Service\\Configuration\\Configuration.xml' },
    confirmed: true,
    source: from('hostCsv'),
  },
  'HOST-15': {
    statement: 'A connector has one object type, for users under whatever name, and one partition.',
    levels: levels('restricted', 'restricted'),
    values: { objectTypes: 1, partitions: 1 },
    confirmed: true,
    source: from('custom'),
    also: [from('architecture')],
  },
  'HOST-16': {
    statement: 'The connector has the run profiles Export and Full import; Delta import is optional.',
    levels: levels('recommended', 'required'),
    confirmed: true,
    source: from('ldap'),
    also: [from('sql'), from('previewSql')],
  },
  'HOST-17': {
    statement: "The agent's virtual account may log on as a service.",
    levels: levels('required', 'required'),
    values: {
      account: 'NT SERVICE\\AADConnectProvisioningAgent',
      right: 'SeServiceLogonRight',
      allServices: 'S-1-5-80-0',
      eventIds: [7041, 7038],
    },
    confirmed: true,
    source: from('troubleshoot'),
    also: [from('agentStart'), from('agentRights'), from('agentAccount')],
  },
  'HOST-18': {
    statement: "The agent's account is in Performance Log Users, or it logs a metrics error.",
    levels: levels('not-applicable', 'recommended'),
    values: { group: 'S-1-5-32-559' },
    confirmed: true,
    source: from('troubleshoot'),
    background: 'host.events knows the metrics error that comes of it (ERR-14)',
  },
  'HOST-19': {
    statement: 'The person who installs is a local administrator.',
    levels: levels('required', 'required'),
    values: { administrators: 'S-1-5-32-544' },
    confirmed: true,
    source: from('agentPrerequisites'),
    also: [from('agentRights')],
  },
  'HOST-20': {
    statement: 'One agent is active for an application and another may stand by; never are two active.',
    levels: levels('not-applicable', 'recommended'),
    confirmed: true,
    source: from('architecture'),
    background: 'which agents are active is known in the tenant alone',
  },
  'HOST-21': {
    statement: 'After an agent is assigned, 10 to 20 minutes pass, or its service is restarted.',
    levels: levels('info', 'info'),
    values: { minutes: 20 },
    confirmed: true,
    source: from('sql'),
    also: [from('troubleshoot'), from('previewConfigure')],
  },
  'HOST-22': {
    statement: 'No service or folder is left over from a failed removal.',
    levels: levels('required', 'required'),
    confirmed: true,
    source: from('troubleshoot'),
  },
  'HOST-23': {
    statement:
      "The agent's registration certificate is valid; an agent that is stopped until it ends may be removed for good.",
    levels: levels('recommended', 'recommended'),
    values: {
      store: 'LocalMachine\\My',
      /** Authorities that register agents, by how their names end: `hisconnectorregistrationca.his.msappproxy.net`. */
      issuers: ['connectorregistrationca.msappproxy.', 'connectorregistrationca.his.msappproxy.'],
      warnDays: 30,
    },
    confirmed: false,
    note: "Its issuer is known from Application Proxy's pages, its lifetime is not documented; that a stopped agent is removed Microsoft says of cloud sync.",
    source: from('architecture', 'Certificate management'),
  },
  'HOST-26': {
    statement: 'Agent 1.1.2505.0 may fail to install on a Windows Server in another language than English.',
    levels: levels('recommended', 'recommended'),
    values: {
      agent: '1.1.2505.0',
      before: '1.1.2334.0',
      error: '0x80070643',
      /** `InstallLanguage` holds the language identifier of the language that Windows was set up in. */
      installKey: 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\Language',
      /** `PreferredUILanguages`, best first. */
      displayKey: 'HKCU\\Control Panel\\Desktop',
      /** The languages that Windows Server comes in, by identifier. */
      languages: {
        '0404': 'Chinese (Traditional)',
        '0405': 'Czech',
        '0407': 'German',
        '040A': 'Spanish',
        '040C': 'French',
        '040E': 'Hungarian',
        '0410': 'Italian',
        '0411': 'Japanese',
        '0412': 'Korean',
        '0413': 'Dutch',
        '0415': 'Polish',
        '0416': 'Portuguese (Brazil)',
        '0419': 'Russian',
        '041D': 'Swedish',
        '041F': 'Turkish',
        '0804': 'Chinese (Simplified)',
        '0816': 'Portuguese (Portugal)',
        '0C0A': 'Spanish',
      },
    },
    confirmed: false,
    note: 'where Windows keeps its languages is not in this document',
    source: from('agentHistoryNow', 'Known issues'),
  },
  'HOST-24': {
    statement:
      'Deprovisioning by "Set attribute value" sets Booleans only, of attributes that are not selected otherwise.',
    levels: levels('not-applicable', 'restricted'),
    values: { type: 'Boolean' },
    confirmed: true,
    source: from('sql', 'Deprovisioning'),
    also: [from('ldap'), from('webServices')],
  },
  'HOST-25': {
    statement:
      'A group-managed account is asked for only where the agent connects to Active Directory: not in this scenario.',
    levels: levels('not-applicable', 'info'),
    confirmed: true,
    source: from('agentPrerequisites'),
    also: [from('agentHistoryNow')],
    background:
      'host.services shows the account of each service; one that ends in $ points to a cloud sync agent (OS-05)',
  },
  'HOST-27': {
    statement: 'Provisioning has times of its own: what looks stuck is often only slow.',
    levels: levels('info', 'info'),
    values: {
      connectionTestMinutes: 1,
      firstCycleMinutes: 40,
      agentRequestMinutes: 10,
      quarantineRetryHours: [6, 12, 24],
      disabledAfterDays: 28,
      quarantineFailures: { many: 5000, percent: 40, most: 40_000, inAll: 60_000 },
    },
    confirmed: true,
    source: from('quarantine'),
    also: [from('sql'), from('webServices'), from('cloudSyncErrors')],
    valuesFrom: {
      connectionTestMinutes: from('sql'),
      firstCycleMinutes: from('sql'),
      agentRequestMinutes: from('cloudSyncErrors'),
    },
    background: 'times of the provisioning service, to compare what the portal shows with',
  },
  'HOST-28': {
    statement:
      'Account discovery (preview) needs agent 1.1.2334.0, an ID Governance or Entra Suite licence and one matching attribute.',
    levels: levels('not-applicable', 'info'),
    values: { agent: '1.1.2334.0' },
    confirmed: true,
    source: from('discovery'),
    also: [from('agentHistory', '1.1.2334.0')],
    background: 'a feature of its own: nothing of it is asked for by provisioning',
  },
});
