import type { BoundFacts } from '../../../clients/ldap/connection.ts';
import type { ContainmentFacts } from '../../../clients/ldap/containment.ts';
import type { PlacementFacts } from '../../../clients/ldap/structure-rules.ts';
import type { AttributeFacts, UserClassFacts } from '../../../clients/ldap/user-class.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

export interface SchemaFacts extends BoundFacts {
  /** Where the schema was looked for, and why it could not be read there. */
  readonly subschema?: string;
  readonly problem?: Problem;
  readonly counts?: { readonly classes: number; readonly attributes: number };
  readonly user?: UserClassFacts;
  /** Attributes that the write test may fill, beside those that must be. */
  readonly others?: readonly AttributeFacts[];
  /** The attribute that names users now, seen at one of them: `uid`. */
  readonly rdn?: string;
  /** Users were looked for to see that, and there was no answer. */
  readonly rdnUnseen?: true;
  /** Where the server has DIT structure rules: what they say of users, container by container. */
  readonly placements?: readonly PlacementFacts[];
  /** Where the server says by classes what may stand below what (eDirectory, AD LDS). */
  readonly containments?: readonly ContainmentFacts[];
}

export const ldapSchema = factsToken<SchemaFacts>('ldap', 'schema');
