import type { Evidence } from '../../../engine/probe.ts';
import { dwordIn, wrongTypeIn } from '../../../platform/windows/registry-value.ts';
import type { ServicesFacts } from './facts.ts';

/** Where the policy "Network security: Configure encryption types allowed for Kerberos" stands; absent: all but DES. */
export const kerberosPolicy =
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\Kerberos\\Parameters';
export const supportedTypes = 'SupportedEncryptionTypes';

/** Bits of msDS-SupportedEncryptionTypes and of that policy (MS-KILE, 2.2.7). */
const bits: readonly (readonly [number, string])[] = [
  [0x4, 'RC4'],
  [0x8, 'AES128'],
  [0x10, 'AES256'],
];

/** Undefined where the policy is not set, or was not seen. */
export function allowedTypes({ kerberosTypes }: ServicesFacts): readonly string[] | undefined {
  const value = kerberosTypes === undefined ? undefined : dwordIn(kerberosTypes, supportedTypes);
  return value === undefined
    ? undefined
    : bits.filter(([bit]) => (value & bit) !== 0).map(([, name]) => name);
}

export function kerberosEvidence(facts: ServicesFacts): readonly Evidence[] {
  const odd = facts.kerberosTypes && wrongTypeIn(facts.kerberosTypes, { [supportedTypes]: 'number' });
  if (odd !== undefined) return [{ label: 'Kerberos here', value: `${odd.text}: not counted` }];
  const types = allowedTypes(facts);
  return types === undefined
    ? []
    : [{ label: 'Kerberos here', value: `a policy allows ${types.join(', ') || 'none of RC4 and AES'}` }];
}
