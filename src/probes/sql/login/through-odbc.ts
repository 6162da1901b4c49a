import { defined } from '../../../base/defined.ts';
import { asWhoRuns } from '../../../clients/sql/account.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Verdict } from '../../../engine/probe.ts';
import { by } from '../../common/fix.ts';
import { refusedBefore } from '../../common/refused-before.ts';
import { onScreen } from '../../common/steps.ts';
import type { SqlContext, SqlInput } from '../define.ts';
import { type OdbcFacts, sqlOdbc } from '../odbc/facts.ts';
import { odbcEvidence, thisWasYou } from '../odbc/judge.ts';
import { diagnosticText, failureWords, numbersOf } from '../odbc/words.ts';
import { fail, unknown, type VerdictCore, warn } from '../verdicts.ts';

/** The login of an engine that is asked through its driver alone: the attempt of `sql.odbc`, judged for the account. */
export interface OdbcLoginFacts extends Facts {
  readonly odbc?: OdbcFacts;
}

export async function collectThroughOdbc(context: SqlContext): Promise<OdbcLoginFacts> {
  const odbc = context.facts.of(sqlOdbc);
  return { usable: odbc?.outcome === 'in', ...defined({ odbc }) };
}

export function judgeThroughOdbc({ facts, scope }: SqlInput<OdbcLoginFacts>): Verdict {
  const { odbc } = facts;
  const expected = 'the account logs in through the driver';
  if (scope.target.entra === 'interactive') return { expected, ...nobodyAnswers };
  if (odbc === undefined) return { status: 'unknown', message: 'the driver was not asked', expected };
  const byWindows = odbc.outcome === 'in' && asWhoRuns(scope.target);
  const verdict = byWindows ? thisWasYou(odbc.here?.user ?? odbc.info?.user ?? '') : verdictOn(odbc);
  return { expected, evidence: odbcEvidence(odbc, scope.target), ...verdict };
}

const nobodyAnswers = fail(
  'nobody can answer its sign-in',
  'entra: interactive opens a window for a person',
  'The connector host is a service and has no window.',
  by.server('Take a kind that a service can use, in the DSN and in .ecmarc', 'entra: service-principal'),
);

function verdictOn(odbc: OdbcFacts): VerdictCore {
  const { outcome, failure = 'untold', diagnostics = [], account, here } = odbc;
  if (outcome === 'in') {
    if (here?.cipher !== '' || isLocal(odbc))
      return { status: 'pass', message: account || here?.user || 'logged in' };
    return warn(
      `${account}, not encrypted`,
      'the session has no encryption, as allowClearPassword allows',
      'Everybody on the way can read what is asked and answered.',
      'Demand encryption in the file DSN',
    );
  }
  if (outcome === 'failed') {
    const { message, why, steps } = failureWords[failure];
    const said = diagnostics.map(diagnosticText).join('; ');
    // It has one number for all of these.
    const found = odbc.engine === 'mysql' && failure === 'credential' ? `${said}; ${sameOfMysql}` : said;
    return failure === 'busy' || failure === 'untold'
      ? unknown(`${message} (${numbersOf(diagnostics)})`, found, why, ...steps)
      : fail(`${message} (${numbersOf(diagnostics)})`, found, why, ...steps);
  }
  if (outcome === 'held')
    return fail(
      'refused before, not tried again',
      `${account} was ${refusedBefore(odbc.refusal)}`,
      'A wrong password counts towards lock-out, so it is not sent again by itself within an hour.',
      'Correct user or password in .ecmarc: then it is tried at once',
      onScreen('To try it once more as it is, press r on the row "Driver, by the file DSN" and say yes'),
    );
  return { status: 'unknown', message: 'no password to try', found: 'the password in .ecmarc is empty' };
}

const sameOfMysql =
  'MySQL says the same of an account that is let in from other addresses only, or only with encryption';

function isLocal({ leads }: OdbcFacts): boolean {
  return /^(localhost|127\.|::1$|\[::1\]$)/i.test(leads?.server ?? '');
}
