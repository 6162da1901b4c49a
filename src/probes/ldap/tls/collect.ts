import { defined } from '../../../base/defined.ts';
import { isReached } from '../../../clients/connection/trace.ts';
import { endpointOf } from '../../../clients/ldap/endpoint.ts';
import { LdapOpener } from '../../../clients/ldap/opener.ts';
import type { LdapContext } from '../define.ts';
import type { TlsFacts } from './facts.ts';

/** The handshake as the connector will do it. No credential is sent; an untrusted chain is shown and left. */
export async function collectTls(context: LdapContext, signal: AbortSignal): Promise<TlsFacts> {
  const endpoint = endpointOf(context.scope.target, context.settings);
  const { protection, loopback, caFile, caKey } = endpoint;
  const opener = new LdapOpener(context, endpoint);
  if (protection === 'none') return { reached: opener.trace(), protection, loopback, usable: true };
  const socket = await opener.open(signal);
  socket?.destroy();
  const trust = await context.platform.network.trust(caFile, signal);
  const reached = opener.trace();
  return {
    reached,
    protection,
    loopback,
    ...defined({ startTls: opener.startTls }),
    store: trust.source,
    ...(caFile === undefined ? {} : { caFile: { key: caKey, ...defined({ problem: trust.extraProblem }) } }),
    usable: socket !== undefined && isReached(reached),
  };
}
