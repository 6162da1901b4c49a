import type { Problem } from '../../platform/types.ts';
import { resultCode } from './outcome.ts';
import type { PasswordState } from './password-controls.ts';

/** Why a server refused an account, where it says more than "invalid credentials". */
export type RefusalReason =
  | 'password'
  /** Name or password: it does not say which. */
  | 'credentials'
  | 'no-account'
  | 'hours'
  | 'workstation'
  | 'expired'
  | 'disabled'
  | 'account-expired'
  | 'must-change'
  | 'locked';

/** Active Directory and AD LDS: `data 52e` in the message (Windows system errors; not in Microsoft's documents here). */
const windows: Readonly<Record<string, RefusalReason>> = {
  '525': 'no-account',
  '52e': 'credentials',
  '530': 'hours',
  '531': 'workstation',
  '532': 'expired',
  '533': 'disabled',
  '701': 'account-expired',
  '773': 'must-change',
  '775': 'locked',
};

/** eDirectory: the number of its own error in brackets. */
const eDirectory: Readonly<Record<string, RefusalReason>> = {
  '-669': 'password',
  '-601': 'no-account',
  '-218': 'hours',
  '-222': 'expired',
  '-223': 'expired',
  '-220': 'disabled',
  '-197': 'locked',
};

const policyErrors: Readonly<Record<number, RefusalReason>> = { 0: 'expired', 1: 'locked', 2: 'must-change' };

/** The sub-code as the server wrote it: `52e`, `-669`. */
export function subCodeOf({ text }: Problem): string | undefined {
  return /\bdata ([0-9a-f]{3,8})\b/i.exec(text)?.[1]?.toLowerCase() ?? /\((-\d{3})\)/.exec(text)?.[1];
}

export function refusalReason(problem: Problem, state: PasswordState | undefined): RefusalReason | undefined {
  const code = subCodeOf(problem);
  const bySubCode = code === undefined ? undefined : (windows[code] ?? eDirectory[code]);
  return bySubCode ?? (state?.error === undefined ? undefined : policyErrors[state.error]);
}

/**
 * Would sending the same password again count towards lock-out? A wrong password, an unknown account, a lock. Not
 * where the server says that something else is in the way.
 */
export function countsAsRefused(problem: Problem, state: PasswordState | undefined): boolean {
  const code = resultCode(problem);
  const reason = refusalReason(problem, state);
  // 19: the 389 family's "exceed password retry limit".
  if (code === 19 || (code !== undefined && reason === 'locked')) return true;
  if (code !== 49) return false;
  return reason === undefined || ['password', 'credentials', 'no-account'].includes(reason);
}
