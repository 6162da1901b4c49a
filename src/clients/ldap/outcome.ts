import type { Problem, Step } from '../../platform/types.ts';

/**
 * How an LDAP operation ended. Problem codes: `LDAP_49` (the server's result code in decimal, its own words in
 * `text`), `NO_ANSWER`, `CLOSED`, or the system's code.
 */
export type Outcome<T extends object = object> = Step<T> & {
  /** Of a search that failed: how many entries came before. */
  readonly seen?: number;
};

/** The result code of a problem; undefined when the server gave none. */
export function resultCode(problem: Problem | undefined): number | undefined {
  const digits = /^LDAP_(\d+)$/.exec(problem?.code ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** RFC 4511, appendix A, in words. */
const names: Readonly<Record<number, string>> = {
  1: 'operations error',
  2: 'protocol error',
  3: 'time limit exceeded',
  4: 'size limit exceeded',
  7: 'authentication method not supported',
  8: 'stronger authentication required',
  10: 'referral',
  11: 'administrative limit exceeded',
  12: 'a critical control is not supported',
  13: 'confidentiality required',
  16: 'no such attribute',
  17: 'attribute type not known',
  18: 'inappropriate matching',
  19: 'constraint violation',
  20: 'value exists already',
  21: 'invalid attribute syntax',
  32: 'no such object',
  33: 'alias problem',
  34: 'invalid distinguished name',
  48: 'inappropriate authentication',
  49: 'invalid credentials',
  50: 'insufficient access rights',
  51: 'busy',
  52: 'unavailable',
  53: 'unwilling to perform',
  64: 'naming violation',
  65: 'object class violation',
  66: 'not allowed on an entry with children',
  67: 'not allowed on the naming attribute',
  68: 'entry exists already',
  80: 'other error',
};

/** "insufficient access rights (50): no write access to parent". */
export function problemText(problem: Problem): string {
  const code = resultCode(problem);
  if (code === undefined) {
    if (problem.code === 'CLOSED') return 'the server closed the connection';
    if (problem.code === 'NO_ANSWER' || problem.code === 'TOO_MUCH') return problem.text;
    return `${problem.text} (${problem.code})`;
  }
  const name = `${names[code] ?? 'result'} (${code})`;
  return problem.text === '' ? name : `${name}: ${problem.text}`;
}

/** The connection itself is lost: what was asked has no answer. */
export function isLost(problem: Problem): boolean {
  return resultCode(problem) === undefined;
}
