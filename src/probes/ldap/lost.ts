import { problemText } from '../../clients/ldap/outcome.ts';
import type { Verdict } from '../../engine/probe.ts';
import type { Problem } from '../../platform/types.ts';
import { by, fix } from '../common/fix.ts';
import { pressR } from '../common/steps.ts';

/** The row's question was not put: the shared connection was not there, or ended while the row used it. */
export function lostVerdict(problem: Problem): Verdict {
  if (problem.code === 'CLOSED' || problem.code === 'NO_ANSWER') {
    return {
      status: 'fail',
      message: 'the directory stopped answering',
      found: problemText(problem),
      remedy: fix(
        'The connection to the directory ended in the middle of the work.',
        by.directory('See whether the directory server still runs, and look into its log'),
        pressR,
      ),
    };
  }
  if (problem.code === 'TOO_MUCH') {
    return {
      status: 'fail',
      message: 'an answer without end',
      found: problemText(problem),
      remedy: fix(
        'The server sends far more than it was asked for. The doctor stopped reading, so that it does not run out of memory.',
        by.directory('See what answers at this address: a proxy in front of the directory, or a fault in it'),
        pressR,
      ),
    };
  }
  return {
    status: 'unknown',
    message: 'not looked at: no signed-in connection',
    found: problemText(problem),
    remedy: fix(
      'This row needs the connection of the service account.',
      'Look at the row "Binds as the service account"',
      pressR,
    ),
  };
}
