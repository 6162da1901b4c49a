/** The documents of Microsoft Entra (Azure AD before), by a short name of ours. */
export const entraDocuments = {
  prerequisites: {
    title: 'Prerequisites for the Azure AD ECMA Connector Host, 28 May 2021',
    page: 'azure-docs: articles/active-directory/app-provisioning/on-prem-ecma-prerequisites.md',
    date: '2021-05-28',
  },
  draft: {
    title: 'Prerequisites for the Azure AD ECMA Connector Host, draft of 17 March 2021',
    page: 'azure-docs: articles/active-directory/app-provisioning/on-prem-ecma-prerequisites.md',
    date: '2021-03-17',
  },
  preview: {
    title: 'Prerequisites for the Azure AD ECMA Connector Host, preview edition of mid-2021',
    page: 'azure-docs: articles/active-directory/app-provisioning/on-premises-ecma-prerequisites.md',
    date: '2021',
  },
  previewArchitecture: {
    title: 'Azure AD on-premises application provisioning architecture, 2021',
    page: 'azure-docs: articles/active-directory/app-provisioning/on-prem-app-prov-arch.md',
    date: '2021',
  },
  previewInstall: {
    title: 'Installation of the Azure AD ECMA Connector Host, 2021',
    page: 'azure-docs: articles/active-directory/app-provisioning/on-prem-ecma-install.md',
    date: '2021',
  },
  previewConfigure: {
    title: 'Configure the Azure AD ECMA Connector Host and the provisioning agent, 2021',
    page: 'azure-docs: articles/active-directory/app-provisioning/on-prem-ecma-configure.md',
    date: '2021',
  },
  previewTroubleshoot: {
    title: 'Troubleshooting the Azure AD ECMA Connector Host, 2021',
    page: 'azure-docs: articles/active-directory/app-provisioning/on-prem-ecma-tshoot.md',
    date: '2021',
  },
  previewSql: {
    title: 'Azure AD ECMA Connector Host generic SQL connector configuration, 2021',
    page: 'azure-docs: articles/active-directory/app-provisioning/on-prem-sql-connector-configure.md',
    date: '2021',
  },
  previewMonitor: {
    title: 'How to monitor the Azure AD ECMA Connector Host, 2021',
    page: 'azure-docs: articles/active-directory/app-provisioning/how-to-monitor-ecma-connector-host.md',
    date: '2021',
  },
  sql: {
    title: 'Provisioning users into SQL based applications, Microsoft Entra documentation',
    page: 'entra-docs: docs/includes/app-provisioning-sql.md',
    date: '2025-04-09',
  },
  ldap: {
    title: 'Provisioning users into LDAP directories, Microsoft Entra documentation',
    page: 'entra-docs: docs/includes/app-provisioning-ldap.md',
    date: '2025-04-09',
  },
  knownIssues: {
    title: 'Known issues for provisioning in Microsoft Entra ID, March 2026',
    page: 'entra-docs: docs/identity/app-provisioning/known-issues.md',
    date: '2026-03-31',
  },
  troubleshoot: {
    title: 'Troubleshooting on-premises application provisioning, April 2025',
    page: 'entra-docs: docs/identity/app-provisioning/on-premises-ecma-troubleshoot.md',
    date: '2025-04-09',
  },
  agentPrerequisites: {
    title: 'Prerequisites for Microsoft Entra Cloud Sync, July 2026',
    page: 'entra-docs: docs/identity/hybrid/cloud-sync/how-to-prerequisites.md',
    date: '2026-07-27',
  },
  agentInstall: {
    title: 'Install the Microsoft Entra provisioning agent, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/hybrid/cloud-sync/how-to-install.md',
    date: '2025-09-18',
  },
  agentUpdate: {
    title: 'Automatic update of the Microsoft Entra provisioning agent, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/hybrid/cloud-sync/how-to-automatic-upgrade.md',
    date: '2025-04-09',
  },
  agentPackage: {
    title: 'Provisioning agent installation for on-premises applications, Microsoft Entra documentation',
    page: 'entra-docs: docs/includes/app-provisioning-provisioning-agent-install.md',
    date: 'undated',
  },
  architecture: {
    title: 'Microsoft Entra on-premises application provisioning architecture, May 2026',
    page: 'entra-docs: docs/identity/app-provisioning/on-premises-application-provisioning-architecture.md',
    date: '2026-05-05',
  },
  agentTroubleshoot: {
    title: 'Cloud sync troubleshooting, Microsoft Entra documentation, August 2026',
    page: 'entra-docs: docs/identity/hybrid/cloud-sync/how-to-troubleshoot.md',
    date: '2026-08-21',
  },
  cloudSyncErrors: {
    title: 'Cloud sync error codes, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/hybrid/cloud-sync/reference-error-codes.md',
    date: 'undated',
  },
  quarantine: {
    title: 'Quarantine of application provisioning, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/app-provisioning/application-provisioning-quarantine-status.md',
    date: '2025-03-04',
  },
  discovery: {
    title: 'Account discovery, Microsoft Entra documentation, April 2026',
    page: 'entra-docs: docs/identity/app-provisioning/how-to-account-discovery.md',
    date: '2026-04-16',
  },
  scim: {
    title: 'On-premises SCIM provisioning, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/app-provisioning/on-premises-scim-provisioning.md',
    date: 'undated',
  },
  syncAccount: {
    title: 'Changing the ADSync service account, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/hybrid/connect/how-to-connect-sync-change-serviceacct-pass.md',
    date: '2025-04-09',
  },
  entraFaq: {
    title: 'Frequently asked questions about Microsoft Entra, Microsoft Entra documentation',
    page: 'entra-docs: docs/fundamentals/faq.yml',
    date: '2025-03-05',
  },
  proxyConnectorHistory: {
    title: 'Private network connector version release history, Microsoft Entra documentation',
    page: 'entra-docs: docs/global-secure-access/reference-version-history.md',
    date: '2024-07',
  },
  seamlessSso: {
    title: 'Seamless single sign-on quickstart, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/hybrid/connect/how-to-connect-sso-quick-start.md',
    date: '2025-04-09',
  },
  custom: {
    title: 'On-premises provisioning with a custom connector, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/app-provisioning/on-premises-custom-connector.md',
    date: '2025-04-09',
  },
  powershell: {
    title: 'Provisioning with the PowerShell connector, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/app-provisioning/on-premises-powershell-connector.md',
    date: '2025-04-09',
  },
  prepareLds: {
    title: 'Preparing AD LDS for provisioning from Microsoft Entra ID, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/app-provisioning/on-premises-ldap-connector-prepare-directory.md',
    date: '2025-04-09',
  },
  tlsEnforcement: {
    title: 'TLS 1.2 enforcement for Microsoft Entra Connect, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/hybrid/connect/reference-connect-tls-enforcement.md',
    date: 'undated',
  },
  agentHistoryNow: {
    title: 'Provisioning agent version release history, entry of 21 September 2026',
    page: 'entra-docs: docs/identity/app-provisioning/provisioning-agent-release-version-history.md',
    date: '2026-09-21',
  },
  agentHistory: {
    title: 'Provisioning agent version release history, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/app-provisioning/provisioning-agent-release-version-history.md',
    date: '2026-09-21',
  },
  webServices: {
    title: 'Provisioning with the web services connector, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/app-provisioning/on-premises-web-services-connector.md',
    date: '2025-04-09',
  },
  migrate: {
    title:
      'Export a Microsoft Identity Manager connector for the ECMA Connector Host, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity/app-provisioning/on-premises-migrate-microsoft-identity-manager.md',
    date: '2025-04-09',
  },
  roleIds: {
    title: 'Microsoft Entra built-in roles, Microsoft Entra documentation, June 2025',
    page: 'entra-docs: docs/identity/role-based-access-control/permissions-reference.md',
    date: '2025-06-25',
  },
  errorCodes: {
    title: 'Microsoft Entra authentication error codes, Microsoft Entra documentation',
    page: 'entra-docs: docs/identity-platform/reference-error-codes.md',
    date: 'undated',
  },
  servicePlans: {
    title: 'Product names and service plan identifiers for licensing, list of January 2026',
    page: 'entra-docs: docs/identity/users/licensing-service-plan-reference.md',
    date: '2026-01',
  },
} as const;
