import type { ProbeContext } from '../../clients/environment.ts';
import {
  type Asked,
  count,
  flag,
  isUnasked,
  overConnection,
  text,
  unaskedVerdict,
} from '../../clients/sql/ask-database.ts';
import { statement } from '../../clients/sql/sqlserver/queries/query.ts';
import { server } from '../../clients/sql/sqlserver/queries/server.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings, SqlTarget } from '../../settings/schema.ts';
import { sqlTargetOf } from '../common/target.ts';
import type { MakeProbe } from '../describe.ts';
import { loggedIn } from './define.ts';
import { productOf } from './reach/judge.ts';

export interface ServerKindFacts extends Facts {
  readonly version: string;
  readonly level: string;
  readonly edition: string;
  /** SERVERPROPERTY('EngineEdition'). */
  readonly engine: number;
  readonly windowsOnly: boolean;
  readonly banner: string;
}

/** Product, version and edition, against the engines that the connector was tested with. */
export const sqlServerKind: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return loggedIn(scope, {
    id: 'sql.server-kind',
    title: 'Known database engine',
    levels: levels('recommended', 'recommended'),
    requirements: ['SQL-01'],
    needs: ['sql.login'],
    seconds: 15,
    ...(target === undefined ? {} : { work: { collect: collect(target), judge: judgeServerKind } }),
  });
};

const collect = (target: SqlTarget) => (context: ProbeContext, signal: AbortSignal) =>
  overConnection<ServerKindFacts>(
    context,
    target,
    async (ask) => {
      const [row] = await ask(statement(server));
      return {
        version: text(row?.version),
        level: text(row?.level),
        edition: text(row?.edition),
        engine: count(row?.engine),
        windowsOnly: flag(row?.windowsOnly),
        banner: text(row?.banner).split('\n')[0] ?? '',
        usable: row !== undefined,
      };
    },
    signal,
  );

/** Values of EngineEdition (SERVERPROPERTY in the Transact-SQL reference) that are not the boxed product. */
const services: Readonly<Record<number, string>> = {
  5: 'Azure SQL Database',
  8: 'Azure SQL Managed Instance',
  9: 'Azure SQL Edge',
  6: 'Azure Synapse dedicated pool',
  11: 'Azure Synapse serverless pool',
  12: 'SQL database in Microsoft Fabric',
};
const tested: readonly number[] = [1, 2, 3, 4, 5, 8];

export function judgeServerKind({ facts }: JudgeInput<Settings, Asked<ServerKindFacts>>): Verdict {
  const expected = `one of ${requirement('SQL-01').values.engines.join(', ')}`;
  if (isUnasked(facts)) return unaskedVerdict(facts, expected);
  const { version, level, edition, engine, windowsOnly, banner } = facts;
  const evidence = [
    { label: 'Version', value: `${version} ${level}`.trim() },
    { label: 'Edition', value: `${edition} (EngineEdition ${engine})` },
    { label: 'Banner', value: banner },
    { label: 'Logins', value: windowsOnly ? 'Windows only' : 'SQL and Windows' },
  ];
  const name = services[engine] ?? `${productOf(version)} ${edition}`.trim();
  const major = Number(version.split('.')[0]);
  if (!(major > 0)) return { status: 'unknown', message: 'it does not tell its version', expected, evidence };
  if (!tested.includes(engine))
    return {
      status: 'warn',
      message: `${name}: not in the list`,
      expected,
      evidence,
      remedy: {
        why: 'The Generic SQL connector was tested with SQL Server and Azure SQL, not with this service.',
        steps: [
          { text: 'Try it with test data first, or use SQL Server or Azure SQL Database', owner: 'database' },
        ],
        links: [],
      },
    };
  if (engine !== 5 && engine !== 8 && major < 11)
    return {
      status: 'warn',
      message: `${name}: out of support`,
      expected,
      evidence,
      remedy: {
        why: 'SQL Server before 2012 gets no updates, and current ODBC drivers do not support it.',
        steps: [{ text: 'Move the database to a supported version', owner: 'database' }],
        links: [],
      },
    };
  return { status: 'pass', message: name, expected, evidence };
}
