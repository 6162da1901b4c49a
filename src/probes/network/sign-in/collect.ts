import { defined } from '../../../base/defined.ts';
import { signInHost } from '../../../clients/clouds.ts';
import { connectUntil } from '../../../clients/connection/connect.ts';
import type { Destination } from '../../../clients/connection/route.ts';
import { type Connected, isReached } from '../../../clients/connection/trace.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { configurationPath, isOfSignInHost, readAnswer } from '../../../clients/sign-in/answer.ts';
import { startDeadline } from '../../../engine/deadline.ts';
import { requirement } from '../../../requirements/index.ts';
import { internetRoutes } from '../internet-routes.ts';
import { askDotnet, dotnetGotThrough, rootOfThisUser } from './ask-dotnet.ts';
import type { SignInHostFacts } from './facts.ts';
import { failedByTrust } from './judge-trust.ts';

/** Where .NET got through, our own request need not be waited for longer than this: the difference is the news. */
const patienceSeconds = 13;

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
  const enough = new AbortController();
  const asked = askDotnet(context, to, signal);
  const patience = startDeadline(patienceSeconds * 1000, () => {
    asked.then((answer) => dotnetGotThrough(answer) && enough.abort()).catch(() => {});
  });
  const bound = { signal: enough.signal, seconds: patienceSeconds };
  const connected = connectUntil(context, to, internetRoutes(context), bound, signal).finally(() => {
    patience.stop();
    if (context.platform.windows !== undefined) context.waitingFor('.NET Framework (in PowerShell)');
  });
  const [ours, dotnet] = await Promise.all([connected, asked]);
  if (dotnet === undefined) return ours;
  if (!dotnetGotThrough(dotnet) || !failedByTrust(ours.trace)) return { ...ours, dotnet };
  const rootOfUser = await rootOfThisUser(context, ours.trace);
  return { ...ours, dotnet, ...defined({ rootOfUser }) };
}
