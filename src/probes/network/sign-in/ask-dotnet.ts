import type { Destination } from '../../../clients/connection/route.ts';
import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { patience } from '../../../clients/step-timeouts.ts';
import { startDeadline } from '../../../engine/deadline.ts';
import { readCertificate } from '../../../platform/certificates.ts';
import { proxyLabel } from '../../../platform/proxy-selection.ts';
import type { DotnetRequest } from '../../../platform/windows/dotnet-request.ts';
import type { WindowsReader } from '../../../platform/windows/types.ts';
import { internetRoutes } from '../internet-routes.ts';
import { networkProxy } from '../proxy/facts.ts';
import type { DotnetCheck } from './facts.ts';

/** .NET's own bound on its request. */
const requestMs = 10_000;
/** How long PowerShell may take to start, and, from then on, its answer: .NET bounds neither names nor detection. */
const startSeconds = 20;
const answerSeconds = 14;

/** The address asked by .NET. Undefined off Windows; no PowerShell, an empty or a late answer are `absent` or `failed`, never an exception. */
export async function askDotnet(
  context: ProbeContext,
  to: Destination,
  signal: AbortSignal,
): Promise<DotnetCheck | undefined> {
  const windows = await context.platform.windows?.();
  if (windows === undefined) return undefined;
  const proxy = proxyFor(context, to);
  if (proxy === undefined) return passwordKept;
  const late = new AbortController();
  const startWithin = patience(context, startSeconds, 0.5);
  const answerWithin = patience(context, answerSeconds, 0.35);
  let ready = false;
  let deadline = startDeadline(startWithin * 1000, () => late.abort());
  const onReady = () => {
    ready = true;
    deadline.stop();
    deadline = startDeadline(answerWithin * 1000, () => late.abort());
  };
  const { dotnetGet } = await import('../../../platform/windows/dotnet-request.ts');
  const url = new URL(to.get ?? '/', `https://${to.host}:${to.port}`);
  try {
    const either = AbortSignal.any([signal, late.signal]);
    return await dotnetGet(windows.powershell, { url, timeoutMs: requestMs, proxy }, either, onReady);
  } catch (error) {
    signal.throwIfAborted();
    if (!late.signal.aborted) throw error;
    const text = ready
      ? `.NET gave no answer within ${answerWithin} s`
      : `PowerShell did not start within ${startWithin} s`;
    return { state: 'failed', problem: { code: 'NO_ANSWER', text } };
  } finally {
    deadline.stop();
  }
}

const passwordKept: DotnetCheck = {
  state: 'failed',
  problem: { code: 'PASSWORD', text: 'the proxy wants a password, and PowerShell is given none' },
};

/**
 * .NET goes our way, so that one difference less is compared; where we know of no proxy it may find one by itself (a
 * PAC file, automatic detection). Undefined for a proxy with a password: that is not handed on.
 */
function proxyFor(context: ProbeContext, to: Destination): DotnetRequest['proxy'] | undefined {
  const { way } = internetRoutes(context)(to);
  if (way.kind === 'direct') return context.facts.of(networkProxy)?.way.kind === 'proxy' ? 'none' : 'default';
  if (way.account !== undefined) return undefined;
  return new URL(`${way.tls ? 'https' : 'http'}://${proxyLabel(way)}`);
}

/** Did it get through to the sign-in host? That answers 200, and 400 for a tenant that it does not know. */
export function dotnetGotThrough(check: DotnetCheck | undefined): boolean {
  if (check?.state !== 'seen' || check.value.kind !== 'status') return false;
  return check.value.status === 200 || check.value.status === 400;
}

/**
 * Is the authority at the chain's end in this user's store alone? .NET, run by this user, trusts it then, and the
 * services do not. Undefined when it cannot be told.
 */
export async function rootOfThisUser(
  context: ProbeContext,
  { tls }: ConnectionTrace,
): Promise<boolean | undefined> {
  const windows = await context.platform.windows?.();
  const issuer = tls?.chain.at(-1)?.issuer;
  if (windows === undefined || issuer === undefined) return undefined;
  const [user, machine] = await Promise.all([
    rootsIn(windows, 'CurrentUser'),
    rootsIn(windows, 'LocalMachine'),
  ]);
  if (user === undefined || machine === undefined) return undefined;
  const ofMachine = new Set(machine.map(({ thumbprint }) => thumbprint));
  return user.some(({ thumbprint, pem }) => {
    return !ofMachine.has(thumbprint) && readCertificate(pem)?.subject === issuer;
  });
}

async function rootsIn(windows: WindowsReader, location: 'CurrentUser' | 'LocalMachine') {
  const roots = await windows.certificates(location, 'Root');
  return roots.state === 'seen' ? roots.value : undefined;
}
