import type { FoundServices } from '../../../clients/host/services.ts';
import type { Facts } from '../../../engine/facts.ts';
import { factsToken } from '../../token.ts';

/** Usable when the host's service runs: then it can be asked. */
export type ServicesFacts = Facts & FoundServices;

export const hostServices = factsToken<ServicesFacts>('host', 'services');
