import { from } from './documents.ts';
import { levels, section } from './requirement.ts';

/** The server's operating system and hardware. */
export const operatingSystem = section({
  'OS-01': {
    statement: 'The connector host runs on Windows Server 2016 or later.',
    levels: levels('required', 'required'),
    values: {
      build: 14393,
      /** The build of each release of the long-term channel. */
      releases: { '2016': 14393, '2019': 17763, '2022': 20348, '2025': 26100 },
      /** Releases between, of the semi-annual and annual channels. */
      between: {
        'version 1709': 16299,
        'version 1803': 17134,
        'version 1903': 18362,
        'version 1909': 18363,
        'version 2004': 19041,
        'version 20H2': 19042,
        'version 23H2': 25398,
      },
      recommended: ['2022', '2025'],
      /** Extended support of Server 2016 ends in this month; the pages differ in its day (11 or 12). */
      supportEnds: { '2016': '2027-01' },
      serverProductTypes: [2, 3],
      key: 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion',
    },
    confirmed: false,
    note: "The builds of Server 2025 and of the releases between are from lists that are not Microsoft's, and pages differ in the day of January 2027 on which support of Server 2016 ends.",
    source: from('prerequisites', 'On-premises pre-requisites'),
    also: [from('preview'), from('sql'), from('ldap'), from('agentHistory', '1.1.1365.0')],
    valuesFrom: {
      recommended: from('agentPrerequisites'),
      supportEnds: from('windowsReleases'),
      serverProductTypes: from('operatingSystemClass'),
    },
  },
  'OS-02': {
    statement: 'The provisioning agent is not supported on Server Core, because its wizard needs a desktop.',
    levels: levels('not-applicable', 'restricted'),
    values: { desktop: 'Server', unsupported: ['Server Core', 'Nano Server'] },
    confirmed: true,
    source: from('agentPrerequisites'),
  },
  'OS-03': {
    statement: 'The server has at least 3 GB of memory.',
    levels: levels('required', 'required'),
    values: {
      bytes: 3_221_225_472,
      /** Firmware keeps some for itself: this much visible counts as 3 GB (2.9 GiB). */
      visibleBytes: 3_113_851_289,
    },
    confirmed: true,
    source: from('prerequisites', 'On-premises pre-requisites'),
    also: [from('sql'), from('ldap')],
  },
  'OS-04': {
    statement:
      'The cloud sync page demands 4 GB of memory and a domain-joined server; the pages of this scenario foresee a stand-alone one.',
    levels: levels('not-applicable', 'recommended'),
    values: { bytes: 4_294_967_296 },
    confirmed: true,
    source: from('agentPrerequisites'),
    also: [from('draft'), from('sql'), from('ldap'), from('prepareLds')],
  },
  'OS-05': {
    statement: 'The agent of this scenario is not shared with Cloud Sync or HR-driven provisioning.',
    levels: levels('restricted', 'restricted'),
    confirmed: true,
    source: from('knownIssues'),
    also: [from('powershell'), from('ldap'), from('agentPackage')],
  },
  'OS-06': {
    statement: 'The server may also run Entra Connect or Microsoft Identity Manager.',
    levels: levels('info', 'info'),
    values: { services: ['ADSync', 'FIMSynchronizationService'] },
    confirmed: true,
    source: from('architecture'),
    valuesFrom: { services: from('syncAccount') },
    background: 'not looked for: a neighbour that is allowed decides nothing',
  },
  'OS-07': {
    statement: 'The Windows Credential Manager service is not disabled, or the agent cannot be installed.',
    levels: levels('not-applicable', 'required'),
    values: {
      service: 'VaultSvc',
      key: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\VaultSvc',
      value: 'Start',
      disabled: 4,
    },
    confirmed: true,
    source: from('agentPrerequisites'),
    also: [from('agentHistory', '1.1.2102.0')],
  },
  'OS-08': {
    statement: 'Outgoing NTLM is denied on the agent server, unless a Windows login to SQL Server needs it.',
    levels: levels('not-applicable', 'recommended'),
    values: {
      key: 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0',
      value: 'RestrictSendingNTLMTraffic',
      allowed: 0,
      audited: 1,
      denied: 2,
    },
    confirmed: false,
    note: "The registry value behind the policy agrees in the baselines of CIS and ANSSI; no page of Microsoft's that was read states it.",
    source: from('agentPrerequisites'),
    also: [from('agentHistory', '1.1.1365.0')],
  },
  'OS-09': {
    statement: "The server's clock is right.",
    levels: levels('recommended', 'recommended'),
    values: { skewMs: 300_000 },
    confirmed: true,
    source: from('genericLdap', 'Delta import'),
    also: [from('genericSql', 'Watermark')],
    valuesFrom: { skewMs: from('clockTolerance') },
  },
  'OS-10': {
    statement: 'FIPS mode matters only for password hash synchronisation.',
    levels: levels('not-applicable', 'info'),
    values: {
      key: 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\FipsAlgorithmPolicy',
      value: 'Enabled',
      on: 1,
    },
    confirmed: true,
    source: from('agentInstall'),
    background: 'not looked for: password hash synchronisation is another scenario',
  },
  'OS-11': {
    statement:
      "Microsoft Edge is recommended for the registration window: Internet Explorer's Enhanced Security blocks the sign-in.",
    levels: levels('not-applicable', 'recommended'),
    values: {
      /** Administrators and users have a switch each. */
      keys: {
        administrators:
          'HKLM\\SOFTWARE\\Microsoft\\Active Setup\\Installed Components\\{A509B1A7-37EF-4b3f-8CFC-4F3A74704073}',
        users:
          'HKLM\\SOFTWARE\\Microsoft\\Active Setup\\Installed Components\\{A509B1A8-37EF-4b3f-8CFC-4F3A74704073}',
      },
      value: 'IsInstalled',
      on: 1,
      off: 0,
      /** Edge is there where either is. */
      edge: {
        key: 'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\EdgeUpdate\\Clients\\{56EB18F8-B008-4CBD-B6D2-8C97FE7E9062}',
        value: 'pv',
        taken: '0.0.0.0',
        program: 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\msedge.exe',
      },
    },
    confirmed: false,
    note: "The id of Edge's stable channel below EdgeUpdate, and the version 0.0.0.0 that stays when Edge is taken off, are general knowledge; no document that was read has them. The switches were checked on 28 November 2026.",
    source: from('agentInstall'),
    also: [from('ldap'), from('sql'), from('scim')],
  },
});
