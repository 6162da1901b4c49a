import type { RouteTo } from '../../clients/connection/route.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { proxyForHost } from '../../platform/proxy-selection.ts';
import { networkProxy } from './proxy/facts.ts';

/** Routes to hosts of the internet, by the way out that `network.proxy` found. */
export function internetRoutes({ facts }: ProbeContext): RouteTo {
  const proxy = facts.of(networkProxy);
  return ({ host, port }) => ({
    way: proxyForHost(proxy?.way ?? { kind: 'direct' }, host, port),
    passwordAccepted: proxy?.credentials === 'accepted',
  });
}
