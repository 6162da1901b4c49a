import type { NotRun } from '../../../engine/probe.ts';
import { levels } from '../../../requirements/requirement.ts';
import { addLines, inConnector, notSet } from '../../common/not-run.ts';
import { onlyWith } from '../../common/target.ts';
import { defineSqlProbe, type SqlScope } from '../define.ts';
import { sqlDriver } from '../driver/facts.ts';
import { sqlLogin } from '../login/facts.ts';
import { collectDsn } from './collect.ts';
import { sqlDsn } from './facts.ts';
import { judgeDsn } from './judge.ts';

/** The file DSN by its bytes, and whether it leads where `.ecmarc` says. */
export const sqlDsnProbe = defineSqlProbe(sqlDsn, {
  title: 'File DSN',
  levels: levels('recommended', 'required'),
  requirements: ['SQL-03', 'SQL-11', 'SQL-15'],
  uses: [sqlDriver, sqlLogin],
  seconds: 15,
  mayBeRefused: true,
  dependsOn: ({ target: { dsn } }) => ({ dsn }),
  notApplicable: onlyWith('generic-sql'),
  notConfigured: noDsn,
  collect: collectDsn,
  judge: judgeDsn,
});

function noDsn({ connector, target }: SqlScope): NotRun | undefined {
  if (target.dsn !== undefined) return undefined;
  return notSet(
    'no dsn in .ecmarc',
    'The Generic SQL connector reads a file DSN; .ecmarc does not say which.',
    [addLines(`${inConnector(connector)}, under target: sql`, 'dsn: contoso.dsn')],
  );
}
