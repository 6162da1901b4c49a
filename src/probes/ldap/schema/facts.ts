import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';
import type { BindFacts } from '../bind/facts.ts';
import type { AttributeFacts, UserClassFacts } from '../user-class.ts';

export interface SchemaFacts extends Facts {
  /** The connection was not there, or ended. */
  readonly lost?: Problem;
  /** Where the schema was looked for, and why it could not be read there. */
  readonly subschema?: string;
  readonly problem?: Problem;
  readonly counts?: { readonly classes: number; readonly attributes: number };
  readonly user?: UserClassFacts;
  /** Attributes that the write test may fill, beside those that must be. */
  readonly others?: readonly AttributeFacts[];
  /** The attribute that names users now, seen at one of them: `uid`. */
  readonly rdn?: string;
  readonly refusal?: NonNullable<BindFacts['refusal']>;
}

export const ldapSchema = factsToken<SchemaFacts>('ldap', 'schema');
