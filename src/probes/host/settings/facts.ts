import type { HostFile } from '../../../clients/host/files.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { HostConnector } from '../../../formats/host-xml/configuration.ts';
import type { TraceLevel } from '../../../formats/host-xml/exe-config.ts';
import { factsToken } from '../../token.ts';

/** What the host is set up to do. Other rows read `connectors`, by name. */
export interface SettingsFacts extends Facts {
  readonly path: string;
  readonly file: HostFile<null>;
  readonly connectors: readonly HostConnector[];
  readonly port?: number;
  readonly thumbprint?: string;
  /** How much service and wizard log; a file that could not be read is left out. */
  readonly levels: readonly (TraceLevel & { readonly file: string })[];
  readonly tokens: readonly TokenFacts[];
}

/**
 * What may be known of a secret token: how its length fits, whether it is letters and digits, and whether another
 * connector has the same. Neither the token nor its exact length is a fact.
 */
export type TokenFacts = {
  readonly connector: string;
  readonly length: 'below-10' | '10-to-11' | '12-to-20' | 'above-20';
  readonly plain: boolean;
  /** An earlier connector of `.ecmarc` with this token. */
  readonly sameAs?: string;
};

export const hostSettings = factsToken<SettingsFacts>('host', 'settings');
