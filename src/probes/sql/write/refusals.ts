import { defined } from '../../../base/defined.ts';
import type { TestStep } from '../../../clients/sql/database.ts';
import { type SqlProblem, sqlProblemText } from '../../../clients/sql/statements.ts';
import type { Step } from '../../../engine/probe.ts';
import { by } from '../../common/fix.ts';
import { fail, unknown, type VerdictCore } from '../verdicts.ts';
import type { WriteFacts } from './facts.ts';
import { byOwner, lockedByOthers, type Refusal, verbs } from './refusal.ts';
import { deniedNumbers, deniedRight, namesTable, type OwnFacts } from './rights.ts';
import { rules, usedUp, valueTrouble } from './rules.ts';

/**
 * What SQL Server's refusal of a step means ("Database Engine events and errors"). Rights that are known to lack fail;
 * a value that nobody mapped, a rule, a trigger, a policy leave it unknown and are named (decisions: Write tests).
 */
export function refusedStep(facts: OwnFacts, step: TestStep, problem: SqlProblem): VerdictCore {
  const { number } = problem;
  const found = sqlProblemText(problem);
  if (problem.code === 'ETIMEOUT')
    return unknown(
      'not done within 5 s',
      found,
      'The test was cut off, and the server rolled it back: something in the database takes long, or waits for others.',
      byOwner,
    );
  if (number === undefined)
    return {
      status: 'unknown',
      message: `connection was lost at ${verbs[step]}`,
      found: `${found}; SQL Server rolls back what it left open`,
    };
  const refusal = { step, number, found, ...defined({ by: problem.by }) };
  return (
    deniedRight(facts, refusal) ??
    byRule(facts, refusal) ??
    byPlace(number, found) ??
    unlisted(step, number, found)
  );
}

/** The objects that the server's own words name: in quotes of one or two strokes. */
function namedIn(text: string): readonly string[] {
  return [...text.matchAll(/["']([^"']{1,128})["']/g)].map(([, name = '']) => name);
}

/** What refused the value, by the words of these numbers: a constraint, an index, a column. */
function refuserIn({ number, found }: Refusal): string | undefined {
  const pattern: Readonly<Record<number, RegExp>> = {
    547: /constraint ["']([^"']+)["']/,
    2601: /index ["']([^"']+)["']/,
    2627: /constraint ["']([^"']+)["']/,
    2628: /column ["']([^"']+)["']/,
  };
  return pattern[number]?.exec(found)?.[1];
}

function byRule(facts: OwnFacts, refusal: Refusal): VerdictCore | undefined {
  const { number, found, by: source } = refusal;
  if (number === 1222 || number === 1205) return lockedByOthers(found);
  const over = usedUp(number, found);
  if (over !== undefined) return over;
  if (valueTrouble.includes(number)) {
    const refuser = refuserIn(refusal);
    const inside = source === undefined ? '' : `, in ${source}`;
    return unknown(
      `made-up values do not fit${refuser === undefined ? '' : `: ${refuser}`} (${number})`,
      `${found}${inside}`,
      `The account may write, but ${refuser === undefined ? 'a constraint' : refuser} refuses the values that the doctor made up.`,
      byOwner,
    );
  }
  const rule = rules[number];
  if (rule !== undefined) {
    const [message, why, naming] = rule;
    const named = naming === undefined ? source : (naming.exec(found)?.[1] ?? source);
    const suspects = named ?? (number === 3609 || number === 3616 ? triggersOf(facts) : undefined);
    return unknown(
      `${message}${suspects === undefined ? '' : `: ${suspects}`} (${number})`,
      found,
      why,
      byOwner,
    );
  }
  // RAISERROR and THROW of the database's own code begin at 50000.
  if (number >= 50_000) {
    const who = source ?? triggersOf(facts);
    return unknown(
      who === undefined ? `a trigger refuses it (${number})` : `${who} refuses it (${number})`,
      found,
      'Code of the database, most likely a trigger, refused the made-up row by a rule of its own.',
      byOwner,
    );
  }
  if (number === 515) return unfilled(facts, refusal);
  return undefined;
}

/** Where the server does not say which: all that the table has. */
function triggersOf({ triggers = [] }: WriteFacts): string | undefined {
  return triggers.length === 0 ? undefined : triggers.join(' or ');
}

/** 515: "Cannot insert the value NULL into column 'X', table 'CONTOSO.dbo.T'; column does not allow nulls." */
function unfilled(facts: OwnFacts, { step, found }: Refusal): VerdictCore {
  const { parents = [] } = facts;
  const [column, at] = namedIn(found);
  const other = at !== undefined && !namesTable(at, facts);
  if (other)
    return unknown(
      `${at} wants a value for ${column} (515)`,
      found,
      'The row reached another table (through a view or a trigger), and a column there was left empty.',
      byOwner,
    );
  if (parents.length > 0 && step === 'insert')
    return unknown(
      `no row to point at in ${parents.join(', ')} (515)`,
      found,
      'A mandatory foreign key wants a row of that table, which is empty or shows none to this account.',
      by.database(`Put a row into ${parents.join(', ')}, or let the account see one`),
      byOwner,
    );
  return fail(
    'a mandatory column was not filled (515)',
    found,
    'A column that must be filled is not among the mapped ones.',
    by.database('Map it, or give it a default'),
  );
}

/** Numbers of the place: a view, a column, a database or a table that takes no rows of anybody. */
const unwritableView: readonly number[] = [
  4405, 4406, 4403, 4417, 4418, 4420, 4421, 4427, 4429, 4433, 4436, 4450,
];
const ofServer: readonly number[] = [271, 272, 273, 544, 8102, 13536, 13537];
const readOnly: readonly number[] = [3906, 3908, 652, 3995];
const closedKind: readonly number[] = [37359, 37347, 13559, 13560, 13561, 46519, 46530];
const full: readonly number[] = [1101, 1105, 9002, 40544];

/** Every number with words of its own. */
export const refusalNumbers: readonly number[] = [
  ...deniedNumbers,
  ...valueTrouble,
  ...Object.keys(rules).map(Number),
  ...[515, 1205, 1222, 11_728],
  ...unwritableView,
  ...ofServer,
  ...readOnly,
  ...closedKind,
  ...full,
];

function byPlace(number: number, found: string): VerdictCore | undefined {
  if (unwritableView.includes(number))
    return fail(
      `the view cannot be written (${number})`,
      found,
      'SQL Server can write through a view only where each row comes from one table.',
      by.database('Use the table itself, or give the view an INSTEAD OF trigger'),
    );
  if (ofServer.includes(number))
    return fail(
      `a column takes no value (${number})`,
      found,
      'The mapping names a column that the server fills itself.',
      by.entra('Take it out of the mapping, and out of attributes in .ecmarc'),
    );
  if (readOnly.includes(number))
    return fail(
      number === 652 ? 'the table lies on a read-only filegroup (652)' : `database is read-only (${number})`,
      found,
      'Nothing can be written into it.',
      by.database('Open it for writing'),
    );
  if (closedKind.includes(number))
    return fail(
      `this kind of table does not take it (${number})`,
      found,
      'History, append-only ledger and external tables refuse changes.',
      by.database('Use a plain table'),
    );
  if (full.includes(number))
    return fail(
      `no space (${number})`,
      found,
      'The database or its log is full.',
      by.database('Make room in the database, in its log or on their disk'),
    );
  return undefined;
}

/** A number that nobody listed says neither that the account lacks a right nor that it has it. */
function unlisted(step: TestStep, number: number, found: string): VerdictCore {
  const look: Step = by.database('Look the number up, or ask the owner of the database');
  return unknown(
    `${verbs[step]} was refused (${number})`,
    found,
    'SQL Server refused the made-up row with this error; what it would say to a real one is not known.',
    look,
    byOwner,
  );
}
