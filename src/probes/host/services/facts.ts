import type { FoundServices } from '../../../clients/host/services.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { RegistryKey, WindowsAnswer } from '../../../platform/windows/types.ts';
import { factsToken } from '../../token.ts';

/** Usable when the host's service runs: then it can be asked. */
export type ServicesFacts = Facts &
  FoundServices & {
    /** Which encryption types a policy leaves to Kerberos on this server; looked at where an account is managed. */
    readonly kerberosTypes?: WindowsAnswer<RegistryKey>;
  };

export const hostServices = factsToken<ServicesFacts>('host', 'services');
