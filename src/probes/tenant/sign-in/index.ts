import { leaseSignIn } from '../../../clients/sign-in/session.ts';
import type { SecretUse } from '../../../engine/probe.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { Settings } from '../../../settings/schema.ts';
import type { CollectContext } from '../../define.ts';
import { internetRoutes } from '../../network/internet-routes.ts';
import { defineTenantProbe, sharedSignIn } from '../define.ts';
import { tenantExists } from '../exists/facts.ts';
import { signedOut } from '../not-run.ts';
import { type SignInFacts, tenantSignIn } from './facts.ts';
import { judgeSignedIn } from './judge.ts';

/**
 * Signs in to Microsoft Graph, once a run, with the application of `.ecmarc`: the only row of the tenant that sends a
 * secret, or asks a person.
 */
export const tenantSignInProbe = defineTenantProbe(tenantSignIn, {
  ...sharedSignIn,
  title: 'Signs in to Microsoft Graph',
  levels: levels('info', 'info'),
  requirements: ['CLD-01'],
  needs: [tenantExists],
  // A device code is good for 15 minutes, which a person needs; its end must come before ours.
  seconds: ({ settings }) => (settings.tenant.signIn.method === 'device-code' ? 960 : 30),
  sends: ({ settings }) => secretsOf(settings),
  lockout: true,
  notConfigured: (scope) => signedOut(scope),
  collect,
  judge: judgeSignedIn,
});

function secretsOf({ tenant: { signIn } }: Settings): readonly SecretUse[] {
  if (signIn.method === 'client-secret')
    return [{ key: 'tenant.signIn.secret', label: 'the client secret for the tenant' }];
  if (signIn.method === 'client-certificate' && signIn.certificatePassword !== undefined)
    return [{ key: 'tenant.signIn.certificatePassword', label: 'the password of the certificate file' }];
  return [];
}

async function collect(context: CollectContext, signal: AbortSignal): Promise<SignInFacts> {
  const known = context.facts.of(tenantExists) ?? { tenant: context.settings.tenant.id ?? '' };
  const outcome = await leaseSignIn(context, known, internetRoutes(context), signal);
  return { ...outcome, usable: outcome.outcome === 'signed-in' };
}
