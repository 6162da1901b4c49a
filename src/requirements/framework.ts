import { from } from './documents.ts';
import { levels, section } from './requirement.ts';

const schannel = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2';
const netKey = 'HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full';
const cryptoKey = 'HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319';

/** .NET Framework, PowerShell and TLS. */
export const framework = section({
  'NETFX-01': {
    statement: '.NET Framework 4.7.1 or later is installed.',
    levels: levels('required', 'not-applicable'),
    values: { release: 461_308, version: '4.7.1', key: netKey, value: 'Release' },
    confirmed: true,
    source: from('prerequisites', 'On-premises pre-requisites'),
    also: [from('netVersions'), from('troubleshoot'), from('agentPrerequisites')],
  },
  'NETFX-02': {
    statement: '.NET Framework 4.7.2 or later is installed.',
    levels: levels('not-applicable', 'required'),
    values: {
      release: 461_808,
      version: '4.7.2',
      key: netKey,
      value: 'Release',
      /** Smallest Release of each version, oldest first. */
      ladder: [
        { version: '4.5', release: 378_389 },
        { version: '4.5.1', release: 378_675 },
        { version: '4.5.2', release: 379_893 },
        { version: '4.6', release: 393_295 },
        { version: '4.6.1', release: 394_254 },
        { version: '4.6.2', release: 394_802 },
        { version: '4.7', release: 460_798 },
        { version: '4.7.1', release: 461_308 },
        { version: '4.7.2', release: 461_808 },
        { version: '4.8', release: 528_040 },
        { version: '4.8.1', release: 533_320 },
      ],
    },
    confirmed: true,
    source: from('sql', 'On-premises prerequisites'),
    also: [from('ldap', 'On-premises prerequisites'), from('netVersions')],
  },
  'NETFX-03': {
    statement: 'Too old a .NET Framework shows as System.Management.Automation.resources.dll not found.',
    levels: levels('info', 'info'),
    confirmed: true,
    source: from('troubleshoot'),
  },
  'PS-01': {
    statement:
      'Group policy leaves the PowerShell execution policy undefined, or sets RemoteSigned; Unrestricted breaks registration.',
    levels: levels('required', 'required'),
    values: {
      policyKeys: {
        machine: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell',
        user: 'HKCU\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell',
      },
      localKey: 'HKLM\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell',
      allowed: ['Undefined', 'RemoteSigned'],
    },
    confirmed: true,
    source: from('troubleshoot'),
    also: [from('agentPrerequisites'), from('agentTroubleshoot')],
    valuesFrom: { localKey: from('itemProperty') },
  },
  'PS-02': {
    statement: 'With the PowerShell connector, the execution policy lets its scripts run.',
    levels: levels('not-applicable', 'required'),
    values: {
      versionKey: 'HKLM\\SOFTWARE\\Microsoft\\PowerShell\\3\\PowerShellEngine',
      value: 'PowerShellVersion',
    },
    confirmed: false,
    note: "Microsoft's page shows the value below PowerShell\\1, of version 2; that later ones keep it below PowerShell\\3 is general knowledge.",
    source: from('powershell'),
    also: [from('genericPowershell')],
  },
  'TLS-01': {
    statement: 'TLS 1.2 is enabled for client and server before the agent is installed.',
    levels: levels('not-applicable', 'required'),
    values: {
      clientKey: `${schannel}\\Client`,
      serverKey: `${schannel}\\Server`,
      enabled: 'Enabled',
      disabledByDefault: 'DisabledByDefault',
    },
    confirmed: true,
    source: from('agentPrerequisites', 'TLS requirements'),
    also: [from('tlsEnforcement'), from('tlsSupport')],
  },
  'TLS-02': {
    statement: '.NET Framework programs use strong cryptography.',
    levels: levels('not-applicable', 'required'),
    values: { key: cryptoKey, value: 'SchUseStrongCrypto', on: 1 },
    confirmed: true,
    source: from('agentPrerequisites', 'TLS requirements'),
  },
  'TLS-03': {
    statement:
      '.NET Framework programs follow the system TLS versions, 32-bit ones too: said of older Entra Connect, not of the agent.',
    levels: levels('not-applicable', 'info'),
    values: {
      keys: [cryptoKey, 'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319'],
      values: ['SystemDefaultTlsVersions', 'SchUseStrongCrypto'],
      on: 1,
    },
    confirmed: true,
    source: from('tlsEnforcement'),
    also: [from('tlsSupport')],
  },
  'TLS-04': {
    statement: "Microsoft's sign-in no longer accepts TLS 1.0, TLS 1.1 or 3DES.",
    levels: levels('not-applicable', 'info'),
    confirmed: true,
    source: from('tlsSupport'),
  },
  'TLS-05': {
    statement: 'Nothing between the agent and Microsoft opens TLS on the way.',
    levels: levels('restricted', 'restricted'),
    confirmed: false,
    note: 'That a root outside the public lists means inspection is our conclusion; that it breaks the certificate of the agent Microsoft says of the sister connector.',
    source: from('architecture'),
    also: [from('agentTroubleshoot')],
  },
});
