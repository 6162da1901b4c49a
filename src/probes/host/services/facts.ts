import type { FoundServices } from '../../../clients/host/services.ts';
import type { WindowsFacts } from '../../common/windows.ts';
import { factsToken } from '../../token.ts';

/** Usable when the host's service runs: then it can be asked. */
export type ServicesFacts = WindowsFacts & FoundServices;

export const hostServices = factsToken<ServicesFacts>('host', 'services');
