import { wholeNumberOf } from '../../base/whole-number.ts';
import type { ServerInfo } from '../../clients/sql/database.ts';
import type { Unasked } from '../../clients/sql/unasked.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { factsToken } from '../token.ts';
import { defineDatabaseProbe, type SqlInput } from './define.ts';
import { sqlLogin } from './login/facts.ts';
import { judgeOtherEngine } from './other-engines.ts';
import { productOf } from './server-words.ts';

export interface ServerKindFacts extends Facts, ServerInfo {}

export const sqlServerKind = factsToken<ServerKindFacts | Unasked>('sql', 'server-kind');

const expected = `one of ${requirement('SQL-01').values.engines.join(', ')}`;

/** Product, version and edition, against the engines that the connector was tested with. */
export const sqlServerKindProbe = defineDatabaseProbe(sqlServerKind, {
  title: 'Known database engine',
  levels: levels('recommended', 'recommended'),
  requirements: ['SQL-01'],
  needs: [sqlLogin],
  seconds: 15,
  otherEngine: `the engine is ${expected}`,
  expected,
  async ask(database) {
    const info = await database.server();
    return { ...(info ?? untold), usable: info !== undefined };
  },
  judge,
  judgeOther: judgeOtherEngine,
});

const untold: ServerInfo = {
  version: '',
  level: '',
  edition: '',
  engine: 0,
  windowsOnly: false,
  banner: '',
};

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

function judge({ facts }: SqlInput<ServerKindFacts>): Verdict {
  const { version, level, edition, engine, windowsOnly, banner } = facts;
  const evidence = [
    { label: 'Version', value: `${version} ${level}`.trim() },
    { label: 'Edition', value: `${edition} (EngineEdition ${engine})` },
    { label: 'Banner', value: banner },
    { label: 'Logins', value: windowsOnly ? 'Windows only' : 'SQL and Windows' },
  ];
  const name = services[engine] ?? `${productOf(version)} ${edition}`.trim();
  const major = wholeNumberOf(version.split('.')[0], 1, 999);
  if (major === undefined)
    return { status: 'unknown', message: 'it does not tell its version', expected, evidence };
  if (!tested.includes(engine))
    return {
      status: 'warn',
      message: `${name}: not in the list`,
      expected,
      evidence,
      remedy: fix(
        'The Generic SQL connector was tested with SQL Server and Azure SQL, not with this service.',
        by.database('Try it with test data first, or use SQL Server or Azure SQL Database'),
      ),
    };
  if (engine !== 5 && engine !== 8 && major < 11)
    return {
      status: 'warn',
      message: `${name}: out of support`,
      expected,
      evidence,
      remedy: fix(
        'SQL Server before 2012 gets no updates, and current ODBC drivers do not support it.',
        by.database('Move the database to a supported version'),
      ),
    };
  return { status: 'pass', message: name, expected, evidence };
}
