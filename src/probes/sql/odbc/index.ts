import { byDriverAlone } from '../../../clients/sql/account.ts';
import { levels } from '../../../requirements/requirement.ts';
import { onlyWith } from '../../common/target.ts';
import { defineSqlProbe, sharedSession } from '../define.ts';
import { sqlDriver } from '../driver/facts.ts';
import { sqlDsn } from '../dsn/facts.ts';
import { noAccount, passwordSent } from '../login/account.ts';
import { sqlLogin } from '../login/facts.ts';
import { sqlReach } from '../reach/facts.ts';
import { collectOdbc } from './collect.ts';
import { type OdbcFacts, sqlOdbc } from './facts.ts';
import { judgeOdbc } from './judge.ts';

/** The database by the connector's own way: its driver, its file DSN, its account (decisions: sql.odbc). */
export const sqlOdbcProbe = defineSqlProbe<OdbcFacts>(sqlOdbc, {
  title: 'Driver, by the file DSN',
  levels: levels('required', 'required'),
  requirements: ['SQL-02', 'SQL-03', 'SQL-04', 'SQL-11', 'SQL-12'],
  needs: [sqlDriver, sqlDsn, sqlReach],
  uses: [sqlLogin],
  // The doctor's own login comes first, where it has one.
  seconds: 45,
  share: sharedSession,
  dependsOn: ({ target }) => target,
  sends: passwordSent,
  lockout: true,
  notApplicable: (scope, facts) => {
    const { connector } = scope;
    const driver = facts.of(sqlDriver);
    const target = connector?.target;
    const sqlServer =
      target !== undefined &&
      'sql' in target &&
      target.sql.engine === 'sqlserver' &&
      !byDriverAlone(target.sql);
    if (sqlServer && driver?.elsewhere?.there === false)
      return 'there is no ODBC driver manager on this system';
    return onlyWith('generic-sql')(scope);
  },
  notConfigured: noAccount,
  collect: collectOdbc,
  judge: judgeOdbc,
});
