import { defined } from '../../base/defined.ts';
import { type Column, columnNamed, mustBeGiven, typeText, unmappable } from '../../clients/sql/columns.ts';
import type { Unasked } from '../../clients/sql/unasked.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Engine } from '../../settings/schema.ts';
import { by, fix } from '../common/fix.ts';
import { factsToken } from '../token.ts';
import { defineDatabaseProbe, type SqlInput } from './define.ts';
import { mappedColumns } from './mapped-columns.ts';
import { judgeParameters, type ProcedureParameters } from './procedure-parameters.ts';
import { sqlTable } from './table/facts.ts';
import { byHandOf, caseCounts, someNames } from './table-words.ts';

export interface RequiredColumnsFacts extends Facts {
  readonly table: string;
  readonly kind: string;
  readonly columns: readonly Column[];
  /** As `.ecmarc` has them; absent when it does not say. */
  readonly attributes?: readonly string[];
  readonly anchor?: string;
  /** Parameters of the procedures, where these do the work. */
  readonly parameters?: ProcedureParameters;
  /** INSTEAD OF triggers that are on. */
  readonly insteadTriggers?: number;
  /** Set when it is judged, where it is another than SQL Server. */
  readonly engine?: Engine;
}

export const sqlRequiredColumns = factsToken<RequiredColumnsFacts | Unasked>('sql', 'required-columns');

const expected = 'every column that must be filled is mapped';

/** Columns that a new row cannot do without: NOT NULL, no default, not filled by the server. */
export const sqlRequiredColumnsProbe = defineDatabaseProbe(sqlRequiredColumns, {
  title: 'Mandatory columns are mapped',
  levels: levels('required', 'required'),
  requirements: ['SQL-08'],
  needs: [sqlTable],
  seconds: 20,
  otherEngine: 'every column that must be filled and has no default will be mapped',
  expected,
  async ask(database, { scope: { target } }) {
    const found = await database.table();
    const columns = await database.columns();
    const { procedures } = target;
    const parameters = Array.isArray(procedures)
      ? undefined
      : {
          add: await database.procedureParameters(procedures.add),
          update: await database.procedureParameters(procedures.update),
          delete: await database.procedureParameters(procedures.delete),
          read: await database.procedureParameters(procedures.read),
        };
    return {
      table: database.tableName,
      kind: found?.kind ?? '',
      columns,
      ...defined({
        attributes: mappedColumns(target),
        anchor: target.anchor,
        insteadTriggers: found?.insteadTriggers,
        parameters,
      }),
      usable: columns.length > 0 || parameters !== undefined,
    };
  },
  judge,
});

function judge({ facts }: SqlInput<RequiredColumnsFacts>): Verdict {
  if (facts.parameters !== undefined) return judgeParameters(facts.parameters, facts);
  const verdict = compared(facts);
  const { columns, attributes = [] } = facts;
  const others = attributes.flatMap((name) => {
    const column = columnNamed(columns, name);
    return column === undefined || column.name === name ? [] : [column.name];
  });
  if (verdict.status !== 'pass' || others.length === 0) return verdict;
  return {
    ...verdict,
    status: 'warn',
    message: `written in another case: ${others.join(', ')}`,
    found: verdict.message,
    remedy: fix(
      caseCounts,
      `Write in .ecmarc and in the connector, as the database does: ${others.join(', ')}`,
    ),
  };
}

function compared({
  columns,
  attributes,
  anchor,
  kind,
  table,
  insteadTriggers,
  engine = 'sqlserver',
}: RequiredColumnsFacts): Verdict {
  const must = columns.filter(mustBeGiven);
  const mapped = [...(attributes ?? []), ...(anchor === undefined ? [] : [anchor])];
  const isMapped = (column: Column) => mapped.some((name) => columnNamed([column], name) !== undefined);
  const evidence = must.map((one) => ({
    label: one.name,
    value: `${typeText(one)}, not null, no default${attributes === undefined ? '' : isMapped(one) ? ', mapped' : ', not mapped'}`,
  }));
  const base = { expected, evidence };
  const pass = (message: string, found?: string): Verdict => ({
    ...base,
    status: 'pass',
    message,
    ...defined({ found }),
  });
  const unknownNames = (attributes ?? []).filter((name) => columnNamed(columns, name) === undefined);
  if (unknownNames.length > 0)
    return {
      ...base,
      status: 'fail',
      message: `no such column: ${unknownNames.join(', ')}`,
      found: `the table has: ${columns
        .map(({ name }) => name)
        .slice(0, 40)
        .join(', ')}`,
      remedy: fix(
        'What the mapping fills must be a column of the table.',
        by.database('Correct attributes in .ecmarc, or add the column'),
      ),
    };
  const unfit = (attributes ?? []).flatMap((name) => {
    const column = columnNamed(columns, name);
    const why = column && unmappable(column);
    return column === undefined || why === undefined ? [] : [{ name: column.name, why }];
  });
  if (unfit.length > 0)
    return {
      ...base,
      status: 'fail',
      message: `cannot be mapped: ${unfit.map(({ name }) => name).join(', ')}`,
      found: unfit.map(({ name, why }) => `${name} is ${why}`).join('; '),
      remedy: fix(
        'A new row that names such a column is refused by the server, or the connector host cannot carry it.',
        by.entra(
          `Take out of the mapping, and out of attributes in .ecmarc: ${unfit.map(({ name }) => name).join(', ')}`,
        ),
        by.database('Or give the table a plain column for it'),
      ),
    };
  const locked = columns.filter((one) => one.encrypted && isMapped(one));
  if (locked.length > 0)
    return {
      ...base,
      status: 'unknown',
      message: `encrypted by the driver: ${someNames(locked)}`,
      found: 'Always Encrypted: what the connector can fill depends on its driver and its keys',
      remedy: fix(
        'Only a driver with ColumnEncryption=Enabled, run by an account that has the keys, can fill these columns. The doctor has no keys.',
        by.server(
          'Write ColumnEncryption=Enabled in the DSN, and give the account of the connector host the keys',
        ),
        by.entra(`Or take out of the mapping: ${someNames(locked)}`),
      ),
    };
  const byTrigger = (insteadTriggers ?? 0) > 0;
  if (must.length === 0) return pass('none must be filled');
  if (kind === 'V')
    return pass(
      `of the view: ${someNames(must)}`,
      'columns of the tables below that the view does not show may be mandatory too; the write test would tell',
    );
  if (attributes === undefined)
    return pass(
      `to be mapped: ${someNames(must)}`,
      'attributes is not set in .ecmarc, so nothing was compared',
    );
  const missing = must.filter((one) => !isMapped(one)).map(({ name }) => name);
  if (missing.length === 0) return pass(`${must.length} mandatory, all mapped`);
  if (byTrigger)
    return {
      ...base,
      status: 'unknown',
      message: `not mapped: ${missing.join(', ')}; a trigger may fill them`,
      found: 'an INSTEAD OF trigger makes the row, and may fill these columns itself',
      remedy: fix(
        'With an INSTEAD OF trigger the server checks the row that the trigger makes, not the one that the connector sends.',
        by.database('Ask who wrote the trigger, or allow the write test: writeTest: { despite: [triggers] }'),
      ),
    };
  return {
    ...base,
    // What the server fills itself, ODBC's catalogue does not tell.
    status: engine === 'other' ? 'unknown' : 'fail',
    message: `not mapped: ${missing.join(', ')}`,
    remedy: fix(
      engine === 'sqlserver'
        ? 'A new row without these fails with "cannot insert the value NULL" (23000).'
        : 'A new row without these is refused.',
      by.entra(`Map them in the portal, and add them to attributes in .ecmarc: ${missing.join(', ')}`),
      by.database('Or give them a default, or allow NULL'),
      ...byHandOf(engine, 'columns', table),
    ),
  };
}
