import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { Facts } from '../../../engine/facts.ts';
import { factsToken } from '../../token.ts';

/** A list that a service's certificate names, as far as its host could be asked for it. */
export type ListFacts = { readonly of: string; readonly address: string; readonly reached: ConnectionTrace };

export interface EndpointsFacts extends Facts {
  readonly services: readonly ConnectionTrace[];
  readonly lists: readonly ListFacts[];
}

export const connectorEndpoints = factsToken<EndpointsFacts>('connector', 'endpoints');
