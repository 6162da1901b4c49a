import { levels } from '../../../requirements/requirement.ts';
import { peerTimesIn } from '../../network/define.ts';
import { networkProxy } from '../../network/proxy/facts.ts';
import { defineTenantProbe } from '../define.ts';
import { collectTenant } from './collect.ts';
import { tenantExists } from './facts.ts';
import { judgeExists } from './judge.ts';

/**
 * Asks the sign-in host for the tenant's public configuration. Usable where some cloud knows the tenant; only
 * `tenant.sign-in` minds which.
 */
export const tenantExistsProbe = defineTenantProbe(tenantExists, {
  title: 'Tenant exists',
  levels: levels('required', 'required'),
  requirements: ['CLD-01', 'NET-02'],
  needs: [networkProxy],
  peerTimes: ({ reached }) => peerTimesIn([reached]),
  collect: collectTenant,
  judge: judgeExists,
});
