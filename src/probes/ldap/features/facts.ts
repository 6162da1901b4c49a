import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';
import type { BindFacts } from '../bind/facts.ts';

export interface FeaturesFacts extends Facts {
  readonly lost?: Problem;
  /** A true filter finds the rootDSE, a false one does not (RFC 4526), whether advertised or not. */
  readonly trueFalse?: boolean;
  /** The server ended an unpaged search at this many entries or fewer; null: it gave all that were asked for. */
  readonly sizeLimit?: number | null;
  readonly refusal?: NonNullable<BindFacts['refusal']>;
}

export const ldapFeatures = factsToken<FeaturesFacts>('ldap', 'features');
