import type { Facts } from '../../engine/facts.ts';
import type { Step, Verdict } from '../../engine/probe.ts';
import type { ProbeDescription } from '../define.ts';
import { fix } from './fix.ts';
import { addLines } from './not-run.ts';
import { onScreen } from './steps.ts';

export interface ManualQuestion {
  /** The question in a few words. */
  readonly message: string;
  readonly expected: string;
  readonly why: string;
  /** What to look at before answering. */
  readonly look: readonly Step[];
  /** The `.ecmarc` line that answers it for good. */
  readonly yaml: string;
}

/** The members of a probe that only a person can answer: nothing is looked at, the answer is asked for. */
export function answeredByPerson(
  question: ManualQuestion,
): Required<Pick<ProbeDescription<Facts>, 'seconds' | 'answerable' | 'collect' | 'judge'>> {
  return {
    seconds: 5,
    answerable: true,
    collect: async () => ({ usable: true }),
    judge: () => manualVerdict(question),
  };
}

/** The question as a row. */
export function manualVerdict({ message, expected, why, look, yaml }: ManualQuestion): Verdict {
  return {
    status: 'manual',
    message,
    expected,
    remedy: fix(
      why,
      ...look,
      onScreen('If so, press y on this row'),
      addLines('If so, for good: answer it in .ecmarc, which unattended runs read too', yaml),
    ),
  };
}
