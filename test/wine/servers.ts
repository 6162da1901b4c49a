import { defined } from '../../src/base/defined.ts';
import type { StagedKey } from './staged-registry.ts';

/** What a server's registry says, in the parts that the doctor reads: each a choice that tests combine. */

const currentVersion = 'Software\\Microsoft\\Windows NT\\CurrentVersion';

export const systems = {
  '2016': { product: 'Windows Server 2016 Standard', build: '14393' },
  '2019': { product: 'Windows Server 2019 Standard', build: '17763' },
  '2022': { product: 'Windows Server 2022 Datacenter', build: '20348' },
  '2025': { product: 'Windows Server 2025 Standard', build: '26100' },
} as const;

export function systemKeys(name: keyof typeof systems, installationType: string): StagedKey[] {
  const { product, build } = systems[name];
  return [
    {
      path: currentVersion,
      values: {
        ProductName: product,
        CurrentBuild: build,
        CurrentBuildNumber: build,
        InstallationType: installationType,
        EditionID: 'ServerStandard',
      },
    },
    { path: 'System\\CurrentControlSet\\Control\\ProductOptions', values: { ProductType: 'ServerNT' } },
  ];
}

/** .NET Framework by its Release number. */
export function dotnetKeys(release: number, writtenAt?: Date): StagedKey[] {
  const path = 'Software\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full';
  return [{ path, values: { Release: release }, ...defined({ writtenAt }) }];
}

export type TlsChoice = 'absent' | 'on' | '0xFFFFFFFF' | 'off';

export function tlsKeys(choice: TlsChoice): StagedKey[] {
  if (choice === 'absent') return [];
  const Enabled = { on: 1, '0xFFFFFFFF': 0xffffffff, off: 0 }[choice];
  const values = { Enabled, DisabledByDefault: choice === 'off' ? 1 : 0 };
  const protocol = 'System\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2';
  return ['Client', 'Server'].map((way) => ({ path: `${protocol}\\${way}`, values }));
}

export function cryptoKeys(value: number | undefined): StagedKey[] {
  const path = 'Software\\Microsoft\\.NETFramework\\v4.0.30319';
  return value === undefined ? [] : [{ path, values: { SchUseStrongCrypto: value } }];
}

export function policyKeys(policy: string | undefined): StagedKey[] {
  const path = 'Software\\Policies\\Microsoft\\Windows\\PowerShell';
  return policy === undefined ? [] : [{ path, values: { EnableScripts: 1, ExecutionPolicy: policy } }];
}

/** A service as the service control manager takes it from the registry when it starts. */
export function serviceKeys(name: string, displayName: string, start: number): StagedKey[] {
  const values = {
    Type: 16,
    Start: start,
    ErrorControl: 1,
    ObjectName: 'LocalSystem',
    ImagePath: 'C:\\windows\\system32\\lsass.exe',
    DisplayName: displayName,
  };
  return [{ path: `System\\CurrentControlSet\\Services\\${name}`, values }];
}
