import { defined } from '../../../base/defined.ts';
import { quoted } from '../../../clients/sql/sqlserver/names.ts';
import { by } from '../../common/fix.ts';
import { fail, unknown, type VerdictCore } from '../verdicts.ts';
import type { WriteFacts } from './facts.ts';
import { byOwner, type Refusal, verbs } from './refusal.ts';

export const deniedNumbers: readonly number[] = [229, 230, 262, 297, 300, 916, 15247];

/** A right that lacks: of the table itself it fails; of what a trigger, default or view reaches it is unknown. */
export function deniedRight(facts: WriteFacts, refusal: Refusal): VerdictCore | undefined {
  switch (refusal.number) {
    case 229:
    case 230:
      return onObject(facts, refusal);
    case 916:
      return otherDatabase(facts, refusal);
    case 262:
    case 297:
    case 300:
    case 15247:
      return ofCode(refusal);
    default:
      return undefined;
  }
}

function onObject({ table, user, parents = [] }: WriteFacts, refusal: Refusal): VerdictCore {
  const { step, number, found } = refusal;
  const verb = /The ([A-Z]+(?: [A-Z]+)*) permission was denied/.exec(found)?.[1] ?? verbs[step];
  const object = securableIn(found);
  const account = quoted(user || 'ecma');
  if (object === undefined || isTable(object, table))
    return fail(
      `may not ${verbs[step]} (${number})`,
      found,
      `The account lacks the right ${verb}.`,
      by.database('Have the owner of the database run', `GRANT ${verb} ON ${table} TO ${account};`),
    );
  const parent = parents.find((one) => one.split('.').at(-1)?.toLowerCase() === object.name.toLowerCase());
  if (parent !== undefined)
    return unknown(
      `a foreign key's table cannot be read: ${parent}`,
      found,
      `The test row must point at a row of ${parent}, and the account may not read one. What the mapping will send there is not known here.`,
      byOwner,
    );
  return unknown(
    `${object.text}: no right to ${verb} (${number})`,
    refusal.by === undefined ? found : `${found}, in ${refusal.by}`,
    `The refusal is of ${object.text}, not of the table itself: a trigger, a default, a sequence, a function or a view reaches it as this account.`,
    by.database(
      'If the connector is to do this, have its owner run',
      `GRANT ${verb} ON ${object.securable} TO ${account};`,
    ),
    byOwner,
  );
}

/** "The server principal "x" is not able to access the database "y" under the current security context." */
function otherDatabase({ user }: WriteFacts, { number, found, by: source }: Refusal): VerdictCore {
  const database = /database ["']([^"']+)["']/.exec(found)?.[1];
  const account = quoted(user || 'ecma');
  return unknown(
    `${database ?? 'another database'} lets the account not in (${number})`,
    source === undefined ? found : `${found}, in ${source}`,
    'A trigger, a view or a synonym of the database reaches another one as this account, which has no user there.',
    by.database(
      'If the connector is to do this, have the owner of that database run',
      `${database === undefined ? '' : `USE ${quoted(database)};\n`}CREATE USER ${account} FOR LOGIN ${account};`,
    ),
    byOwner,
  );
}

/** Rights on the server or the database as a whole: no insert wants them, code of the database does. */
function ofCode({ step, number, found, by: source }: Refusal): VerdictCore {
  const who = source ?? 'something that it calls';
  return unknown(
    `${who} wants a right that the account lacks (${number})`,
    found,
    `A plain ${verbs[step]} needs no such right: a trigger, a default or a function of the database asked for it.`,
    by.database('Find out what it is for, and let that code run as its owner (EXECUTE AS)'),
    byOwner,
  );
}

interface Securable {
  readonly name: string;
  readonly schema?: string;
  readonly text: string;
  /** As a GRANT names it. */
  readonly securable: string;
}

/** Kinds of securables that GRANT names with a word before them. */
const kinds: Readonly<Record<string, string>> = {
  type: 'TYPE::',
  'xml schema collection': 'XML SCHEMA COLLECTION::',
  schema: 'SCHEMA::',
  assembly: 'ASSEMBLY::',
  'symmetric key': 'SYMMETRIC KEY::',
  certificate: 'CERTIFICATE::',
};

/** "denied on the object 'Employees', database 'CONTOSO', schema 'dbo'." A column stands "of the object". */
function securableIn(found: string): Securable | undefined {
  const [, kind = '', name = ''] =
    /\bof the (object) ["']([^"']+)["']/.exec(found) ??
    /\bon the ([a-z ]+?) ["']([^"']+)["']/i.exec(found) ??
    [];
  if (name === '' || /^column$/i.test(kind)) return undefined;
  const schema = /\bschema ["']([^"']+)["']/.exec(found.slice(found.indexOf(name) + name.length))?.[1];
  const word = kinds[kind.toLowerCase()] ?? '';
  return {
    name,
    ...defined({ schema }),
    text: schema === undefined ? name : `${schema}.${name}`,
    securable: `${word}${schema === undefined ? '' : `${quoted(schema)}.`}${quoted(name)}`,
  };
}

/** `table` stands as in statements: `[dbo].[Employees]`, or without a schema. */
function isTable({ name, schema }: Securable, table: string): boolean {
  const own = table.toLowerCase();
  const whole = `${schema === undefined ? '' : `${quoted(schema)}.`}${quoted(name)}`.toLowerCase();
  return own.includes('].[') && schema !== undefined
    ? own === whole
    : own.endsWith(quoted(name).toLowerCase());
}
