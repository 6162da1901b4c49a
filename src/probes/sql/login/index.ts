import type { ProbeContext } from '../../../clients/environment.ts';
import { type LoginFacts, leaseSession } from '../../../clients/sql/tds/open-session.ts';
import type { JudgeInput } from '../../../engine/probe.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { Settings } from '../../../settings/schema.ts';
import { sqlTargetOf, targetRow } from '../../common/target.ts';
import type { MakeProbe } from '../../describe.ts';
import { account, inClear, noAccount, share } from '../define.ts';
import { judgeLogin } from './judge.ts';

/** Logs in as the connector will, with the configured encryption only. All other rows use this connection. */
export const sqlLogin: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return targetRow(scope, {
    id: 'sql.login',
    title: 'Logs in as the service account',
    levels: levels('required', 'required'),
    requirements: ['SQL-05'],
    needs: ['sql.reach'],
    seconds: 20,
    about: account(scope),
    ...share(scope),
    lockout: true,
    notConfigured: () => noAccount(scope) ?? inClear(scope),
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: async (context: ProbeContext) => (await leaseSession(context, target)).login,
            judge: (input: JudgeInput<Settings, LoginFacts>) => judgeLogin(input),
          },
        }),
  });
};
