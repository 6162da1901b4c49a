import type { TenantScript } from '../../beds/tenant-cloud.ts';
import { type Bed, Run, signIns, siteOf } from './kit.ts';

/**
 * Signs in to the bed's cloud, which is as the script says. What stands before the sign-in is the same for most
 * tests, and looked at once.
 */
export function signingIn(bed: Bed) {
  let before: Promise<Run> | undefined;

  return async (script: TenantScript, more: Parameters<typeof siteOf>[1] = {}) => {
    before ??= new Run(siteOf(bed)).look('network.proxy', 'tenant.exists');
    const known = (await before).facts;
    bed.cloud.reset(script);
    const run = new Run(siteOf(bed, { signIn: signIns.secret, ...more }));
    if (script.configuration === undefined) Object.assign(run.facts, known);
    else await run.look('network.proxy', 'tenant.exists');
    await run.look('tenant.sign-in');
    return { run, facts: run.facts['tenant.sign-in'], verdict: run.verdict('tenant.sign-in') };
  };
}
