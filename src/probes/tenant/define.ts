import { graphHost, networkSettings, signInHost } from '../../clients/clouds.ts';
import { signInSettings } from '../../clients/sign-in/session.ts';
import type { Facts, FactsToken } from '../../engine/facts.ts';
import { authority } from '../../platform/url-host.ts';
import { defineProbe, type ProbeDefinition, type ProbeDescription, type Scope } from '../define.ts';
import { noTenant, signedOut } from './not-run.ts';
import { tenantSignIn } from './sign-in/facts.ts';

type TenantDescription<F extends Facts> = Omit<ProbeDescription<F>, 'seconds' | 'subject'> &
  Partial<Pick<ProbeDescription<F>, 'seconds'>>;

/** A row about the tenant; as it stands here, one that asks the sign-in host without signing in. */
export function defineTenantProbe<F extends Facts>(
  token: FactsToken<F>,
  description: TenantDescription<F>,
): ProbeDefinition {
  return defineProbe(token, {
    subject: ({ settings }) => settings.tenant.id,
    lane({ settings }) {
      const { host, port } = signInHost(settings);
      return authority(host, port);
    },
    dependsOn: ({ settings }) => ({ id: settings.tenant.id, network: networkSettings(settings) }),
    seconds: 30,
    notConfigured: ({ settings }) => noTenant(settings),
    ...description,
  });
}

/** What the sign-in and the rows that ask with its token share: one token serves all. */
export const sharedSignIn = {
  share: () => 'tenant',
  dependsOn: ({ settings }: Scope) => signInSettings(settings),
};

/** A row that asks Microsoft Graph with the token of `tenant.sign-in`; a person may answer it instead. */
export function defineGraphProbe<F extends Facts>(
  token: FactsToken<F>,
  { answerLine, ...description }: TenantDescription<F> & { readonly answerLine?: string },
): ProbeDefinition {
  return defineTenantProbe(token, {
    ...sharedSignIn,
    lane({ settings }) {
      const { host, port } = graphHost(settings, undefined) ?? signInHost(settings);
      return authority(host, port);
    },
    answerable: true,
    ...description,
    needs: [tenantSignIn],
    notConfigured: (scope) => description.notConfigured?.(scope) ?? signedOut(scope, answerLine),
  });
}
