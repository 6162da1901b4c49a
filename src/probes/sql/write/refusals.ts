import type { TestStep } from '../../../clients/sql/database.ts';
import { quoted } from '../../../clients/sql/sqlserver/names.ts';
import { type SqlProblem, sqlProblemText } from '../../../clients/sql/statements.ts';
import type { Step } from '../../../engine/probe.ts';
import { by } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import { fail, unknown, type VerdictCore } from '../verdicts.ts';
import type { WriteFacts } from './facts.ts';

/**
 * What SQL Server's refusal of a step means ("Database Engine events and errors"). Rights that are known to lack fail;
 * a value that nobody mapped, a rule, a trigger, a policy leave it unknown and are named (decisions: Write tests).
 */

export const verbs: Readonly<Record<TestStep, string>> = {
  insert: 'INSERT',
  read: 'SELECT',
  update: 'UPDATE',
  delete: 'DELETE',
};

export const byOwner = by.database(
  'Add a real test user through the connector, or let the owner of the database answer it in .ecmarc: attest, targetWritable, with the name of the connector',
);

export function refusedStep(facts: WriteFacts, step: TestStep, problem: SqlProblem): VerdictCore {
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
  return (
    byRights(facts, step, number, found) ??
    byRule(facts, step, number, found) ??
    byPlace(number, found) ??
    unlisted(step, number, found)
  );
}

/** The object that the server's own words name: in quotes of one or two strokes. */
function namedIn(text: string): readonly string[] {
  return [...text.matchAll(/["']([^"']{1,128})["']/g)].map(([, name = '']) => name);
}

function byRights(
  { table, user, parents = [] }: WriteFacts,
  step: TestStep,
  number: number,
  found: string,
): VerdictCore | undefined {
  if (![229, 230, 297, 300, 15247, 916].includes(number)) return undefined;
  const verb = /The (\w+) permission was denied/.exec(found)?.[1] ?? verbs[step];
  const object = objectOf(found);
  const own = object === undefined || isSame(object.name, table);
  const parent =
    object && parents.find((one) => one.split('.').at(-1)?.toLowerCase() === object.name.toLowerCase());
  if (!own && parent !== undefined)
    return unknown(
      `a foreign key's table cannot be read: ${parent}`,
      found,
      `The test row must point at a row of ${parent}, and the account may not read one. What the mapping will send there is not known here.`,
      byOwner,
    );
  if (!own)
    return unknown(
      `${object.text}: no right to ${verb} (${number})`,
      found,
      `The refusal is of ${object.text}, not of the table itself: a trigger, a default, a sequence, a function or a view reaches it as this account.`,
      by.database(
        'If the connector is to do this, have its owner run',
        `GRANT ${verb} ON ${object.quoted} TO ${quoted(user || 'ecma')};`,
      ),
      byOwner,
    );
  return fail(
    number === 229 || number === 230
      ? `may not ${verbs[step]} (${number})`
      : `${verbs[step]} is not allowed (${number})`,
    found,
    `The account lacks the right ${verb}.`,
    by.database(
      'Have the owner of the database run',
      `GRANT ${verb} ON ${table} TO ${quoted(user || 'ecma')};`,
    ),
  );
}

/** "denied on the object 'Employees', database 'CONTOSO', schema 'dbo'." */
function objectOf(found: string): { name: string; text: string; quoted: string } | undefined {
  const name = /on the object '([^']+)'/.exec(found)?.[1] ?? /of the object '([^']+)'/.exec(found)?.[1];
  if (name === undefined) return undefined;
  const schema = /schema '([^']+)'/.exec(found)?.[1];
  return {
    name,
    text: schema === undefined ? name : `${schema}.${name}`,
    quoted: schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`,
  };
}

/** `table` stands as in statements: `[dbo].[Employees]`. */
function isSame(name: string, table: string): boolean {
  return table.toLowerCase().endsWith(quoted(name).toLowerCase());
}

/** Numbers that speak of the made-up values, not of the account. */
const valueTrouble: readonly number[] = [
  ...[547, 2601, 2627, 8152, 2628, 245, 8114, 241, 242, 220, 8115, 8169, 295, 296, 518, 402, 257],
];

/** Others that refuse: what it is, and why the doctor cannot tell what a real user would meet. */
const rules: Readonly<Record<number, readonly [message: string, why: string]>> = {
  550: [
    'the CHECK OPTION of the view refuses it',
    'The view takes only rows that it shows itself; the made-up values are not of that kind.',
  ],
  33504: [
    'row-level security refuses it',
    'A policy of the table refuses the made-up row; whether it takes the rows of the mapping depends on their values.',
  ],
  6913: ['its XML schema refuses it', 'The XML column takes only documents of its schema collection.'],
  6905: ['its XML schema refuses it', 'The XML column takes only documents of its schema collection.'],
  6909: ['its XML schema refuses it', 'The XML column takes only documents of its schema collection.'],
  41368: [
    'memory-optimised: the isolation is refused',
    'A memory-optimised table takes part in a transaction only under SNAPSHOT, or where the database raises the isolation by itself.',
  ],
  41305: ['memory-optimised: others write there', 'The row was validated against changes of others.'],
  41302: ['memory-optimised: others write there', 'Another transaction changed the row.'],
  3609: ['a trigger ended it', 'A trigger rolled the transaction back.'],
  3616: ['a trigger ended it', 'An error came up within a trigger.'],
};

function byRule(facts: WriteFacts, step: TestStep, number: number, found: string): VerdictCore | undefined {
  if (number === 1222 || number === 1205)
    return unknown(
      'table is locked by others',
      found,
      'The test waits only a moment for a lock.',
      'Wait until the others are done',
      pressR,
    );
  if (valueTrouble.includes(number)) {
    const by547 = number === 547 ? /constraint "([^"]+)"/.exec(found)?.[1] : undefined;
    return unknown(
      `made-up values do not fit (${number})`,
      found,
      `The account may write, but ${by547 === undefined ? 'a constraint' : `the constraint ${by547}`} refuses the values that the doctor made up.`,
      byOwner,
    );
  }
  const rule = rules[number];
  if (rule !== undefined) return unknown(`${rule[0]} (${number})`, found, rule[1], byOwner);
  // RAISERROR and THROW of the database's own code begin at 50000.
  if (number >= 50_000)
    return unknown(
      `a trigger refuses it (${number})`,
      found,
      'Code of the database, most likely a trigger, refused the made-up row by a rule of its own.',
      byOwner,
    );
  if (number === 515) return unfilled(facts, step, found);
  return undefined;
}

/** 515: "Cannot insert the value NULL into column 'X', table 'CONTOSO.dbo.T'; column does not allow nulls." */
function unfilled({ parents = [], table }: WriteFacts, step: TestStep, found: string): VerdictCore {
  const [column, at] = namedIn(found);
  const other = at !== undefined && !isSame(at.split('.').at(-1) ?? at, table);
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

function byPlace(number: number, found: string): VerdictCore | undefined {
  if ([4405, 4406, 4403, 4417, 4418, 4420, 4421, 4427, 4429, 4433, 4436, 4450].includes(number))
    return fail(
      `the view cannot be written (${number})`,
      found,
      'SQL Server can write through a view only where each row comes from one table.',
      by.database('Use the table itself, or give the view an INSTEAD OF trigger'),
    );
  if ([271, 272, 273, 544, 8102, 13536, 13537].includes(number))
    return fail(
      `a column takes no value (${number})`,
      found,
      'The mapping names a column that the server fills itself.',
      by.entra('Take it out of the mapping, and out of attributes in .ecmarc'),
    );
  if ([3906, 3908, 652, 3995].includes(number))
    return fail(
      number === 652 ? 'the table lies on a read-only filegroup (652)' : `database is read-only (${number})`,
      found,
      'Nothing can be written into it.',
      by.database('Open it for writing'),
    );
  if ([37359, 37347, 13559, 13560, 13561, 46519, 46530].includes(number))
    return fail(
      `this kind of table does not take it (${number})`,
      found,
      'History, append-only ledger and external tables refuse changes.',
      by.database('Use a plain table'),
    );
  if ([1101, 1105, 9002, 40544].includes(number))
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
