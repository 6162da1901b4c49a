import { defined } from '../../base/defined.ts';
import type { Remedy, Verdict } from '../../engine/probe.ts';

/** A verdict by its status: the finding in a few words, more of it, and what helps. */
type VerdictOf = (message: string, found?: string, remedy?: Remedy) => Verdict;

function verdictOf(status: Verdict['status']): VerdictOf {
  return (message, found, remedy) => ({ status, message, ...defined({ found, remedy }) });
}

export const pass = verdictOf('pass');
export const warn = verdictOf('warn');
export const fail = verdictOf('fail');
export const unknown = verdictOf('unknown');
