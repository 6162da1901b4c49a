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
