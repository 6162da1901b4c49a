import type { NotRun } from '../../engine/probe.ts';
import type { Settings } from '../../settings/schema.ts';
import { addLines, notSet } from '../common/not-run.ts';
import type { Scope } from '../define.ts';

/** Why the tenant's rows are not run, and what would change that. `answerLine` answers a row in `.ecmarc` instead. */

export function noTenant({ tenant }: Settings): NotRun | undefined {
  if (tenant.id !== undefined) return undefined;
  return notSet('no tenant.id in .ecmarc', 'The doctor asks about a tenant only when .ecmarc names it.', [
    addLines('Add to .ecmarc, a domain of the tenant or its GUID', 'tenant: { id: contoso.onmicrosoft.com }'),
  ]);
}

/** Nobody signs in: no way is configured, or it needs a person who is not there. */
export function signedOut(scope: Scope, answerLine?: string): NotRun | undefined {
  return noTenant(scope.settings) ?? noSignIn(scope, answerLine) ?? nobodyThere(scope, answerLine);
}

function noSignIn({ settings }: Scope, answerLine: string | undefined): NotRun | undefined {
  if (settings.tenant.signIn.method !== 'none') return undefined;
  const why = 'Microsoft tells this only to somebody signed in, and .ecmarc names no way to sign in.';
  return notSet('no tenant.signIn in .ecmarc', why, [
    addLines(
      'Add to .ecmarc, under tenant, with the id of an application of yours',
      'signIn: { method: device-code, clientId: 00000000-0000-0000-0000-000000000000 }',
    ),
    ...byAnswer(answerLine),
  ]);
}

/** A device code needs a person at the screen. */
function nobodyThere({ settings, options }: Scope, answerLine: string | undefined): NotRun | undefined {
  if (settings.tenant.signIn.method !== 'device-code' || options.unattended !== true) return undefined;
  const why = 'Signing in with a device code needs a person, and nobody can answer in this run.';
  return notSet('device code needs a person', why, [
    { text: 'Run the doctor in a terminal', command: 'ecma-doctor' },
    addLines('Or sign in as an application, in .ecmarc under tenant', asApplication),
    ...byAnswer(answerLine),
  ]);
}

/** The line of `.ecmarc` that signs in without a person. */
export const asApplication =
  'signIn: { method: client-secret, clientId: 00000000-0000-0000-0000-000000000000, secret: { env: ECMA_TENANT_SECRET } }';

function byAnswer(line: string | undefined): ReturnType<typeof addLines>[] {
  return line === undefined ? [] : [addLines('Or answer it yourself in .ecmarc', line)];
}
