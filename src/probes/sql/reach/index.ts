import { levels } from '../../../requirements/requirement.ts';
import { defineSqlProbe } from '../define.ts';
import { collectReach } from './collect.ts';
import { sqlReach } from './facts.ts';
import { judgeReach } from './judge.ts';

/** Port, or the instance's port by the browser service, and whether SQL Server answers there. */
export const sqlReachProbe = defineSqlProbe(sqlReach, {
  title: 'Answers',
  levels: levels('required', 'required'),
  requirements: ['SQL-04', 'NET-05'],
  seconds: 15,
  dependsOn: ({ target: { server, port, instance } }) => ({ server, port, instance }),
  collect: collectReach,
  judge: judgeReach,
});
