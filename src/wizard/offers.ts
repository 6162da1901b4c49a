import type { ShownTable } from '../clients/sql/database.ts';
import type { ShownContainer } from '../probes/offers/ldap-containers.ts';
import type { AnchorCandidate } from '../probes/offers/sql-anchors.ts';

/** What a target gave to choose from; undefined: nothing came (yet). */
export interface Offers {
  readonly containers?: { readonly list: readonly ShownContainer[]; readonly more: boolean };
  readonly tables?: readonly ShownTable[];
  readonly procedures?: readonly string[];
  readonly anchors?: readonly AnchorCandidate[];
  /** Installed drivers that could serve. */
  readonly drivers?: readonly string[];
  /** An authority that was shown and is not trusted can be kept as it came. */
  readonly root?: boolean;
  /** Why there is no list, in words. */
  readonly fault?: string;
  /** The anchor that fits this kind of directory, and the kind. */
  readonly directory?: { readonly anchor: string; readonly label: string };
}
