import type { ProbeContext } from '../../clients/environment.ts';
import {
  type Asked,
  count,
  flag,
  isUnasked,
  overConnection,
  tableOf,
  text,
  unaskedVerdict,
} from '../../clients/sql/ask-database.ts';
import { type Column, readColumn } from '../../clients/sql/columns.ts';
import { type Index, readIndexes } from '../../clients/sql/indexes.ts';
import { objectName, quoted } from '../../clients/sql/sqlserver/names.ts';
import { columns } from '../../clients/sql/sqlserver/queries/columns.ts';
import { changeTracking, histories } from '../../clients/sql/sqlserver/queries/delta.ts';
import { indexes } from '../../clients/sql/sqlserver/queries/indexes.ts';
import { statement } from '../../clients/sql/sqlserver/queries/query.ts';
import { accountOf } from '../../clients/sql/tds/open-session.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings, SqlTarget } from '../../settings/schema.ts';
import { sqlTargetOf } from '../common/target.ts';
import { idIn, type MakeProbe, type Scope } from '../describe.ts';
import { loggedIn } from './define.ts';
import type { TableFacts } from './table/index.ts';

export interface DeltaFacts extends Facts {
  readonly wanted: boolean;
  readonly table: string;
  readonly database: string;
  readonly tracking: { readonly database: boolean; readonly table: boolean; readonly allowed: 0 | 1 | null };
  /** Columns that change with every change of a row, by type or name. */
  readonly watermarks: readonly string[];
  readonly histories: readonly string[];
  readonly temporal: boolean;
  readonly primaryKey: readonly string[];
}

/** The ways in which the connector could see changes: change tracking, a watermark, a history table, a snapshot. */
export const sqlDelta: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return loggedIn(scope, {
    id: 'sql.delta',
    title: 'Changes can be followed',
    levels: levels('info', 'recommended'),
    requirements: ['SQL-10'],
    needs: ['sql.table'],
    seconds: 20,
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: collect(scope, target),
            judge: (input: Input) => judgeDelta(input, { anchor: target.anchor, account: accountOf(target) }),
          },
        }),
  });
};

const collect = (scope: Scope, target: SqlTarget) => (context: ProbeContext, signal: AbortSignal) =>
  overConnection<DeltaFacts>(
    context,
    target,
    async (ask) => {
      const table = tableOf(target);
      const { name } = objectName(target.table, target.database);
      const [row] = await ask(statement(changeTracking, { table }));
      const list = (await ask(statement(columns, { table }))).map(readColumn);
      const keys = readIndexes(await ask(statement(indexes, { table })));
      const pattern = `${name.replace(/[\\%_[]/g, '\\$&')}%hist%`;
      const others = await ask(statement(histories, { table, pattern }));
      const seen = context.facts(idIn(scope, 'sql.table')) as TableFacts | undefined;
      const allowed = row?.allowed === null || row?.allowed === undefined ? null : flag(row.allowed) ? 1 : 0;
      return {
        wanted: scope.connector?.delta ?? false,
        table,
        database: target.database,
        tracking: { database: count(row?.database) > 0, table: count(row?.table) > 0, allowed },
        watermarks: list.filter(isWatermark).map((one) => one.name),
        histories: others.map((one) => `${text(one.schema)}.${text(one.name)}`),
        temporal: seen?.found?.temporal === 2,
        primaryKey: keys.find((one: Index) => one.primary)?.columns ?? [],
        usable: true,
      };
    },
    signal,
  );

/** A rowversion changes by itself; a date only where its name says that somebody keeps it. */
function isWatermark({ base, name }: Column): boolean {
  if (base === 'timestamp' || base === 'rowversion') return true;
  return /^(small)?date|^datetime/.test(base) && /modif|updat|chang|last|stamp/i.test(name);
}

type Input = JudgeInput<Settings, Asked<DeltaFacts>>;

/** By change tracking the connector finds rows by their primary key, so the anchor has to be in it (SQL-10). */
function anchorOutside(anchor: string | undefined, primaryKey: readonly string[]): string | undefined {
  const inside = primaryKey.some((one) => one.toLowerCase() === anchor?.toLowerCase());
  return anchor === undefined || inside ? undefined : anchor;
}

export function judgeDelta(
  { facts }: Input,
  { anchor, account }: { readonly anchor?: string | undefined; readonly account: string },
): Verdict {
  const expected = 'change tracking, a watermark column or a history table, where delta import is wanted';
  if (isUnasked(facts)) return unaskedVerdict(facts, expected);
  const { tracking, watermarks, histories: old, temporal, wanted, table, database, primaryKey } = facts;
  const evidence = [
    {
      label: 'Change tracking',
      value: `database ${tracking.database ? 'on' : 'off'}, table ${tracking.table ? 'on' : 'off'}, right ${tracking.allowed === 1 ? 'yes' : tracking.allowed === 0 ? 'no' : 'no answer (NULL)'}`,
    },
    { label: 'Primary key', value: primaryKey.join(', ') || 'none' },
    { label: 'Watermark', value: watermarks.join(', ') || 'no column seems to be one' },
    {
      label: 'History',
      value: [...(temporal ? ['system-versioned table'] : []), ...old].join(', ') || 'none seen',
    },
  ];
  const base = { expected, evidence };
  const grant = {
    text: 'Let the account read it',
    command: `GRANT VIEW CHANGE TRACKING ON ${table} TO ${quoted(account)};`,
    owner: 'database',
  } as const;
  const outside = anchorOutside(anchor, primaryKey);
  if (tracking.database && tracking.table && tracking.allowed === 1) {
    if (outside === undefined)
      return { ...base, status: 'pass', message: 'change tracking, and it may be read' };
    const message = `change tracking, but ${outside} is not in the key`;
    const key = `the primary key is ${primaryKey.join(', ') || 'not there'}`;
    if (!wanted) return { ...base, status: 'pass', message, found: key };
    return {
      ...base,
      status: 'warn',
      message,
      found: key,
      remedy: {
        why: 'Change tracking tells changed rows by their primary key; the connector needs its anchor in there.',
        steps: [
          {
            text: `Use a column of the primary key as the anchor, or put ${outside} into it`,
            owner: 'database',
          },
          { text: "Or choose another way of delta import, or none, in the host's wizard", owner: 'server' },
        ],
        links: [],
      },
    };
  }
  if (tracking.database && tracking.table)
    return {
      ...base,
      status: wanted || watermarks.length === 0 ? 'warn' : 'pass',
      message: 'change tracking is on, but may not be read',
      remedy: { why: 'The right VIEW CHANGE TRACKING is missing.', steps: [grant], links: [] },
    };
  const ways = [
    ...(watermarks.length > 0 ? [`watermark ${watermarks[0]}`] : []),
    ...(temporal || old.length > 0 ? ['history table'] : []),
  ];
  if (ways.length > 0)
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
      found: 'full imports and snapshots work without',
    };
  return {
    ...base,
    status: 'warn',
    message: 'no way to see changes but a snapshot',
    remedy: {
      why: "delta: true is set, and neither change tracking nor a watermark column nor a history table is there. The name of the right is not confirmed by Microsoft's documents for this product.",
      steps: [
        {
          text: 'Turn change tracking on',
          command: `ALTER DATABASE ${quoted(database)} SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 7 DAYS, AUTO_CLEANUP = ON);\nALTER TABLE ${table} ENABLE CHANGE_TRACKING;`,
          owner: 'database',
        },
        grant,
        ...(primaryKey.length === 0
          ? [{ text: 'It needs a primary key with the anchor in it', owner: 'database' } as const]
          : []),
        { text: "Or choose Snapshot, or no delta import, in the host's wizard", owner: 'server' },
      ],
      links: [],
    },
  };
}
