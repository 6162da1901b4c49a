import { entraDocuments } from './entra-documents.ts';
import type { Source } from './requirement.ts';

/**
 * Every document that a requirement comes from, by a short name of ours: its title and date in words, its page (repository
 * and path, or site and path) and the day that the page bears.
 */
const documents = {
  ...entraDocuments,
  proxyServers: {
    title: 'Work with existing on-premises proxy servers, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/app-proxy/application-proxy-configure-connectors-with-proxy-servers.md',
    date: '2026-03-25',
  },
  webServicesReference: {
    title: 'Overview of the generic Web Service connector, Microsoft Identity Manager 2016',
    page: 'MIMDocs: MIMDocs/reference/microsoft-identity-manager-2016-ma-ws.md',
    date: '2017-11-27',
  },
  genericLdap: {
    title: 'Generic LDAP connector technical reference, Microsoft Identity Manager 2016',
    page: 'MIMDocs: MIMDocs/reference/microsoft-identity-manager-2016-connector-genericldap.md',
    date: '2024-03-29',
  },
  genericSql: {
    title: 'Generic SQL connector technical reference, Microsoft Identity Manager 2016',
    page: 'MIMDocs: MIMDocs/reference/microsoft-identity-manager-2016-connector-genericsql.md',
    date: '2024-03-29',
  },
  genericPowershell: {
    title: 'PowerShell connector technical reference, Microsoft Identity Manager 2016',
    page: 'MIMDocs: MIMDocs/reference/microsoft-identity-manager-2016-connector-powershell.md',
    date: '2024-03-29',
  },
  connectorHistory: {
    title: 'Connector version release history, Microsoft Identity Manager 2016',
    page: 'MIMDocs: MIMDocs/reference/microsoft-identity-manager-2016-connector-version-history.md',
    date: '2024-04-30',
  },
  tlsSupport: {
    title: 'Enable support for TLS 1.2 in your environment, Microsoft support',
    page: 'SupportArticles-docs: support/azure/active-directory/enable-support-tls-environment.md',
    date: 'undated',
  },
  agentStart: {
    title: 'Cannot start the Azure AD Connect provisioning agent, Microsoft support',
    page: 'SupportArticles-docs: support/azure/active-directory/azure-ad-hybrid-sync-cannot-start-aadconnect-provisioning-agent.md',
    date: '2021-10-13',
  },
  agentRights: {
    title: 'Insufficient privileges when installing the provisioning agent, Microsoft support',
    page: 'SupportArticles-docs: support/azure/active-directory/azure-ad-hybrid-synch-no-privileges-install-msi.md',
    date: 'undated',
  },
  agentAccount: {
    title: 'Set the logon service account of the provisioning agent, Microsoft support',
    page: 'SupportArticles-docs: support/azure/active-directory/azure-ad-hybrid-sync-gmsa-set-logon-service.md',
    date: 'undated',
  },
  netVersions: {
    title: 'How to determine which .NET Framework versions are installed, Microsoft .NET documentation',
    page: 'dotnet/docs: docs/framework/install/how-to-determine-which-versions-are-installed.md',
    date: '2025-10-20',
  },
  odbcVersions: {
    title: 'Major version differences of the ODBC driver, Microsoft SQL documentation',
    page: 'sql-docs: docs/connect/odbc/major-version-differences.md',
    date: '2026-08-26',
  },
  odbcLifecycle: {
    title: 'Support lifecycle of the ODBC driver, Microsoft SQL documentation',
    page: 'learn.microsoft.com: sql/connect/odbc/support-lifecycle',
    date: 'undated',
  },
  odbcEntra: {
    title: 'Using Microsoft Entra ID with the ODBC driver, Microsoft SQL documentation',
    page: 'sql-docs: docs/connect/odbc/using-azure-active-directory.md',
    date: 'undated',
  },
  sqlFirewall: {
    title: 'Configure the Windows Firewall to allow SQL Server access, Microsoft SQL documentation',
    page: 'sql-docs: docs/sql-server/install/configure-the-windows-firewall-to-allow-sql-server-access.md',
    date: '2017-05-17',
  },
  itemProperty: {
    title: 'Get-ItemProperty, Microsoft PowerShell documentation, 5.1',
    page: 'PowerShell-Docs: reference/5.1/Microsoft.PowerShell.Management/Get-ItemProperty.md',
    date: '2021-05-25',
  },
  unblockFile: {
    title: 'Unblock-File, Microsoft PowerShell documentation, 5.1',
    page: 'PowerShell-Docs: reference/5.1/Microsoft.PowerShell.Utility/Unblock-File.md',
    date: '2017-06-09',
  },
  remoteSources: {
    title: 'loadFromRemoteSources element, Microsoft .NET documentation',
    page: 'dotnet/docs: docs/framework/configure-apps/file-schema/runtime/loadfromremotesources-element.md',
    date: '2017-03-30',
  },
  changeTable: {
    title: 'CHANGETABLE, Microsoft SQL documentation',
    page: 'sql-docs: docs/relational-databases/system-functions/changetable-transact-sql.md',
    date: 'undated',
  },
  hasPermissions: {
    title: 'HAS_PERMS_BY_NAME, Microsoft SQL documentation',
    page: 'sql-docs: docs/t-sql/functions/has-perms-by-name-transact-sql.md',
    date: 'undated',
  },
  subscribedSkus: {
    title: 'List subscribedSkus, Microsoft Graph v1.0 reference',
    page: 'learn.microsoft.com: graph/api/subscribedsku-list',
    date: 'undated',
  },
  organization: {
    title: 'Organization resource type, Microsoft Graph v1.0 reference',
    page: 'microsoft-graph-docs-contrib: api-reference/v1.0/resources/organization.md',
    date: 'undated',
  },
  syncSchema: {
    title: 'Get synchronizationSchema, Microsoft Graph v1.0 reference',
    page: 'microsoft-graph-docs-contrib: api-reference/v1.0/includes/permissions/synchronization-synchronizationschema-get-permissions.md',
    date: 'undated',
  },
  adts: {
    title: '[MS-ADTS] 3.1.1.3.4.3, supportedCapabilities, Microsoft Open Specifications',
    page: 'learn.microsoft.com: openspecs/windows_protocols/ms-adts',
    date: 'undated',
  },
  china: {
    title: 'Provisioning into SQL and LDAP, Microsoft Entra documentation for 21Vianet',
    page: 'docs.azure.cn: entra/id-governance/scenarios/provision-sql',
    date: 'undated',
  },
  azurePortal: {
    title: 'Hosts of the Azure portal, Microsoft Azure documentation, July 2025',
    page: 'azure-management-docs: articles/azure-portal/azure-portal-safelist-urls.md',
    date: '2025-07-01',
  },
  officeGov: {
    title: 'Hosts of Microsoft 365, US Government GCC High, Microsoft 365 documentation',
    page: 'microsoft-365-docs: microsoft-365/includes/office-365-u.s.-government-gcc-high-endpoints.md',
    date: '2023-03-01',
  },
  windowsReleases: {
    title: 'Windows Server release information, Microsoft Windows Server documentation',
    page: 'windowsserverdocs: WindowsServerDocs/get-started/windows-server-release-info.md',
    date: 'undated',
  },
  operatingSystemClass: {
    title: 'Win32_OperatingSystem, Microsoft Windows documentation',
    page: 'win32: desktop-src/CIMWin32Prov/win32-operatingsystem.md',
    date: 'undated',
  },
  clockTolerance: {
    title: 'Maximum tolerance for computer clock synchronization, Microsoft Windows documentation',
    page: 'windows-itpro-docs: maximum-tolerance-for-computer-clock-synchronization.md',
    date: '2017-04-19',
  },
  proxyCfg: {
    title: 'ProxyCfg.exe, a proxy configuration tool, Microsoft Windows documentation',
    page: 'win32: desktop-src/WinHttp/proxycfg-exe--a-proxy-configuration-tool.md',
    date: 'undated',
  },
  openDj: {
    title: 'OpenDJ administration guide, Open Identity Platform',
    page: 'OpenIdentityPlatform/OpenDJ: admin guide, chap-replication and chap-privileges-acis',
    date: 'undated',
  },
  startTls: {
    title: 'RFC 4511, Lightweight Directory Access Protocol',
    page: 'rfc-editor.org: rfc4511',
    date: '2006-06',
  },
  ecma22: {
    title: 'What is new in ECMA 2.2, Forefront Identity Manager 2010 reference',
    page: 'learn.microsoft.com: previous-versions/windows/desktop/forefront-2010/dn198230',
    date: 'undated',
  },
  ecma2: {
    title: 'Extensible Connectivity 2.0 management agent reference, Forefront Identity Manager 2010',
    page: 'learn.microsoft.com: previous-versions/windows/desktop/forefront-2010/hh859557',
    date: 'undated',
  },
  getSchema: {
    title: 'IMAExtensible2GetSchema.GetSchema, Forefront Identity Manager 2010 reference',
    page: 'learn.microsoft.com: previous-versions/windows/desktop/forefront-2010/hh858091',
    date: 'undated',
  },
  callExport: {
    title: 'IMAExtensible2CallExport members, Forefront Identity Manager 2010 reference',
    page: 'learn.microsoft.com: previous-versions/windows/desktop/forefront-2010/hh858071',
    date: 'undated',
  },
  capabilities: {
    title: 'IMAExtensible2GetCapabilities.Capabilities, Forefront Identity Manager 2010 reference',
    page: 'learn.microsoft.com: previous-versions/windows/desktop/forefront-2010/hh858337',
    date: 'undated',
  },
  ecma1: {
    title: 'Extensible Connectivity 1 interfaces (deprecated), Forefront Identity Manager 2010',
    page: 'learn.microsoft.com: previous-versions/windows/desktop/forefront-2010/ff771933',
    date: 'undated',
  },
  hostCsv: {
    title: 'ECMA2Host CSV sample configuration, MIM PowerShell connectors on GitHub',
    page: 'microsoft/MIMPowerShellConnectors: src/ECMA2HostCSV/ECMA2Host Connector Export/Configuration - CSV.xml',
    date: '2023-04-27',
  },
  quickstartIssue: {
    title: 'Azure quickstart templates on GitHub, issue 13125',
    page: 'Azure/azure-quickstart-templates#13125',
    date: 'undated',
  },
  ecmaSampleIssue: {
    title: 'MIM PowerShell connectors on GitHub, issue 11',
    page: 'microsoft/MIMPowerShellConnectors#11',
    date: 'undated',
  },
  docsIssue: {
    title: 'Azure documentation on GitHub, issue 97087',
    page: 'MicrosoftDocs/azure-docs#97087',
    date: 'undated',
  },
} as const;

/** A place in one of the documents. */
export function from(document: keyof typeof documents, section?: string): Source {
  const source: Source = documents[document];
  return section === undefined ? source : { ...source, section };
}
