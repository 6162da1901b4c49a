import { from } from './documents.ts';
import { levels, section } from './requirement.ts';

/** The connector library and what the host does with it. */
export const connector = section({
  'CON-01': {
    statement: 'The connector is built for ECMA 2.0 or later.',
    levels: levels('required', 'required'),
    values: {
      assembly: 'Microsoft.MetadirectoryServicesEx',
      token: '31bf3856ad364e35',
      namespace: 'Microsoft.MetadirectoryServices',
      interfacePrefix: 'IMAExtensible2',
      ecma1: [
        'IMAExtensibleFileImport',
        'IMAExtensibleFileExport',
        'IMAExtensibleCallExport',
        'IMAPasswordManagement',
      ],
      /** The reference assembly of ECMA 2.2. */
      ecma22: '4.1.3441.0',
    },
    confirmed: true,
    source: from('prerequisites', 'On-premises pre-requisites'),
    also: [from('ecma22'), from('ecma2'), from('ecma1')],
  },
  'CON-02': {
    statement: 'The connector can retrieve a schema.',
    levels: levels('required', 'required'),
    values: { interface: 'IMAExtensible2GetSchema', methods: ['GetSchema'] },
    confirmed: true,
    source: from('prerequisites', 'On-premises pre-requisites'),
    also: [from('ecma2')],
    valuesFrom: { interface: from('getSchema'), methods: from('getSchema') },
  },
  'CON-03': {
    statement: 'The connector supports export, by calls; export to files is not mentioned for this host.',
    levels: levels('required', 'required'),
    values: {
      interface: 'IMAExtensible2CallExport',
      methods: ['OpenExportConnection', 'PutExportEntries', 'CloseExportConnection'],
      properties: ['ExportDefaultPageSize', 'ExportMaxPageSize'],
      fileInterface: 'IMAExtensible2FileExport',
    },
    confirmed: true,
    source: from('prerequisites', 'On-premises pre-requisites'),
    also: [from('ecma2')],
    valuesFrom: {
      interface: from('callExport'),
      methods: from('callExport'),
      properties: from('callExport'),
    },
  },
  'CON-04': {
    statement:
      'The connector supports full import: optional in the preview, needed since to match existing users.',
    levels: levels('recommended', 'required'),
    values: {
      interface: 'IMAExtensible2CallImport',
      methods: ['OpenImportConnection', 'GetImportEntries', 'CloseImportConnection'],
      properties: ['ImportDefaultPageSize', 'ImportMaxPageSize'],
    },
    confirmed: true,
    source: from('prerequisites', 'On-premises pre-requisites'),
    also: [from('ldap'), from('ecma2')],
  },
  'CON-05': {
    statement: 'The connector may support delta import.',
    levels: levels('info', 'info'),
    values: { setter: 'set_DeltaImport', configuration: 'IsDeltaImportSupported' },
    confirmed: true,
    source: from('prerequisites', 'On-premises pre-requisites'),
    also: [from('ecma2'), from('hostCsv')],
    valuesFrom: { setter: from('capabilities'), configuration: from('hostCsv') },
  },
  'CON-06': {
    statement: 'The connector declares its parameters and capabilities.',
    levels: levels('required', 'required'),
    values: {
      parameters: ['IMAExtensible2GetParameters', 'IMAExtensible2GetParametersEx'],
      capabilities: ['IMAExtensible2GetCapabilities', 'IMAExtensible2GetCapabilitiesEx'],
    },
    confirmed: false,
    note: 'That the host demands parameters is our conclusion from public samples; capabilities may be left out, and then the defaults hold.',
    source: from('ecma2'),
    valuesFrom: { capabilities: from('capabilities') },
  },
  'CON-07': {
    statement: 'The host uses one partition and ignores hierarchies.',
    levels: levels('not-applicable', 'info'),
    values: { interfaces: ['IMAExtensible2GetPartitions', 'IMAExtensible2GetHierarchy'] },
    confirmed: true,
    source: from('custom'),
    background: 'host.settings judges the number of partitions (HOST-15)',
  },
  'CON-08': {
    statement:
      'A connector that sets passwords sets the first one in a second call; passwords are not synchronised.',
    levels: levels('recommended', 'recommended'),
    values: { interface: 'IMAExtensible2Password' },
    confirmed: true,
    source: from('custom'),
    also: [from('knownIssues'), from('draft')],
    background:
      'a matter of the mapping; for web services Microsoft has the box ticked, so that it is never a finding',
  },
  'CON-09': {
    statement: "The connector's methods are public and not implemented explicitly.",
    levels: levels('not-applicable', 'required'),
    confirmed: true,
    source: from('custom'),
  },
  'CON-10': {
    statement: 'Without a connector of your own, SQL Server and the Generic SQL connector prove the flow.',
    levels: levels('info', 'info'),
    values: {
      folder: 'Service\\ECMA',
      /** By the name that .ecmarc uses. */
      libraries: {
        'generic-sql': 'Microsoft.IAM.Connector.GenericSql.dll',
        'generic-ldap': 'Microsoft.IAM.Connector.GenericLdap.dll',
        'generic-powershell': 'Microsoft.IAM.Connector.PowerShell.dll',
        'web-services': 'Microsoft.IdentityManagement.MA.WebServices.dll',
      },
    },
    confirmed: true,
    source: from('prerequisites', 'On-premises pre-requisites'),
    also: [from('sql'), from('ldap'), from('powershell'), from('webServices')],
  },
  'CON-11': {
    statement:
      "A custom connector's library lies in the host's ECMA folder, and in each cache of it the same bytes.",
    levels: levels('not-applicable', 'required'),
    values: {
      places: [
        'Service\\ECMA',
        'Service\\ECMA\\Cache\\{name}',
        'Service\\ECMA\\Cache\\{name}\\AutosyncService',
      ],
      blockedStream: 'Zone.Identifier',
    },
    confirmed: true,
    source: from('custom'),
    also: [from('migrate')],
    valuesFrom: { blockedStream: from('unblockFile') },
  },
  'CON-12': {
    statement: 'The library runs on .NET Framework and is not 32-bit only.',
    levels: levels('required', 'required'),
    confirmed: false,
    note: "It is our conclusion from the host's own configuration file.",
    source: from('troubleshoot'),
  },
  'CON-13': {
    statement: 'A connector exported from Microsoft Identity Manager can be imported into the host.',
    levels: levels('info', 'info'),
    confirmed: true,
    source: from('migrate'),
    background: 'a way to come by a connector, nothing to look for',
  },
  'CON-14': {
    statement:
      'Multi-valued, reference and binary attributes, groups, composite anchors and names with a dot or bracket are not supported.',
    levels: levels('restricted', 'restricted'),
    values: {
      nameCharacters: ['.', '['],
      dataTypes: ['Reference', 'Binary'],
      multivaluedException: 'objectClass',
      anchors: 1,
    },
    confirmed: true,
    source: from('knownIssues'),
    also: [from('draft'), from('ldap')],
  },
  'CON-15': {
    statement:
      'The preview foresaw the Generic LDAP and Generic SQL connectors; custom, PowerShell and web services ones came later.',
    levels: levels('restricted', 'info'),
    confirmed: true,
    source: from('draft'),
    also: [from('custom')],
  },
  'CON-16': {
    statement:
      'The host ignores full export, normalisations, concurrent operations and hierarchies of a connector.',
    levels: levels('not-applicable', 'info'),
    confirmed: true,
    source: from('custom'),
    background: 'what the host ignores cannot be wrong',
  },
  'WS-01': {
    statement:
      "The web services connector's template lies in the host's ECMA folder, and its endpoints and revocation lists can be reached.",
    levels: levels('not-applicable', 'required'),
    values: { extension: '.wsconfig', folder: 'Service\\ECMA', revocationSince: '1.1.2038.0' },
    confirmed: true,
    source: from('webServices'),
    also: [from('connectorHistory')],
    valuesFrom: { revocationSince: from('connectorHistory') },
  },
  'PSC-01': {
    statement: "The PowerShell connector's schema and data lie in the host's ECMA folder.",
    levels: levels('not-applicable', 'required'),
    values: { schema: 'Service\\ECMA\\Schema.xml', data: 'Service\\ECMA\\MAData' },
    confirmed: true,
    source: from('powershell'),
  },
  'CON-17': {
    statement:
      'What a custom connector refers to lies beside it; several connectors on one library have caches of their own, each with the same copy.',
    levels: levels('not-applicable', 'required'),
    confirmed: true,
    source: from('custom'),
    also: [from('migrate')],
  },
  'CON-18': {
    statement:
      'Connectors of the host differ from those of Microsoft Identity Manager; matching values with special characters cannot be asked for.',
    levels: levels('not-applicable', 'info'),
    values: { expressionCharacters: 10_000 },
    confirmed: true,
    source: from('knownIssues'),
    background: 'a matter of the mapping in the tenant',
  },
  'WS-02': {
    statement:
      "The web services connector's project is a whole archive that nobody has open, and names the services as they are called.",
    levels: levels('not-applicable', 'required'),
    values: { modes: ['Basic', 'Digest', 'Certificate', 'Windows', 'None'] },
    confirmed: true,
    source: from('webServices'),
    also: [from('webServicesReference')],
    valuesFrom: { modes: from('webServicesReference') },
  },
  'PSC-02': {
    statement:
      'With unsigned scripts the PowerShell connector needs RemoteSigned: the one policy that registration bears as well.',
    levels: levels('not-applicable', 'required'),
    values: { policy: 'RemoteSigned', box: 'Signed Scripts Only' },
    confirmed: true,
    source: from('powershell'),
    also: [from('genericPowershell'), from('troubleshoot')],
  },
  'PSC-03': {
    statement:
      'A PowerShell connector that impersonates needs rights for it; its credential parameter is the better way.',
    levels: levels('not-applicable', 'info'),
    values: { engines: ['2.0', '3.0', '4.0'] },
    confirmed: true,
    source: from('genericPowershell'),
    also: [from('powershell')],
    background: "a box of the host's wizard, page Connectivity",
  },
});
