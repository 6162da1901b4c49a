import type { Source } from './requirement.ts';

/** Every document that a requirement comes from, by a short name of ours. */
const titles = {
  prerequisites: 'Prerequisites for the Azure AD ECMA Connector Host, 28 May 2021',
  draft: 'Prerequisites for the Azure AD ECMA Connector Host, draft of 17 March 2021',
  preview: 'Prerequisites for the Azure AD ECMA Connector Host, preview edition of mid-2021',
  previewArchitecture: 'Azure AD on-premises application provisioning architecture, 2021',
  previewInstall: 'Installation of the Azure AD ECMA Connector Host, 2021',
  previewConfigure: 'Configure the Azure AD ECMA Connector Host and the provisioning agent, 2021',
  previewTroubleshoot: 'Troubleshooting the Azure AD ECMA Connector Host, 2021',
  previewSql: 'Azure AD ECMA Connector Host generic SQL connector configuration, 2021',
  previewMonitor: 'How to monitor the Azure AD ECMA Connector Host, 2021',
  sql: 'Provisioning users into SQL based applications, Microsoft Entra documentation',
  ldap: 'Provisioning users into LDAP directories, Microsoft Entra documentation',
  knownIssues: 'Known issues for provisioning in Microsoft Entra ID, October 2025',
  troubleshoot: 'Troubleshooting on-premises application provisioning, April 2025',
  agentPrerequisites: 'Prerequisites for Microsoft Entra Cloud Sync, April 2025',
  agentInstall: 'Install the Microsoft Entra provisioning agent, Microsoft Entra documentation',
  agentPackage: 'Provisioning agent installation for on-premises applications, Microsoft Entra documentation',
  architecture: 'Microsoft Entra on-premises application provisioning architecture, June 2025',
  agentTroubleshoot: 'Cloud sync troubleshooting, Microsoft Entra documentation',
  custom: 'On-premises provisioning with a custom connector, Microsoft Entra documentation',
  powershell: 'Provisioning with the PowerShell connector, Microsoft Entra documentation',
  prepareLds: 'Preparing AD LDS for provisioning from Microsoft Entra ID, Microsoft Entra documentation',
  tlsEnforcement: 'TLS 1.2 enforcement for Microsoft Entra Connect, Microsoft Entra documentation',
  proxyServers: 'Work with existing on-premises proxy servers, Microsoft Entra documentation',
  agentHistoryNow: 'Provisioning agent version release history, entry of 21 September 2026',
  agentHistory: 'Provisioning agent version release history, Microsoft Entra documentation',
  webServices: 'Provisioning with the web services connector, Microsoft Entra documentation',
  migrate:
    'Export a Microsoft Identity Manager connector for the ECMA Connector Host, Microsoft Entra documentation',
  genericLdap: 'Generic LDAP connector technical reference, Microsoft Identity Manager 2016',
  genericSql: 'Generic SQL connector technical reference, Microsoft Identity Manager 2016',
  genericPowershell: 'PowerShell connector technical reference, Microsoft Identity Manager 2016',
  connectorHistory: 'Connector version release history, Microsoft Identity Manager 2016',
  tlsSupport: 'Enable support for TLS 1.2 in your environment, Microsoft support',
  agentStart: 'Cannot start the Azure AD Connect provisioning agent, Microsoft support',
  agentRights: 'Insufficient privileges when installing the provisioning agent, Microsoft support',
  agentAccount: 'Set the logon service account of the provisioning agent, Microsoft support',
  netVersions: 'How to determine which .NET Framework versions are installed, Microsoft .NET documentation',
  odbcVersions: 'Major version differences of the ODBC driver, Microsoft SQL documentation',
  odbcLifecycle: 'Support lifecycle of the ODBC driver, Microsoft SQL documentation',
  hasPermissions: 'HAS_PERMS_BY_NAME, Microsoft SQL documentation',
  subscribedSkus: 'List subscribedSkus, Microsoft Graph v1.0 reference',
  organization: 'Organization resource type, Microsoft Graph v1.0 reference',
  servicePlans: 'Product names and service plan identifiers for licensing, list of January 2026',
  adts: '[MS-ADTS] 3.1.1.3.4.3, supportedCapabilities, Microsoft Open Specifications',
  china: 'Provisioning into SQL and LDAP, Microsoft Entra documentation for 21Vianet',
  ecma22: 'What is new in ECMA 2.2, Forefront Identity Manager 2010 reference',
  ecma2: 'Extensible Connectivity 2.0 management agent reference, Forefront Identity Manager 2010',
  ecma1: 'Extensible Connectivity 1 interfaces (deprecated), Forefront Identity Manager 2010',
  hostCsv: 'ECMA2Host CSV sample configuration, MIM PowerShell connectors on GitHub',
  quickstartIssue: 'Azure quickstart templates on GitHub, issue 13125',
  ecmaSampleIssue: 'MIM PowerShell connectors on GitHub, issue 11',
  docsIssue: 'Azure documentation on GitHub, issue 97087',
} as const;

/** A place in one of the documents. */
export function from(document: keyof typeof titles, section?: string): Source {
  const title = titles[document];
  return section === undefined ? { title } : { title, section };
}
