import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';
import type { BindFacts } from '../bind/facts.ts';
import type { Leftover } from '../leftovers.ts';
import type { WriteStep } from '../write-steps.ts';

export interface WriteFacts extends Facts {
  readonly lost?: Problem;
  /** Created, changed, deleted, and gone. */
  readonly done?: boolean;
  /** Only older leftovers were looked after: the test itself is off. */
  readonly cleanUpOnly?: boolean;
  readonly dn?: string;
  readonly disabled?: boolean;
  readonly steps?: readonly WriteStep[];
  readonly leftovers?: readonly Leftover[];
  /** The test user may still be there: the journal knows it. */
  readonly mayRemain?: boolean;
  /** No record could be kept, so nothing was written. */
  readonly noJournal?: Problem;
  readonly unfillable?: readonly string[];
  readonly refusal?: NonNullable<BindFacts['refusal']>;
}

export const ldapWrite = factsToken<WriteFacts>('ldap', 'write');
