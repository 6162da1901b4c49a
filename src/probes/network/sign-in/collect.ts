import { defined } from '../../../base/defined.ts';
import { signInHost } from '../../../clients/clouds.ts';
import { connectWithin } from '../../../clients/connection/connect.ts';
import type { Destination } from '../../../clients/connection/route.ts';
import { type Connected, isReached } from '../../../clients/connection/trace.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { configurationPath, isOfSignInHost, readAnswer } from '../../../clients/sign-in/answer.ts';
import { patience } from '../../../clients/step-timeouts.ts';
import { requirement } from '../../../requirements/index.ts';
import { internetRoutes } from '../internet-routes.ts';
import { askDotnet, dotnetGotThrough, rootOfThisUser } from './ask-dotnet.ts';
import type { SignInHostFacts } from './facts.ts';
import { failedByTrust } from './judge-trust.ts';

/** A host that is silent for longer than this is told as silent. */
const patienceSeconds = 12;

export async function collectSignIn(context: ProbeContext, signal: AbortSignal): Promise<SignInHostFacts> {
  const { settings } = context;
  const { host, port } = signInHost(settings);
  const tenant = settings.tenant.id ?? requirement('NET-02').values.anyTenant;
  const to = { host, port, tls: true, get: configurationPath(tenant) };
  const { trace, answer, ...theirs } = await askBothWays(context, to, signal);
  const seen = { reached: trace, tenant, ...theirs };
  if (answer === undefined) return { ...seen, usable: false };
  const read = readAnswer(answer);
  return { ...seen, ...read, usable: isReached(trace) && isOfSignInHost(read.answer) };
}

/** Our own request and, on Windows, .NET's beside it. */
async function askBothWays(
  context: ProbeContext,
  to: Destination,
  signal: AbortSignal,
): Promise<Connected & Pick<SignInHostFacts, 'dotnet' | 'rootOfUser'>> {
  const asked = askDotnet(context, to, signal);
  const seconds = patience(context, patienceSeconds);
  const connected = connectWithin(context, to, internetRoutes(context), seconds, signal).finally(() => {
    if (context.platform.windows !== undefined) context.waitingFor('.NET Framework (in PowerShell)');
  });
  const [ours, dotnet] = await Promise.all([connected, asked]);
  if (dotnet === undefined) return ours;
  if (!dotnetGotThrough(dotnet) || !failedByTrust(ours.trace)) return { ...ours, dotnet };
  const rootOfUser = await rootOfThisUser(context, ours.trace);
  return { ...ours, dotnet, ...defined({ rootOfUser }) };
}
