import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';
import type { BindFacts } from '../bind/facts.ts';

/** What an account may do, as the server tells it. Absent: it does not tell. */
export type Told = {
  readonly add?: boolean;
  readonly delete?: boolean;
  /** Attributes that it may not write, of those that were asked about. */
  readonly notWritable?: readonly string[];
  /** How many attributes it was asked about. */
  readonly asked?: number;
};

export interface RightsFacts extends Facts {
  readonly lost?: Problem;
  /** How it was asked; `none`: this server cannot be asked. */
  readonly method?: 'effective-rights' | 'allowed-attributes' | 'none';
  readonly server?: string;
  readonly problem?: Problem;
  readonly told?: Told;
  readonly refusal?: NonNullable<BindFacts['refusal']>;
}

export const ldapRights = factsToken<RightsFacts>('ldap', 'rights');
