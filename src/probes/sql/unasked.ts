import { problemNumber, sqlProblemText } from '../../clients/sql/statements.ts';
import type { Unasked } from '../../clients/sql/unasked.ts';
import type { Verdict } from '../../engine/probe.ts';
import type { Engine } from '../../settings/schema.ts';
import { by, fix } from '../common/fix.ts';
import { onScreen } from '../common/steps.ts';
import { speechOf } from './speech.ts';

/** What every row over the connection says when its question had no answer. */
export function unaskedVerdict(
  { unasked, asked }: Unasked,
  expected: string,
  engine: Engine = 'sqlserver',
): Verdict {
  if (unasked.code === 'DRIVER_ONLY') return driverOnly(unasked.text, expected);
  if (unasked.code === 'NOT_LOGGED_IN') return notLetIn(unasked.text, expected);
  const lost = unasked.number === undefined;
  return {
    status: 'unknown',
    message: lost ? 'connection was lost' : `no answer: error ${problemNumber(unasked)}`,
    expected,
    found: sqlProblemText(unasked),
    remedy: fix(
      lost
        ? 'The connection ended before the question was answered, so this stays open.'
        : `${speechOf(engine).product} answered the question with an error, so this stays open.`,
      lost || asked === undefined
        ? onScreen('Press r on the row of the login, then on this one')
        : by.database('Ask by hand, as the account of the connector', asked),
    ),
  };
}

/** The write test has a connection of its own, beside the one that reads. */
function notLetIn(found: string, expected: string): Verdict {
  return {
    status: 'unknown',
    message: 'no login for this question',
    expected,
    found,
    remedy: fix(
      'What writes has a connection of its own, beside the one that reads, and the server did not let the account in for it.',
      by.database('Allow the account two connections at once: the connector may want more than one, too'),
      onScreen('Press r here when that is done'),
    ),
  };
}

/** `authentication: windows` and `entra`: the doctor's own client cannot log in so. */
function driverOnly(found: string, expected: string): Verdict {
  return {
    status: 'unknown',
    message: 'not asked: the driver alone logs in so',
    expected,
    found,
    remedy: fix(
      "The doctor's own client knows logins of SQL Server and of NTLM; this one it leaves to the driver.",
      by.database(
        'Look with a login of SQL Server that has the same rights (authentication: sql), or let the owner answer in .ecmarc: attest, targetWritable, with the name of the connector',
      ),
    ),
  };
}
