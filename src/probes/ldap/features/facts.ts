import type { BoundFacts } from '../../../clients/ldap/connection.ts';
import { factsToken } from '../../token.ts';

export interface FeaturesFacts extends BoundFacts {
  /** A true filter finds the rootDSE, a false one does not (RFC 4526), whether advertised or not. */
  readonly trueFalse?: boolean;
  /** The server ended an unpaged search at this many entries or fewer; null: it gave all that were asked for. */
  readonly sizeLimit?: number | null;
}

export const ldapFeatures = factsToken<FeaturesFacts>('ldap', 'features');
