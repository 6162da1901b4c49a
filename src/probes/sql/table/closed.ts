import type { TableInfo, TableTraits } from '../../../clients/sql/database.ts';
import { problemNumber, sqlProblemText } from '../../../clients/sql/statements.ts';
import { by } from '../../common/fix.ts';
import { fail, unknown, type VerdictCore } from '../verdicts.ts';
import type { TableFacts } from './facts.ts';

export interface Warning {
  readonly message: string;
  readonly why: string;
  readonly step: string;
}

/** Locks, memory, a busy service: of this moment, not of the view. */
const passingNumbers: readonly number[] = [
  ...[1204, 1205, 1222, 3960, 701, 802, 8628, 8645, 8651, 10_928, 10_929, 40_197, 40_501, 40_613, 49_918],
];
/** Rights of the account. */
const refusedNumbers: readonly number[] = [229, 230, 916];

/** Tables that take no rows, or whose rows nobody can change (decisions: sql.table). */
export function closedTable(
  { traits = {}, unselectable }: TableFacts,
  { temporal, schema, name }: TableInfo,
): VerdictCore | undefined {
  const it = schema === '' && name !== '' ? name : `${schema}.${name}`;
  const other = by.database('Write in .ecmarc, at the target, a table that takes rows');
  if (unselectable !== undefined) {
    const found = sqlProblemText(unselectable);
    const passing = ['locked', 'stopped', 'untold'].includes(unselectable.means ?? '');
    if (unselectable.number === undefined || passing || passingNumbers.includes(unselectable.number))
      return unknown(
        'could not be selected from now',
        found,
        'The view was asked for one row, and the answer does not settle whether it works.',
        'Wait, and look again',
      );
    if (unselectable.sqlState === undefined && refusedNumbers.includes(unselectable.number))
      return fail(
        `the view cannot be selected from (${unselectable.number})`,
        found,
        'The account lacks the right to read the view, or something below it that belongs to another owner or lies in another database.',
        by.database(
          'Let the account read what the message names, or have one owner for the view and what lies below it',
        ),
      );
    return fail(
      `the view cannot be selected from (${problemNumber(unselectable)})`,
      found,
      'Its columns stand in the catalogue, but the server refuses a query: a table below it is gone or changed, or this account may not read it.',
      unselectable.sqlState === undefined
        ? by.database(
            'Repair the view, then refresh its columns',
            `EXEC sys.sp_refreshview @viewname = N'${it.replaceAll("'", "''")}';`,
          )
        : by.database('Repair the view, or let its owner and this account read what lies below it'),
    );
  }
  if (traits.unwritable !== undefined)
    return fail(
      `the view cannot be written: ${traits.unwritable}`,
      `${it} takes no ${traits.unwritable}, as the database itself says`,
      'A view can be written only where each row comes from one row of one table, or where triggers do the work.',
      by.database('Use the table itself, or give the view INSTEAD OF triggers where the database has them'),
    );
  if (traits.kept === 'temporary')
    return fail(
      'it is a temporary table',
      `${it} lives in this session alone`,
      'Nobody else sees its rows, and they end with the connection.',
      other,
    );
  if (temporal === 1 || traits.ledger === 1)
    return fail(
      'it is a history table',
      `${it} is the history of another table`,
      'Rows of a history table are written by the server alone.',
      by.database('Use the table that this one is the history of'),
    );
  if (traits.ledger === 3)
    return fail(
      'it is an append-only ledger table',
      `${it} takes new rows, and none can be changed or deleted`,
      'Provisioning changes and deletes users; this table refuses both.',
      other,
    );
  if (traits.external)
    return fail(
      'it is an external table',
      `the rows of ${it} lie outside this database`,
      'External tables take neither UPDATE nor DELETE.',
      other,
    );
  if (traits.edge)
    return fail(
      'it is an edge table of a graph',
      `each row of ${it} ties two nodes together`,
      'An edge needs the ids of two nodes, which the connector cannot give.',
      other,
    );
  if ((traits.readOnly ?? 0) > 0)
    return fail(
      'it lies on a read-only filegroup',
      `the filegroup of ${it} is read-only`,
      'Nothing can be written into it.',
      by.database('Open the filegroup for writing, or move the table to another'),
    );
  return undefined;
}

export function traitWarnings(traits: TableTraits = {}): Warning[] {
  const warnings: Warning[] = [];
  if (traits.memoryOptimised)
    warnings.push({
      message: 'memory-optimised',
      why: 'Transactions of the connector that touch a memory-optimised table fail (41368) unless the database raises their isolation by itself.',
      step: 'See that MEMORY_OPTIMIZED_ELEVATE_TO_SNAPSHOT is on: ALTER DATABASE CURRENT SET MEMORY_OPTIMIZED_ELEVATE_TO_SNAPSHOT = ON;',
    });
  if (traits.node)
    warnings.push({
      message: 'a node table of a graph',
      why: 'The server adds columns of its own to node tables; they cannot be mapped.',
      step: 'Map only the columns that you made',
    });
  if ((traits.readOnlyParts ?? 0) > 0)
    warnings.push({
      message: `${traits.readOnlyParts} partitions are read-only`,
      why: 'Rows of these partitions can be neither changed nor deleted.',
      step: 'See that rows of people do not lie in read-only partitions',
    });
  if (traits.foreign)
    warnings.push({
      message: 'its rows lie on another server',
      why: 'A foreign table hands each change on to another server; whether that takes part in transactions is for its driver to say.',
      step: 'Name the server and the table themselves, where the connector can reach them',
    });
  if (traits.kept === 'unlogged')
    warnings.push({
      message: 'an unlogged table',
      why: 'After a crash of the server an unlogged table is empty.',
      step: 'Let it be logged: ALTER TABLE ... SET LOGGED',
    });
  if ((traits.filters ?? 0) > 0)
    warnings.push({
      message: 'row-level security hides rows',
      why: 'The connector sees, matches and deletes only rows that the policy shows to its account; a person who is hidden is made a second time.',
      step: 'Let the policy show all rows to the account of the connector',
    });
  return warnings;
}

export function notesOf({ traits = {} }: TableFacts, view: boolean): readonly string[] {
  return [
    ...(view ? ['whether this view can be written, only the write test shows'] : []),
    ...(traits.ledger === 2 ? ['an updatable ledger table: the history of each row stays for good'] : []),
    ...((traits.blocks ?? 0) > 0
      ? ['row-level security refuses some changes: the write test shows which']
      : []),
  ];
}
