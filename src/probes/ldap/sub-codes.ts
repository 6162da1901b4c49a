import type { Problem } from '../../platform/types.ts';
import type { PasswordNews } from './controls.ts';
import { resultCode } from './outcome.ts';

/** Why a server refused an account, where it says more than "invalid credentials". */
export type Reason =
  | 'password'
  | 'no-account'
  | 'hours'
  | 'workstation'
  | 'expired'
  | 'disabled'
  | 'account-expired'
  | 'must-change'
  | 'locked';

/** Active Directory and AD LDS: `data 52e` in the message (Windows system errors; not in Microsoft's documents here). */
const windows: Readonly<Record<string, Reason>> = {
  '525': 'no-account',
  '52e': 'password',
  '530': 'hours',
  '531': 'workstation',
  '532': 'expired',
  '533': 'disabled',
  '701': 'account-expired',
  '773': 'must-change',
  '775': 'locked',
};

/** eDirectory: the number of its own error in brackets. */
const eDirectory: Readonly<Record<string, Reason>> = {
  '-669': 'password',
  '-601': 'no-account',
  '-218': 'hours',
  '-222': 'expired',
  '-223': 'expired',
  '-220': 'disabled',
  '-197': 'locked',
};

const policyErrors: Readonly<Record<number, Reason>> = { 0: 'expired', 1: 'locked', 2: 'must-change' };

/** The sub-code as the server wrote it: `52e`, `-669`. */
export function subCodeOf({ text }: Problem): string | undefined {
  return /\bdata ([0-9a-f]{3,8})\b/i.exec(text)?.[1]?.toLowerCase() ?? /\((-\d{3})\)/.exec(text)?.[1];
}

export function reasonOf(problem: Problem, news: PasswordNews | undefined): Reason | undefined {
  const code = subCodeOf(problem);
  const told = code === undefined ? undefined : (windows[code] ?? eDirectory[code]);
  return told ?? (news?.error === undefined ? undefined : policyErrors[news.error]);
}

/**
 * Would sending the same password again count towards lock-out? A wrong password, an unknown account, a lock. Not
 * where the server says that something else is in the way.
 */
export function countsAsRefused(problem: Problem, news: PasswordNews | undefined): boolean {
  const code = resultCode(problem);
  const reason = reasonOf(problem, news);
  // 19: the 389 family's "exceed password retry limit".
  if (code === 19 || (code !== undefined && reason === 'locked')) return true;
  if (code !== 49) return false;
  return reason === undefined || ['password', 'no-account'].includes(reason);
}
