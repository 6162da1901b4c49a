import { plural } from '../../../base/phrases.ts';
import type { TestStep } from '../../../clients/sql/database.ts';
import { quoted } from '../../../clients/sql/sqlserver/names.ts';
import { type SqlProblem, sqlProblemText } from '../../../clients/sql/statements.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import { evidence } from '../../common/evidence.ts';
import { by } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import type { SqlInput } from '../define.ts';
import { fail, unknown, type VerdictCore } from '../verdicts.ts';
import type { Reason, WriteFacts } from './facts.ts';

export const expected = 'a row can be added, read, changed and deleted';

export function judgeWrite({ facts }: SqlInput<WriteFacts>): Verdict {
  return { expected, evidence: evidenceOf(facts), ...verdictOn(facts) };
}

const reasonTexts: Readonly<Record<Reason, string>> = {
  triggers: 'it has triggers, which would act on the test row',
  temporal: 'the server keeps a history of it',
  cdc: 'its changes are captured for others',
  size: 'it is large, and no index finds the test row',
};

const verbs: Readonly<Record<TestStep, string>> = {
  insert: 'INSERT',
  read: 'SELECT',
  update: 'UPDATE',
  delete: 'DELETE',
};

function verdictOn(facts: WriteFacts): VerdictCore {
  const { refused, impossible, steps = [], rollback, left } = facts;
  if (refused !== undefined)
    return unknown(
      `not tried: ${refused.join(', ')}`,
      refused.map((one) => reasonTexts[one]).join('; '),
      'The row would be rolled back, but what acts on it while it is there might not be.',
      {
        text: 'If the owner of the database agrees, write in .ecmarc, at the connector',
        command: `writeTest: { despite: [${refused.join(', ')}] }`,
      },
      'Or name in .ecmarc an empty table of the same kind',
    );
  if (impossible !== undefined)
    return unknown(
      'no test row can be made',
      impossible,
      'The doctor cannot try it, so a person has to say it.',
      byOwner,
    );
  if (rollback?.code === 'NOT_ROLLED_BACK')
    return {
      status: 'unknown',
      message: 'connection ended before the roll-back',
      found: 'SQL Server itself rolls back what an ended connection left open',
    };
  if (left !== undefined && left > 0)
    return fail(
      left === 1 ? 'the test row is still there' : `${left} test rows are still there`,
      'something in the database kept it in spite of the roll-back',
      'Everything was rolled back, and the row is still seen.',
      by.database('Look for it by its values: they begin with ecma-doctor'),
    );
  const failed = steps.find(({ problem }) => problem !== undefined);
  if (failed?.problem !== undefined) return refusedStep(facts, failed.step, failed.problem);
  if (rollback !== undefined && steps.length === 0)
    return { status: 'unknown', message: 'no transaction could be begun', found: sqlProblemText(rollback) };
  const strayed = steps.find(({ rows }) => rows !== 1);
  if (strayed !== undefined)
    return fail(
      `${verbs[strayed.step]}: ${strayed.rows ?? 0} rows in place of 1`,
      'the row that was added a moment before',
      'Something in the database filters or changes rows: row-level security, an INSTEAD OF trigger, a view that does not show it.',
      by.database('Find out what hides the row from this account'),
    );
  if (steps.length < 4) return { status: 'unknown', message: 'the test did not come to its end' };
  return {
    status: 'pass',
    message: 'added, read, changed, deleted',
    found: `nothing of it is left: rolled back${facts.identity === undefined ? '' : `, but for one number of ${facts.identity} that was used up`}`,
  };
}

const byOwner = by.database(
  'Add a real test user through the connector, or let the owner of the database answer it in .ecmarc: attest, targetWritable, with the name of the connector',
);

/** Numbers that speak of the made-up values or the moment, not of the account. */
const valueTrouble: readonly number[] = [547, 2601, 2627, 8152, 2628, 245, 8114, 241, 242, 220, 8115];

function refusedStep({ table, user }: WriteFacts, step: TestStep, problem: SqlProblem): VerdictCore {
  const { number } = problem;
  const found = sqlProblemText(problem);
  const verb = verbs[step];
  if (number === undefined)
    return {
      status: 'unknown',
      message: `connection was lost at ${verb}`,
      found: `${found}; SQL Server rolls back what it left open`,
    };
  if (number === 229 || number === 230)
    return fail(
      `may not ${verb} (${number})`,
      found,
      `The account lacks the right ${verb}.`,
      by.database(
        'Have the owner of the database run',
        `GRANT ${verb} ON ${table} TO ${quoted(user || 'ecma')};`,
      ),
    );
  if (number === 1222 || number === 1205)
    return unknown(
      'table is locked by others',
      found,
      'The test waits 3 s for a lock, no longer.',
      'Wait until the others are done',
      pressR,
    );
  if (valueTrouble.includes(number))
    return unknown(
      `made-up values do not fit (${number})`,
      found,
      'The account may write, but a constraint refuses the values that the doctor made up.',
      byOwner,
    );
  if (number === 515)
    return fail(
      'a mandatory column was not filled (515)',
      found,
      'A column that must be filled is not among the mapped ones.',
      by.database('Map it, or give it a default'),
    );
  if ([4405, 4406, 4403, 4417].includes(number))
    return fail(
      `the view cannot be written (${number})`,
      found,
      'SQL Server can write through a view only where each row comes from one table.',
      by.database('Use the table itself, or give the view an INSTEAD OF trigger'),
    );
  if (number === 3906)
    return fail(
      'database is read-only (3906)',
      found,
      'Nothing can be written into it.',
      by.database('Open it for writing'),
    );
  if ([1101, 1105, 9002].includes(number))
    return fail(
      `no space (${number})`,
      found,
      'The database or its log is full.',
      by.database('Make room in the database, in its log or on their disk'),
    );
  return fail(
    `${verb} fails (${number})`,
    found,
    'SQL Server refused it with this error.',
    by.database('Look the number up, or ask the owner of the database'),
  );
}

function evidenceOf({ table, steps = [], rollback, left, identity }: WriteFacts): Evidence[] {
  return [
    ...evidence({ Table: table }),
    ...steps.map(({ step, rows, problem }) => ({
      label: verbs[step],
      value: problem === undefined ? plural(rows ?? 0, 'row', 'rows') : sqlProblemText(problem),
    })),
    ...evidence({
      'Roll-back':
        steps.length === 0 ? undefined : rollback === undefined ? 'done' : sqlProblemText(rollback),
      Left: left?.toString(),
      'Used up': identity === undefined ? undefined : `one number of ${identity}`,
    }),
  ];
}
