import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';
import type { BindFacts } from '../bind/facts.ts';
import type { DeltaMethod } from '../kinds.ts';

export interface DeltaFacts extends Facts {
  readonly lost?: Problem;
  readonly server?: string;
  readonly method?: DeltaMethod;
  /** Of a log: its DN, whether the rootDSE names it, and how a look at it went. */
  readonly base?: string;
  readonly named?: boolean;
  readonly log?: 'entries' | 'empty' | 'nothing' | 'refused';
  readonly problem?: Problem;
  readonly first?: string;
  readonly last?: string;
  readonly usn?: string;
  readonly showsDeleted?: boolean;
  readonly refusal?: NonNullable<BindFacts['refusal']>;
}

export const ldapDelta = factsToken<DeltaFacts>('ldap', 'delta');
