import type { BoundFacts } from '../../../clients/ldap/connection.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

export interface UsersFacts extends BoundFacts {
  readonly container?: string;
  /** How the container itself came back from a base read. `nothing`: success, and no entry. */
  readonly base?: 'entry' | 'nothing' | 'refused';
  readonly problem?: Problem;
  /** Object classes of the container. */
  readonly classes?: readonly string[];
  /** Where it is an alias: what it stands for. */
  readonly alias?: string;
  /** Children by the server's own count, where it keeps one. */
  readonly children?: number;
  /** Where no user was found: how many of the children the account is shown. */
  readonly shown?: number;
  /** How many of these are containers: organizational units and the like. */
  readonly places?: number;
  readonly counted?: Count;
  /** Attribute names of a few users: never a value. */
  readonly sample?: readonly string[];
}

/** `more`: counting stopped at its bound. A `problem` ended it before. */
export type Count = {
  readonly number: number;
  readonly more: boolean;
  readonly paged: boolean;
  readonly ms: number;
  readonly referrals: number;
  readonly problem?: Problem;
  /** Pages are offered, and refused to this account; counted without them. */
  readonly pagingRefused?: Problem;
};

export const ldapUsers = factsToken<UsersFacts>('ldap', 'users');
