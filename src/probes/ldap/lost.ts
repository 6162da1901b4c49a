import type { Verdict } from '../../engine/probe.ts';
import type { Problem } from '../../platform/types.ts';
import { pressR } from '../common/steps.ts';
import { problemText } from './outcome.ts';

/** The row's question was not put: the shared connection was not there, or ended while the row used it. */
export function lostVerdict(problem: Problem): Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'> {
  const during = problem.code === 'CLOSED' || problem.code === 'NO_ANSWER';
  return {
    status: during ? 'fail' : 'unknown',
    message: during ? 'the directory stopped answering' : 'not looked at: no signed-in connection',
    found: problemText(problem),
    remedy: {
      why: during
        ? 'The connection to the directory ended in the middle of the work.'
        : 'This row needs the connection of the service account.',
      steps: [
        ...(during
          ? [
              {
                text: 'See whether the directory server still runs, and look into its log',
                owner: 'directory' as const,
              },
            ]
          : []),
        pressR,
      ],
      links: [],
    },
  };
}
