import { environmentProxy, parseProxy } from '../../platform/proxy-address.ts';
import { type ProxyEndpoint, proxyLabel } from '../../platform/proxy-selection.ts';
import type { BasicCredentials } from '../../platform/types.ts';
import { Secret, type SecretSource } from '../../settings/secret.ts';
import type { ProbeContext } from '../environment.ts';

/** The account for a proxy, and its secret until the moment of sending. */
export interface ProxyAccount extends BasicCredentials {
  readonly target: string;
  /** A refusal that still stands: then the secret must not be sent. */
  standing(): { readonly at: string } | undefined;
  refused(): void;
  accepted(): void;
}

/** The account and secret for a proxy, where its source gives both. */
export async function proxyAccount(
  context: ProbeContext,
  way: ProxyEndpoint,
): Promise<ProxyAccount | undefined> {
  const given = await pair(context, way);
  if (given === undefined) return undefined;
  const { user, secret, source } = given;
  const target = `proxy ${proxyLabel(way)}`;
  const { credentials } = context;
  return {
    user,
    target,
    reveal: () => secret.reveal(),
    standing: () => credentials.standing(target, user, source),
    refused: () => credentials.refused(target, user),
    accepted: () => credentials.accepted(target, user),
  };
}

interface Pair {
  readonly user: string;
  readonly secret: Secret;
  readonly source: SecretSource;
}

async function pair(context: ProbeContext, way: ProxyEndpoint): Promise<Pair | undefined> {
  if (way.source === 'settings') {
    const { proxy } = context.settings.network;
    if (proxy?.user === undefined || proxy.password === undefined) return undefined;
    return { user: proxy.user, secret: await context.secret(proxy.password), source: proxy.password };
  }
  if (way.source === 'environment' || way.source === 'machine-environment') {
    const address = parseProxy(environmentProxy(context.platform.env())?.address ?? '');
    if (address?.user === undefined || address.password === undefined) return undefined;
    const secret = new Secret(address.password);
    return { user: address.user, secret, source: { kind: 'clear', secret } };
  }
  return undefined;
}
