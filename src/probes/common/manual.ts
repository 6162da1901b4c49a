import type { EcmaProbe } from '../../clients/environment.ts';
import type { Remedy } from '../../engine/probe.ts';
import { addLines } from './not-run.ts';
import { onScreen } from './steps.ts';

export interface ManualQuestion {
  /** The question in a few words. */
  readonly message: string;
  readonly expected: string;
  readonly why: string;
  /** What to look at before answering. */
  readonly look: readonly Remedy['steps'][number][];
  /** The `.ecmarc` line that answers it for good. */
  readonly yaml: string;
}

/** The members of a probe that only a person can answer: nothing is looked at, the answer is asked for. */
export function askedOfPerson(question: ManualQuestion): Required<Pick<EcmaProbe, 'answerable' | 'work'>> {
  const { message, expected, why, look, yaml } = question;
  return {
    answerable: true,
    work: {
      collect: async () => ({ usable: true }),
      judge: () => ({
        status: 'manual',
        message,
        expected,
        remedy: {
          why,
          steps: [
            ...look,
            onScreen('If so, press y on this row'),
            addLines('If so, for good: answer it in .ecmarc, which unattended runs read too', yaml),
          ],
          links: [],
        },
      }),
    },
  };
}
