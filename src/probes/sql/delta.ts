import { accountOf } from '../../clients/sql/account.ts';
import type { Column } from '../../clients/sql/columns.ts';
import type { ChangeTracking, SqlDatabase } from '../../clients/sql/database.ts';
import { quoted } from '../../clients/sql/sqlserver/names.ts';
import { answered, type Unasked } from '../../clients/sql/unasked.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Evidence, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { factsToken } from '../token.ts';
import { defineDatabaseProbe, type SqlContext, type SqlInput } from './define.ts';
import { sqlTable } from './table/facts.ts';

export interface DeltaFacts extends Facts {
  readonly wanted: boolean;
  readonly table: string;
  readonly database: string;
  readonly tracking: ChangeTracking;
  /** Columns that change with every change of a row, by type or name. */
  readonly watermarks: readonly string[];
  readonly histories: readonly string[];
  readonly temporal: boolean;
  readonly primaryKey: readonly string[];
}

export const sqlDelta = factsToken<DeltaFacts | Unasked>('sql', 'delta');

const expected = 'change tracking, a watermark column or a history table, where delta import is wanted';

/** The ways in which the connector could see changes: change tracking, a watermark, a history table, a snapshot. */
export const sqlDeltaProbe = defineDatabaseProbe(sqlDelta, {
  title: 'Changes can be followed',
  levels: levels('info', 'recommended'),
  requirements: ['SQL-10'],
  needs: [sqlTable],
  seconds: 20,
  otherEngine: 'the table has a column that tells when a row last changed, if delta import is wanted',
  expected,
  ask,
  judge,
});

async function ask(database: SqlDatabase, { scope, facts }: SqlContext): Promise<DeltaFacts> {
  const tracking = await database.changeTracking();
  const columns = await database.columns();
  const indexes = await database.indexes();
  return {
    wanted: scope.connector.delta,
    table: database.tableName,
    database: scope.target.database,
    tracking,
    watermarks: columns.filter(isWatermark).map(({ name }) => name),
    histories: await database.historyTables(),
    temporal: answered(facts.of(sqlTable))?.found?.temporal === 2,
    primaryKey: indexes.find(({ primary }) => primary)?.columns ?? [],
    usable: true,
  };
}

/** A rowversion changes by itself; a date only where its name says that somebody keeps it. */
function isWatermark({ base, name, changes }: Column): boolean {
  if (base === 'timestamp' || base === 'rowversion' || changes) return true;
  return /^(small)?date|^datetime/.test(base) && /modif|updat|chang|last|stamp/i.test(name);
}

/** By change tracking the connector finds rows by their primary key, so anchor and DN have to be in it (SQL-10). */
function outsideOf(
  primaryKey: readonly string[],
  ...columns: readonly (string | undefined)[]
): string | undefined {
  const key = new Set(primaryKey.map((one) => one.toLowerCase()));
  return columns.find((one) => one !== undefined && !key.has(one.toLowerCase()));
}

function judge({ facts, scope: { target } }: SqlInput<DeltaFacts>): Verdict {
  const { tracking, watermarks, histories, temporal, wanted, table, database, primaryKey } = facts;
  const { engine } = target;
  const evidence = [
    ...(engine === 'sqlserver' ? [trackingEvidence(tracking)] : []),
    { label: 'Primary key', value: primaryKey.join(', ') || 'none' },
    { label: 'Watermark', value: watermarks.join(', ') || 'no column seems to be one' },
    {
      label: 'History',
      value: [...(temporal ? ['system-versioned table'] : []), ...histories].join(', ') || 'none seen',
    },
  ];
  const base = { expected, evidence };
  const grant = by.database(
    'Let the account read it',
    `GRANT VIEW CHANGE TRACKING ON ${table} TO ${quoted(accountOf(target))};`,
  );
  const outside = outsideOf(primaryKey, target.anchor, target.dn);
  if (tracking.database && tracking.table && tracking.allowed === 1) {
    if (outside === undefined)
      return { ...base, status: 'pass', message: 'change tracking, and it may be read' };
    const message = `change tracking, but ${outside} is not in the key`;
    const found = `the primary key is ${primaryKey.join(', ') || 'not there'}`;
    if (!wanted) return { ...base, status: 'pass', message, found };
    return {
      ...base,
      status: 'warn',
      message,
      found,
      remedy: fix(
        `Change tracking tells changed rows by their primary key; the connector needs ${target.dn === undefined ? 'its anchor' : 'anchor and DN'} in there.`,
        by.database(
          `Use a column of the primary key as ${outside === target.anchor ? 'the anchor' : 'the DN'}, or put ${outside} into it`,
        ),
        by.server("Or choose another way of delta import, or none, in the host's wizard"),
      ),
    };
  }
  if (tracking.database && tracking.table)
    return {
      ...base,
      status: wanted || watermarks.length === 0 ? 'warn' : 'pass',
      message: 'change tracking is on, but may not be read',
      remedy: fix('The right VIEW CHANGE TRACKING is missing.', grant),
    };
  const ways = [
    ...(watermarks.length > 0 ? [`watermark ${watermarks[0]}`] : []),
    ...(temporal || histories.length > 0 ? ['history table'] : []),
  ];
  if (ways.length > 0 && !(engine === 'db2' && wanted))
    return {
      ...base,
      status: 'pass',
      message: ways.join(', '),
      found:
        watermarks.length > 0
          ? 'a watermark shows no deletions'
          : 'whether the history table fits is for a person to say',
    };
  if (!wanted)
    return {
      ...base,
      status: 'pass',
      message: 'none, and delta is not asked for',
      found: engine === 'sqlserver' ? 'full imports and snapshots work without' : 'full imports work without',
    };
  if (engine !== 'sqlserver')
    return {
      ...base,
      status: 'warn',
      message: 'no way to see changes',
      found: 'snapshots and change tracking are for SQL Server alone',
      remedy: fix(
        engine === 'db2'
          ? 'delta: true is set, and for DB2 the connector offers no delta import.'
          : 'delta: true is set, and neither a column that tells the last change nor a history table is there.',
        ...(engine === 'db2'
          ? []
          : [by.database('Add a column that a trigger or the server sets to the time of each change')]),
        by.server("Or choose no delta import in the host's wizard, and take delta out of .ecmarc"),
      ),
    };
  return {
    ...base,
    status: 'warn',
    message: 'no way to see changes but a snapshot',
    remedy: fix(
      "delta: true is set, and neither change tracking nor a watermark column nor a history table is there. The name of the right is not confirmed by Microsoft's documents for this product.",
      by.database(
        'Turn change tracking on',
        `ALTER DATABASE ${quoted(database)} SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 7 DAYS, AUTO_CLEANUP = ON);\nALTER TABLE ${table} ENABLE CHANGE_TRACKING;`,
      ),
      grant,
      ...(primaryKey.length === 0 ? [by.database('It needs a primary key with the anchor in it')] : []),
      by.server("Or choose Snapshot, or no delta import, in the host's wizard"),
    ),
  };
}

function trackingEvidence({ database, table, allowed }: ChangeTracking): Evidence {
  const right = allowed === 1 ? 'yes' : allowed === 0 ? 'no' : 'no answer (NULL)';
  const value = `database ${database ? 'on' : 'off'}, table ${table ? 'on' : 'off'}, right ${right}`;
  return { label: 'Change tracking', value };
}
