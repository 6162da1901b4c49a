import { never } from '../../../base/never.ts';
import type { TestStep } from '../../../clients/sql/database.ts';
import { problemNumber, type SqlProblem, sqlProblemText } from '../../../clients/sql/statements.ts';
import type { Engine } from '../../../settings/schema.ts';
import { by } from '../../common/fix.ts';
import { speechOf } from '../speech.ts';
import { neverTried } from '../untried.ts';
import { fail, unknown, type VerdictCore } from '../verdicts.ts';
import type { WriteFacts } from './facts.ts';
import { byOwner, lockedByOthers, verbs } from './refusal.ts';

/** What a refusal of a step means with engines other than SQL Server, by what its number means there. */
export function refusedByOther(
  facts: WriteFacts,
  engine: Engine,
  step: TestStep,
  problem: SqlProblem,
): VerdictCore {
  const found = sqlProblemText(problem);
  const { product } = speechOf(engine);
  if (problem.code === 'ETIMEOUT' || problem.means === 'stopped')
    return unknown(
      'not done within 5 s',
      found,
      'The test was cut off, and the server rolled it back: something in the database takes long, or waits for others.',
      byOwner,
    );
  if (problem.number === undefined)
    return {
      status: 'unknown',
      message: `connection was lost at ${verbs[step]}`,
      found: `${found}; ${product} rolls back what it left open`,
    };
  const verdict = byMeaning(facts, engine, step, problem);
  // What we never ran against that engine may be our own mistake.
  return neverTried(engine) && verdict.status === 'fail' ? { ...verdict, status: 'unknown' } : verdict;
}

function byMeaning(facts: WriteFacts, engine: Engine, step: TestStep, problem: SqlProblem): VerdictCore {
  const found = sqlProblemText(problem);
  const number = problemNumber(problem);
  const { means = 'untold' } = problem;
  switch (means) {
    case 'right':
      return withoutRight(facts, engine, step, problem);
    case 'absent':
      return unknown(
        `something that it calls is not there (${number})`,
        found,
        'A trigger, a default or a view of the database names what is gone, or what this account is not shown.',
        byOwner,
      );
    case 'locked':
      return lockedByOthers(found);
    case 'not-null':
      return notFilled(facts, step, problem);
    case 'value':
      return unknown(
        `made-up values do not fit${named(found)} (${number})`,
        found,
        'The account may write, but a constraint or a type refuses the values that the doctor made up.',
        byOwner,
      );
    case 'policy':
      return unknown(
        `a policy or the view's check option refuses it (${number})`,
        found,
        'It refuses the made-up row; whether it takes the rows of the mapping depends on their values.',
        byOwner,
      );
    case 'trigger':
      return unknown(
        `a trigger refuses it (${number})`,
        found,
        'Code of the database, most likely a trigger, refused the made-up row by a rule of its own.',
        byOwner,
      );
    case 'view':
      return fail(
        `the view cannot be written (${number})`,
        found,
        'A view can be written only where each row comes from one row of one table.',
        by.database('Use the table itself'),
      );
    case 'column':
      return fail(
        `a column takes no value (${number})`,
        found,
        'The mapping names a column that the server fills itself.',
        by.entra('Take it out of the mapping, and out of attributes in .ecmarc'),
      );
    case 'read-only':
      return fail(
        `database is read-only (${number})`,
        found,
        'Nothing can be written into it: the server, the account, or ReadOnly in the file DSN says so.',
        by.database('Open it for writing'),
      );
    case 'space':
      return fail(
        `no space (${number})`,
        found,
        'The database or its log is full.',
        by.database('Make room in the database, in its log or on their disk'),
      );
    case 'stopped':
    case 'untold':
      return unknown(
        `${verbs[step]} was refused (${number})`,
        found,
        `${speechOf(engine).product} refused the made-up row with this error; what it would say to a real one is not known.`,
        by.database('Look the number up, or ask the owner of the database'),
        byOwner,
      );
    default:
      return never(means);
  }
}

function withoutRight(
  { table, user, parents = [] }: WriteFacts,
  engine: Engine,
  step: TestStep,
  problem: SqlProblem,
): VerdictCore {
  const found = sqlProblemText(problem);
  const number = problemNumber(problem);
  const say = speechOf(engine);
  const object =
    /(?:for (?:table|view|relation|sequence|schema|function|column)|for (?:table|column)) ["'`]?([^"'`\s;]+)["'`]?/i.exec(
      problem.text,
    )?.[1];
  const parent = object && parents.find((one) => one.toLowerCase().endsWith(object.toLowerCase()));
  if (parent !== undefined && parent !== '')
    return unknown(
      `a foreign key's table cannot be read: ${parent}`,
      found,
      `The test row must point at a row of ${parent}, and the account may not read one. What the mapping will send there is not known here.`,
      byOwner,
    );
  const own =
    object === undefined ||
    table.toLowerCase().includes(say.quoted(object.split('.').at(-1) ?? '').toLowerCase());
  // A refused column names its table or the column itself.
  if (!own && /for (sequence|schema|function)/i.test(problem.text))
    return fail(
      `${verbs[step]} is not allowed (${number})`,
      found,
      `Beside the table itself the account needs a right on ${object}.`,
      by.database('Have the owner of the database give it'),
    );
  if (!own && !/column/i.test(problem.text))
    return unknown(
      `${object}: no right (${number})`,
      found,
      `The refusal is of ${object}, not of the table itself: a trigger, a default or a view reaches it as this account.`,
      byOwner,
    );
  return fail(
    `may not ${verbs[step]} (${number})`,
    found,
    `The account lacks the right ${verbs[step]}.`,
    by.database('Have the owner of the database run', say.grant(verbs[step], table, user)),
  );
}

function notFilled({ parents = [] }: WriteFacts, step: TestStep, problem: SqlProblem): VerdictCore {
  const found = sqlProblemText(problem);
  const number = problemNumber(problem);
  if (parents.length > 0 && step === 'insert')
    return unknown(
      `no row to point at in ${parents.join(', ')} (${number})`,
      found,
      'A mandatory foreign key wants a row of that table, which is empty or shows none to this account.',
      by.database(`Put a row into ${parents.join(', ')}, or let the account see one`),
      byOwner,
    );
  return fail(
    `a mandatory column was not filled (${number})`,
    found,
    'A column that must be filled is not among the mapped ones.',
    by.database('Map it, or give it a default'),
  );
}

/** `: chk_state` where the server names the constraint. */
function named(found: string): string {
  const name = /constraint ["'`]([^"'`]+)["'`]/i.exec(found)?.[1] ?? /CONSTRAINT `([^`]+)`/.exec(found)?.[1];
  return name === undefined ? '' : `: ${name}`;
}
