import { plural } from '../../../base/phrases.ts';
import { sqlProblemText } from '../../../clients/sql/statements.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import { evidence } from '../../common/evidence.ts';
import { by } from '../../common/fix.ts';
import type { SqlInput } from '../define.ts';
import { speechOf } from '../speech.ts';
import { fail, unknown, type VerdictCore } from '../verdicts.ts';
import type { Reason, WriteFacts } from './facts.ts';
import { byOwner, verbs } from './refusal.ts';
import { refusedStep } from './refusals.ts';
import { refusedByOther } from './refusals-through-driver.ts';
import type { OwnFacts } from './rights.ts';

export const expected = 'a row can be added, read, changed and deleted';

export function judgeWrite({ facts, scope }: SqlInput<WriteFacts>): Verdict {
  const { database } = scope.target;
  return { expected, evidence: evidenceOf(facts), ...verdictOn({ ...facts, database }) };
}

const reasonTexts: Readonly<Record<Reason, string>> = {
  triggers: 'it has triggers, which would act on the test row',
  temporal: 'the server keeps a history of it',
  cdc: 'its changes are captured for others',
  size: 'it is large, and no index finds the test row',
  children: 'each delete reads its child tables whole, since no index leads to their foreign key',
  elsewhere: 'what lies below the view is in another database or on another server',
  'no-rollback': 'its storage engine keeps what is rolled back: the test row would stay',
};

function verdictOn(facts: OwnFacts): VerdictCore {
  const {
    refused,
    children = [],
    triggers = [],
    notes = [],
    impossible,
    unsendable,
    steps = [],
    rollback,
    left,
  } = facts;
  const { engine = 'sqlserver' } = facts;
  if (facts.byProcedures)
    return unknown(
      'not tried: procedures do the work',
      'what a procedure does may not be undone by a roll-back',
      'The doctor runs no procedure of the database; who owns them has to say that they work.',
      byOwner,
    );
  if (unsendable !== undefined)
    return fail(
      `the mapping cannot be sent: ${unsendable.map(({ name }) => name).join(', ')}`,
      unsendable.map(({ name, why }) => `${name}: ${why}`).join('; '),
      'A row with these columns is refused, or the connector host cannot carry them; nothing was written.',
      by.entra('Take them out of the mapping, and out of attributes in .ecmarc'),
    );
  if (refused !== undefined)
    return unknown(
      `not tried: ${refused.join(', ')}`,
      refused
        .map(
          (one) =>
            `${reasonTexts[one]}${inBrackets(one === 'children' ? children : one === 'triggers' ? triggers : [])}`,
        )
        .join('; '),
      'The row would be rolled back, but what acts on it while it is there might not be.',
      ...(refused.includes('elsewhere') || refused.includes('no-rollback')
        ? []
        : [
            {
              text: 'If the owner of the database agrees, write in .ecmarc, at the connector',
              command: `writeTest: { despite: [${refused.join(', ')}] }`,
            },
          ]),
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
      found: `${speechOf(engine).product} itself rolls back what an ended connection left open`,
    };
  if (left !== undefined && left > 0)
    return fail(
      left === 1 ? 'the test row is still there' : `${left} test rows are still there`,
      'something in the database kept it in spite of the roll-back',
      'Everything was rolled back, and the row is still seen.',
      by.database('Look for it by its values: they begin with ecma-doctor'),
    );
  const failed = steps.find(({ problem }) => problem !== undefined);
  if (failed?.problem !== undefined)
    return facts.engine === undefined
      ? refusedStep(facts, failed.step, failed.problem)
      : refusedByOther(facts, facts.engine, failed.step, failed.problem);
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
  if (rollback !== undefined && left === undefined)
    return {
      status: 'unknown',
      message: 'the roll-back was not confirmed',
      found: `${sqlProblemText(rollback)}; whether the row is still there could not be counted`,
    };
  const undone =
    left === undefined
      ? 'rolled back; whether a row is left was not seen: it could not be counted'
      : 'nothing of it is left: rolled back';
  return {
    status: 'pass',
    message: 'added, read, changed, deleted',
    found: `${undone}${facts.identity === undefined ? '' : `, but for one number of ${facts.identity} that was used up`}${facts.omitted === undefined ? '' : `; left empty, since they point at rows of other tables: ${facts.omitted.join(', ')}`}${notes.map((one) => `; ${one}`).join('')}`,
  };
}

function inBrackets(names: readonly string[]): string {
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
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
