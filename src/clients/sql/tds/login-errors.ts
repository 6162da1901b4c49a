import type { SqlTarget } from '../../../settings/schema.ts';
import type { ServerMessage } from '../login-facts.ts';

/** The credential itself was refused, or is locked: it is not tried again by itself. */
const refused: readonly number[] = [18456, 18452, 18486];

/** Expired, to be changed, ended by a logon trigger, no such database: only with a good password is that said. */
const accepted: readonly number[] = [18487, 18488, 4060, 4064, 916, 17892];

/**
 * What the server's first word tells of the credential ("Database Engine events and errors" in SQL Server's
 * documentation); undefined where it looked at none, or says nothing of it.
 */
export function credentialBy(
  { number, state }: Pick<ServerMessage, 'number' | 'state'>,
  authentication: SqlTarget['authentication'],
): 'refused' | 'accepted' | undefined {
  if (accepted.includes(number)) return 'accepted';
  if (takesWindowsLoginsOnly({ number, state }, authentication)) return undefined;
  return refused.includes(number) ? 'refused' : undefined;
}

/** Mixed mode is off: no password was looked at. An SQL login has no domain that could be untrusted. */
export function takesWindowsLoginsOnly(
  { number, state }: Pick<ServerMessage, 'number' | 'state'>,
  authentication: SqlTarget['authentication'],
): boolean {
  return (number === 18456 && state === 58) || (number === 18452 && authentication === 'sql');
}
