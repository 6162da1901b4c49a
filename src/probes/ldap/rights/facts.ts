import type { BoundFacts } from '../../../clients/ldap/connection.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

/** What an account may do, as the server tells it. Absent: it does not tell. */
export type KnownRights = {
  readonly add?: boolean;
  readonly delete?: boolean;
  /** Attributes that it may not write, of those that were asked about. */
  readonly notWritable?: readonly string[];
  /** How many attributes it was asked about. */
  readonly asked?: number;
};

export interface RightsFacts extends BoundFacts {
  /** How it was asked; `none`: this server cannot be asked. */
  readonly method?: 'effective-rights' | 'allowed-attributes' | 'none';
  readonly server?: string;
  readonly problem?: Problem;
  readonly told?: KnownRights;
  /** The container came back as nothing: no rights on it are told. */
  readonly hidden?: boolean;
  /** AD LDS: the schema does not let the class stand in the container, whatever the rights. */
  readonly misplaced?: true;
}

export const ldapRights = factsToken<RightsFacts>('ldap', 'rights');
