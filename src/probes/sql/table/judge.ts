import { defined } from '../../../base/defined.ts';
import { plural } from '../../../base/phrases.ts';
import { accountOf } from '../../../clients/sql/account.ts';
import { type Column, isBinary, isExotic, isOddlyNamed, typeText } from '../../../clients/sql/columns.ts';
import type { TableInfo } from '../../../clients/sql/database.ts';
import { objectName, partsOf, quotedObject } from '../../../clients/sql/sqlserver/names.ts';
import type { Evidence, Step, Verdict } from '../../../engine/probe.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import type { SqlInput } from '../define.ts';
import { type Speech, speechOf } from '../speech.ts';
import { byHandOf, caseCounts, someNames } from '../table-words.ts';
import { closedTable, notesOf, traitWarnings, type Warning } from './closed.ts';
import type { TableFacts } from './facts.ts';

export const expected = 'a table or a view that can be written, of plain columns';

export function judgeTable({ facts, scope }: SqlInput<TableFacts>): Verdict {
  // For the commands of the database's owner.
  const account = accountOf(scope.target);
  const say = speechOf(scope.target.engine);
  const { found, columns = [] } = facts;
  if (facts.byProcedures)
    return {
      status: 'pass',
      message: 'reached through procedures',
      expected,
      found: `${facts.asked} itself is not shown to this account, and need not be`,
    };
  if (found === undefined) return notFound(facts, account, scope.target);
  const name = wholeName(found);
  const base = { expected, evidence: evidenceOf(facts) };
  const fail = (message: string, why: string, step: Step): Verdict => ({
    status: 'fail',
    message,
    ...base,
    remedy: fix(why, step),
  });
  if (found.kind === 'SN')
    return fail(
      `${name} is a synonym`,
      'The connector retrieves columns of tables and views, and a synonym has none.',
      {
        text: 'Write in .ecmarc, and later in the connector, what it stands for',
        command: `table: ${found.standsFor ?? ''}`,
      },
    );
  if (found.kind !== 'U' && found.kind !== 'V')
    return fail(
      `${name} is no table or view`,
      found.kindText === undefined
        ? `Its kind in sys.objects is ${found.kind}.`
        : `It is a ${found.kindText}.`,
      {
        text: 'Write in .ecmarc, at the target, the name of a table or view',
      },
    );
  if (columns.length === 0)
    return fail(
      `${name} shows no columns`,
      'The account may not see its definition.',
      by.database(
        'Let it see the columns',
        scope.target.engine === 'sqlserver'
          ? say.grant('VIEW DEFINITION', quotedObject(found), account)
          : say.grant('SELECT', `${say.quoted(found.schema)}.${say.quoted(found.name)}`, account),
      ),
    );
  const closed = closedTable(facts, found);
  if (closed !== undefined) return { ...base, ...closed };
  const view = found.kind === 'V';
  const what = `${view ? 'view' : 'table'} ${name}, ${plural(columns.length, 'column', 'columns')}`;
  const warnings = warningsOf(facts, columns);
  const [first] = warnings;
  if (first === undefined) {
    const notes = notesOf(facts, view).join('; ');
    return {
      status: 'pass',
      message: what,
      expected,
      ...defined({ found: notes || undefined }),
      evidence: base.evidence,
    };
  }
  return {
    status: 'warn',
    message: first.message,
    expected,
    found: `${what}: ${warnings.map(({ message }) => message).join('; ')}`,
    evidence: base.evidence,
    remedy: fix(warnings.map(({ why }) => why).join(' '), ...warnings.map(({ step }) => by.database(step))),
  };
}

function warningsOf({ found, asked, traits }: TableFacts, columns: readonly Column[]): readonly Warning[] {
  const warnings: Warning[] = [];
  const odd = columns.filter(isOddlyNamed);
  if (odd.length > 0)
    warnings.push({
      message: `names with a dot or bracket: ${someNames(odd)}`,
      why: 'The connector host does not support attribute names with a dot or an opening bracket.',
      step: 'Leave these columns out of the mapping, or offer a view that gives them other names',
    });
  const binary = columns.filter(isBinary);
  if (binary.length > 0)
    warnings.push({
      message: `binary: ${someNames(binary)}`,
      why: 'The connector host does not support binary attributes.',
      step: 'Leave the binary columns out of the mapping, or offer a view without them',
    });
  const exotic = columns.filter(isExotic);
  if (exotic.length > 0)
    warnings.push({
      message: `types without a counterpart: ${someNames(exotic)}`,
      why: 'The connector knows text, numbers, Boolean and the like.',
      step: 'Leave these columns out of the mapping, or offer a view that turns them into text',
    });
  const encrypted = columns.filter((one) => one.encrypted);
  if (encrypted.length > 0)
    warnings.push({
      message: `encrypted by the driver: ${someNames(encrypted)}`,
      why: 'Always Encrypted: only a driver with ColumnEncryption=Enabled and the keys reads and fills these columns; the doctor has no keys.',
      step: 'Leave these columns out of the mapping, or write ColumnEncryption=Enabled in the DSN and give the account of the connector host the keys',
    });
  const masked = columns.filter((one) => one.masked);
  if (masked.length > 0)
    warnings.push({
      message: `masked for this account: ${someNames(masked)}`,
      why: 'Dynamic data masking shows this account something else than what stands there: the connector would take over masks as values.',
      step: 'Have the owner of the database give the account the right UNMASK, or leave these columns out of the connector',
    });
  const wanted = objectName(asked, '');
  const sameName =
    wanted.name === found?.name && (wanted.schema === undefined || wanted.schema === found.schema);
  const withDatabase = asked.split('.').length > 2;
  if (!sameName && !withDatabase)
    warnings.push({
      message: `it is written ${found === undefined ? '' : wholeName(found)}`,
      why: caseCounts,
      step: 'Write the name in .ecmarc and in the connector exactly as the database has it',
    });
  return [...warnings, ...traitWarnings(traits)];
}

/** Kinds of sys.objects that a person meets here. */
const kindTexts: Readonly<Record<string, string>> = { U: 'table', V: 'view', SN: 'synonym' };

function evidenceOf({ asked, found, columns = [] }: TableFacts): Evidence[] {
  const triggers = found === undefined ? 0 : found.triggers + found.insteadTriggers;
  return [
    ...evidence({
      'Asked for': asked,
      Object: found && `${found.kindText ?? kindTexts[found.kind] ?? found.kind} ${wholeName(found)}`,
      Rows: typeof found?.rows === 'number' ? `about ${found.rows}` : undefined,
      Triggers: triggers > 0 ? String(triggers) : undefined,
    }),
    ...columns.slice(0, 50).map((one) => ({
      label: one.name,
      value: `${typeText(one)}${one.nullable ? '' : ', not null'}${one.identity ? ', identity' : ''}${one.computed ? ', computed' : ''}${one.encrypted ? ', encrypted' : ''}${one.masked ? ', masked' : ''}${one.hasDefault ? ', has a default' : ''}`,
    })),
    ...(columns.length > 50 ? [{ label: 'More columns', value: String(columns.length - 50) }] : []),
  ];
}

function notFound(
  { asked, alike = [] }: TableFacts,
  account: string,
  { database, engine }: SqlTarget,
): Verdict {
  const far = elsewhere(asked, database);
  const say = speechOf(engine);
  if (far !== undefined)
    return {
      status: 'fail',
      message: `${asked} is not of this database`,
      expected,
      remedy: fix(
        far === 4
          ? 'A name of four parts leads to a linked server: the connector retrieves columns of its own database only.'
          : 'A name of three parts leads to another database: the connector retrieves columns of its own only.',
        { text: 'Write in .ecmarc, at the target, the server and database that hold the table' },
      ),
    };
  const table = quotedObject(objectName(asked, ''));
  const [nearest] = alike;
  return {
    status: 'fail',
    message: `${asked} is not found`,
    expected,
    ...defined({ found: nearest === undefined ? undefined : `nearly so named: ${alike.join(', ')}` }),
    remedy: fix(
      engine === 'postgresql'
        ? 'No table or view of exactly this name is in that schema.'
        : `No table or view of this name is there, or the account has no right on it at all: ${say.product} does not tell these apart.`,
      ...(nearest === undefined
        ? []
        : [{ text: 'If it is this one, write in .ecmarc, at the target', command: `table: ${nearest}` }]),
      'Correct table in .ecmarc: schema and name, in upper and lower case as the database has them',
      by.database(
        'Or let the account use it, as someone who may',
        say.grant('SELECT, INSERT, UPDATE, DELETE', inStatement(say, asked), account),
      ),
      ...byHandOf(engine, 'objects', table),
    ),
  };
}

/** Not every engine has schemas. */
function wholeName({ schema, name }: TableInfo): string {
  return schema === '' && name !== '' ? name : `${schema}.${name}`;
}

function inStatement(say: Speech, written: string): string {
  const { schema, name } = objectName(written, '');
  return schema === undefined ? say.quoted(name) : `${say.quoted(schema)}.${say.quoted(name)}`;
}

/** A name in another database, or on another server: by its parts. */
function elsewhere(asked: string, database: string): number | undefined {
  const parts = partsOf(asked).length;
  return parts >= 3 && objectName(asked, database).name === asked ? Math.min(parts, 4) : undefined;
}
