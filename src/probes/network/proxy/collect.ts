import { defined } from '../../../base/defined.ts';
import { signInHost } from '../../../clients/clouds.ts';
import { askProxy, type ProxyAnswer } from '../../../clients/connection/proxy.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { patience, within } from '../../../clients/step-timeouts.ts';
import { proxyForHost, selectProxy, wantsDetection } from '../../../platform/proxy-selection.ts';
import type { ProxySources } from '../../../platform/types.ts';
import { requirement } from '../../../requirements/index.ts';
import type { ProxyFacts } from './facts.ts';

/** Finds the way out, and tries it towards the sign-in host. */
export async function collectProxy(context: ProbeContext, signal: AbortSignal): Promise<ProxyFacts> {
  const out = selectProxy(await withDiscovery(context, await sources(context, signal), signal));
  const { host, port } = signInHost(context.settings);
  const { user, platform } = context.platform.machine();
  const toward = { host, port };
  const seen = { ...out, as: user, platform, toward };
  const way = proxyForHost(out.way, host, port);
  if (way.kind === 'direct') return { ...seen, usable: true };
  const answer = await askProxy(context, way, toward, signal);
  const { credentials, refusal } = answer;
  return {
    ...seen,
    answer,
    credentials,
    ...defined({ refusal }),
    usable: letsOut(answer),
  };
}

/**
 * "Detect automatically" is how Windows is delivered: it means a script only where the name `wpad` leads somewhere.
 */
async function withDiscovery(
  context: ProbeContext,
  found: ProxySources,
  signal: AbortSignal,
): Promise<ProxySources> {
  if (!wantsDetection(found)) return found;
  context.waitingFor('wpad (name)');
  const { name } = requirement('NET-10').values;
  const told = await within(patience(context, 4, 0.2), signal, (bounded) =>
    context.platform.network.lookup(name, bounded),
  );
  // Only a name server's own no is one: that it was not reached, or refuses, leaves it open.
  if (told?.ok === true) return { ...found, detected: true };
  return told?.problem.code === 'ENOTFOUND' ? { ...found, detected: false } : found;
}

/** A proxy that answers and does not ask for a password it did not get is a way out, whatever this one host. */
function letsOut({ status, credentials }: ProxyAnswer): boolean {
  return status !== undefined && (credentials === 'not-needed' || credentials === 'accepted');
}

async function sources(context: ProbeContext, signal: AbortSignal): Promise<ProxySources> {
  const { proxy } = context.settings.network;
  const windows = await context.platform.windowsProxySources(signal);
  return {
    ...windows,
    ...defined({ settings: proxy && { address: proxy.url, ...defined({ user: proxy.user }) } }),
    env: context.platform.env(),
  };
}
