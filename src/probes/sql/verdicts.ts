import type { Step, Verdict } from '../../engine/probe.ts';
import { fix } from '../common/fix.ts';

/** A verdict without what all verdicts of its row have: `expected` and `evidence`. */
export type VerdictCore = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

type MakeVerdict = (message: string, found: string, why: string, ...steps: (Step | string)[]) => VerdictCore;

function verdicts(status: 'fail' | 'warn' | 'unknown'): MakeVerdict {
  return (message, found, why, ...steps) => ({ status, message, found, remedy: fix(why, ...steps) });
}

export const fail = verdicts('fail');
export const warn = verdicts('warn');
export const unknown = verdicts('unknown');
