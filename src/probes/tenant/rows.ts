import { networkFingerprint, signInHost } from '../../clients/clouds.ts';
import type { NotRun } from '../../engine/probe.ts';
import { authority } from '../../platform/url-host.ts';
import type { Settings } from '../../settings/schema.ts';
import { addLines, notSet } from '../common/not-run.ts';
import { type Description, describeProbe, type MakeProbe, type Scope } from '../describe.ts';
import { graphPlace } from './places.ts';

/** What the tenant's rows have in common: where they ask, what they depend on, why they are not run. */

type Row = Omit<Description, 'seconds' | 'share' | 'lane' | 'fingerprint' | 'subject'>;

/** A row that asks the sign-in host without signing in. */
export function openRow(scope: Scope, row: Row): ReturnType<MakeProbe> {
  const { settings } = scope;
  const { host, port } = signInHost(settings);
  return describeProbe({
    ...row,
    ...subject(settings),
    lane: authority(host, port),
    fingerprint: JSON.stringify({ id: settings.tenant.id, network: networkFingerprint(settings) }),
    seconds: 30,
    notConfigured: noTenant,
  });
}

/** The row that signs in: the only one that sends a secret, or asks a person. */
export function signInRow(scope: Scope, row: Row): ReturnType<MakeProbe> {
  const { settings } = scope;
  const { host, port } = signInHost(settings);
  return describeProbe({
    ...row,
    ...subject(settings),
    ...session(settings),
    lane: authority(host, port),
    // A device code is good for 15 minutes, which a person needs; its end must come before ours.
    seconds: settings.tenant.signIn.method === 'device-code' ? 960 : 30,
    notConfigured: (now) => noTenant(now) ?? noSignIn(now) ?? nobodyThere(now, scope),
  });
}

/** A row that asks Microsoft Graph with the token of `tenant.sign-in`; a person may answer it instead. */
export function graphRow(scope: Scope, row: Row & { readonly answerLine?: string }): ReturnType<MakeProbe> {
  const { answerLine, notConfigured, ...rest } = row;
  const { settings } = scope;
  const graph = graphPlace(settings, undefined) ?? signInHost(settings);
  return describeProbe({
    ...rest,
    ...subject(settings),
    ...session(settings),
    lane: authority(graph.host, graph.port),
    needs: ['tenant.sign-in'],
    seconds: 30,
    answerable: true,
    notConfigured: (now) =>
      notConfigured?.(now) ??
      noTenant(now) ??
      noSignIn(now, answerLine) ??
      nobodyThere(now, scope, answerLine),
  });
}

function subject({ tenant }: Settings): Pick<Description, 'subject'> {
  return tenant.id === undefined ? {} : { subject: tenant.id };
}

/** One token serves all rows. The sign-in's secret shows only where it is kept, never itself. */
function session(settings: Settings): Required<Pick<Description, 'share' | 'fingerprint'>> {
  return { share: 'tenant', fingerprint: sessionKey(settings) };
}

export function sessionKey(settings: Settings): string {
  const { id, signIn } = settings.tenant;
  return JSON.stringify({ id, signIn, network: networkFingerprint(settings) });
}

function noTenant({ tenant }: Settings): NotRun | undefined {
  if (tenant.id !== undefined) return undefined;
  return notSet('no tenant.id in .ecmarc', 'The doctor asks about a tenant only when .ecmarc names it.', [
    addLines('Add to .ecmarc, a domain of the tenant or its GUID', 'tenant: { id: contoso.onmicrosoft.com }'),
  ]);
}

function noSignIn({ tenant }: Settings, answerLine?: string): NotRun | undefined {
  if (tenant.signIn.method !== 'none') return undefined;
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
function nobodyThere({ tenant }: Settings, { options }: Scope, answerLine?: string): NotRun | undefined {
  if (tenant.signIn.method !== 'device-code' || options.unattended !== true) return undefined;
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
