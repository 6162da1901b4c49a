import { levels } from '../../../requirements/requirement.ts';
import { onlyWith } from '../../common/target.ts';
import { defineSqlProbe } from '../define.ts';
import { collectDriver } from './collect.ts';
import { collectElsewhere, judgeElsewhere } from './elsewhere.ts';
import { type DriverFacts, sqlDriver } from './facts.ts';
import { judgeDriver } from './judge.ts';

/** The 64-bit driver that the connector will load; present as 32 bits only is the classic miss. */
export const sqlDriverProbe = defineSqlProbe<DriverFacts>(sqlDriver, {
  title: '64-bit ODBC driver',
  levels: levels('recommended', 'required'),
  requirements: ['SQL-02', 'SQL-12'],
  seconds: 15,
  mayBeRefused: true,
  notApplicable: onlyWith('generic-sql'),
  collect: (context, signal) =>
    context.platform.windows === undefined
      ? collectElsewhere(context, signal)
      : collectDriver(context, signal),
  judge: (input) => (input.facts.elsewhere === undefined ? judgeDriver(input) : judgeElsewhere(input.facts)),
});
