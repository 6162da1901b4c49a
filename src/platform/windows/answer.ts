import type { WindowsAnswer, WindowsProblem } from './types.ts';

/** Win32 error codes (winerror.h) that mean "not there" and "not allowed to look". */
const notThere = new Set([2, 3, 53, 67, 1060, 1168, 1812, 1813, 15007]);
const notAllowed = new Set([5, 1314]);

export function seen<T>(value: T): WindowsAnswer<T> {
  return { state: 'seen', value };
}

export const absent = { state: 'absent' } as const;
export const denied = { state: 'denied' } as const;

/** What a Win32 error code means for somebody who only wanted to look; `doing` names the call. */
export function fromErrorCode(code: number, doing: string): WindowsAnswer<never> {
  if (notThere.has(code)) return absent;
  if (notAllowed.has(code)) return denied;
  return { state: 'failed', problem: { code: String(code), text: `${doing}: Windows error ${code}` } };
}

/** Why nothing is known; undefined of what was seen, and of what is not there. */
export function whyUnread(answer: WindowsAnswer<unknown>): WindowsProblem | undefined {
  if (answer.state === 'denied') return { code: 'EACCES', text: 'Windows does not let this account look' };
  return answer.state === 'failed' ? answer.problem : undefined;
}

/** For a call that could not even be made: the library is missing, or a function of this Windows. */
export function failed(error: unknown): WindowsAnswer<never> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'ERROR';
  return { state: 'failed', problem: { code, text: error instanceof Error ? error.message : String(error) } };
}
