import { type Asked, isUnasked, unaskedVerdict } from '../../../clients/sql/ask-database.ts';
import { quoted } from '../../../clients/sql/sqlserver/names.ts';
import { type SqlProblem, sqlProblemText } from '../../../clients/sql/tds/tds-database.ts';
import type { Evidence, JudgeInput, Step, Verdict } from '../../../engine/probe.ts';
import { plural } from '../../../engine/words.ts';
import type { Settings } from '../../../settings/schema.ts';
import { pressR } from '../../common/steps.ts';
import type { Reason, StepName, WriteFacts, WriteStep } from './index.ts';

const expected = 'a row can be added, read, changed and deleted';
type Finding = Omit<Verdict, 'expected' | 'evidence'>;

export function judgeWrite({ facts }: JudgeInput<Settings, Asked<WriteFacts>>): Verdict {
  if (isUnasked(facts)) return unaskedVerdict(facts, expected);
  return { expected, evidence: evidenceOf(facts), ...finding(facts) };
}

const reasonTexts: Readonly<Record<Reason, string>> = {
  triggers: 'it has triggers, which would act on the test row',
  temporal: 'the server keeps a history of it',
  cdc: 'its changes are captured for others',
  size: 'it is large, and no index finds the test row',
};

const verbs: Readonly<Record<StepName, string>> = {
  insert: 'INSERT',
  read: 'SELECT',
  update: 'UPDATE',
  delete: 'DELETE',
};

function finding(facts: WriteFacts): Finding {
  const { refused, impossible, steps = [], rollback, left } = facts;
  if (refused !== undefined)
    return {
      status: 'unknown',
      message: `not tried: ${refused.join(', ')}`,
      found: refused.map((one) => reasonTexts[one]).join('; '),
      remedy: {
        why: 'The row would be rolled back, but what acts on it while it is there might not be.',
        steps: [
          {
            text: 'If the owner of the database agrees, write in .ecmarc, at the connector',
            command: `writeTest: { despite: [${refused.join(', ')}] }`,
          },
          { text: 'Or name in .ecmarc an empty table of the same kind' },
        ],
        links: [],
      },
    };
  if (impossible !== undefined)
    return {
      status: 'unknown',
      message: 'no test row can be made',
      found: impossible,
      remedy: { why: 'The doctor cannot try it, so a person has to say it.', steps: [byOwner], links: [] },
    };
  if (rollback?.code === 'NOT_ROLLED_BACK')
    return {
      status: 'unknown',
      message: 'connection ended before the roll-back',
      found: 'SQL Server itself rolls back what an ended connection left open',
    };
  if (left !== undefined && left > 0)
    return {
      status: 'fail',
      message: left === 1 ? 'the test row is still there' : `${left} test rows are still there`,
      found: 'something in the database kept it in spite of the roll-back',
      remedy: {
        why: 'Everything was rolled back, and the row is still seen.',
        steps: [{ text: 'Look for it by its values: they begin with ecma-doctor', owner: 'database' }],
        links: [],
      },
    };
  const failed = steps.find(({ problem }) => problem !== undefined);
  if (failed?.problem !== undefined) return refusedStep(facts, failed.step, failed.problem);
  if (rollback !== undefined && steps.length === 0)
    return { status: 'unknown', message: 'no transaction could be begun', found: sqlProblemText(rollback) };
  const lost = steps.find(({ rows }) => rows !== 1);
  if (lost !== undefined) return strayed(lost);
  if (steps.length < 4) return { status: 'unknown', message: 'the test did not come to its end' };
  return {
    status: 'pass',
    message: 'added, read, changed, deleted',
    found: `nothing of it is left: rolled back${facts.identity === undefined ? '' : `, but for one number of ${facts.identity} that was used up`}`,
  };
}

const byOwner: Step = {
  text: 'Add a real test user through the connector, or let the owner of the database answer it in .ecmarc: attest, targetWritable, with the name of the connector',
  owner: 'database',
};

/** Numbers that speak of the made-up values or the moment, not of the account. */
const valueTrouble: readonly number[] = [547, 2601, 2627, 8152, 2628, 245, 8114, 241, 242, 220, 8115];

function refusedStep({ table, user }: WriteFacts, step: StepName, problem: SqlProblem): Finding {
  const { number = 0 } = problem;
  const found = sqlProblemText(problem);
  const verb = verbs[step];
  if (number === 229 || number === 230)
    return fail(`may not ${verb} (${number})`, found, `The account lacks the right ${verb}.`, {
      text: 'Have the owner of the database run',
      command: `GRANT ${verb} ON ${table} TO ${quoted(user || 'ecma')};`,
      owner: 'database',
    });
  if (number === 1222 || number === 1205)
    return {
      status: 'unknown',
      message: 'table is locked by others',
      found,
      remedy: {
        why: 'The test waits 3 s for a lock, no longer.',
        steps: [{ text: 'Wait until the others are done' }, pressR],
        links: [],
      },
    };
  if (valueTrouble.includes(number))
    return {
      status: 'unknown',
      message: `made-up values do not fit (${number})`,
      found,
      remedy: {
        why: 'The account may write, but a constraint refuses the values that the doctor made up.',
        steps: [byOwner],
        links: [],
      },
    };
  if (number === 515)
    return fail(
      'a mandatory column was not filled (515)',
      found,
      'A column that must be filled is not among the mapped ones.',
      {
        text: 'Map it, or give it a default',
        owner: 'database',
      },
    );
  if ([4405, 4406, 4403, 4417].includes(number))
    return fail(
      `the view cannot be written (${number})`,
      found,
      'SQL Server can write through a view only where each row comes from one table.',
      {
        text: 'Use the table itself, or give the view an INSTEAD OF trigger',
        owner: 'database',
      },
    );
  if (number === 3906)
    return fail('database is read-only (3906)', found, 'Nothing can be written into it.', {
      text: 'Open it for writing',
      owner: 'database',
    });
  if ([1101, 1105, 9002].includes(number))
    return fail(`no space (${number})`, found, 'The database or its log is full.', {
      text: 'Make room in the database, in its log or on their disk',
      owner: 'database',
    });
  if (problem.number === undefined)
    return {
      status: 'unknown',
      message: `connection was lost at ${verb}`,
      found: `${found}; SQL Server rolls back what it left open`,
    };
  return fail(`${verb} fails (${number})`, found, 'SQL Server refused it with this error.', {
    text: 'Look the number up, or ask the owner of the database',
    owner: 'database',
  });
}

function strayed({ step, rows }: WriteStep): Finding {
  return fail(
    `${verbs[step]}: ${rows ?? 0} rows in place of 1`,
    'the row that was added a moment before',
    'Something in the database filters or changes rows: row-level security, an INSTEAD OF trigger, a view that does not show it.',
    { text: 'Find out what hides the row from this account', owner: 'database' },
  );
}

function fail(message: string, found: string, why: string, step: Step): Finding {
  return { status: 'fail', message, found, remedy: { why, steps: [step], links: [] } };
}

function evidenceOf({ table, steps = [], rollback, left, identity }: WriteFacts): Evidence[] {
  return [
    { label: 'Table', value: table },
    ...steps.map(({ step, rows, problem }) => ({
      label: verbs[step],
      value: problem === undefined ? plural(rows ?? 0, 'row', 'rows') : sqlProblemText(problem),
    })),
    ...(steps.length === 0
      ? []
      : [{ label: 'Roll-back', value: rollback === undefined ? 'done' : sqlProblemText(rollback) }]),
    ...(left === undefined ? [] : [{ label: 'Left', value: String(left) }]),
    ...(identity === undefined ? [] : [{ label: 'Used up', value: `one number of ${identity}` }]),
  ];
}
